package org.roam6.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.Sched;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.ProcessLibc;

/** Hosts, each a namespace, and cables between them. Everything that was made is taken away by {@link #close}. */
public class BenchHosts implements AutoCloseable {

  private final String prefix = "r6bench" + ProcessHandle.current().pid() + "-";
  private final List<Process> processes = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();

  /** Makes the hosts, which forward packets. */
  public BenchHosts(List<String> names) throws IOException, InterruptedException {
    for (String host : names) {
      run("ip netns add " + prefix + host);
      hosts.add(host);
      in(host, "ip link set lo up");
      in(host, "sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.accept_dad=0");
    }
  }

  /** Lays a cable; each end is named after the host at the other one, {@code to-NAME}. */
  public final void cable(String left, String leftAddress, String right, String rightAddress)
      throws IOException, InterruptedException {
    run("ip link add to-" + right + " netns " + prefix + left + " type veth peer name to-" + left + " netns "
        + prefix + right);
    in(left, "ip -6 address add " + leftAddress + "/64 dev to-" + right + " nodad");
    in(right, "ip -6 address add " + rightAddress + "/64 dev to-" + left + " nodad");
    in(left, "ip link set to-" + right + " up");
    in(right, "ip link set to-" + left + " up");
  }

  /** Runs a command, words apart by blanks, on a host to its end: what it printed. */
  public final String in(String host, String command) throws IOException, InterruptedException {
    return run("ip netns exec " + prefix + host + " " + command);
  }

  /** Starts a command on a host, which {@link #close} ends. */
  public final Process start(String host, String command) throws IOException {
    List<String> words = words("ip netns exec " + prefix + host + " " + command);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  /** Calls {@code task} on a thread of its own that is on the host. */
  public final <T> T on(String host, Callable<T> task) throws InterruptedException, ExecutionException {
    FutureTask<T> future = new FutureTask<>(() -> {
      String file = Path.of("/run/netns", prefix + host).toString();
      int descriptor = Libc.system().open(file, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
      ProcessLibc.system().setns(descriptor, Sched.CLONE_NEWNET);
      Libc.system().close(descriptor);
      return task.call();
    });
    Thread.ofPlatform().daemon().start(future);
    return future.get();
  }

  /** Runs a command, words apart by blanks, to its end: what it printed. */
  public static String run(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with " + status + ": " + output);
    }
    return output;
  }

  // What stands in braces is one word.
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (String part : command.split("(?=\\{)|(?<=\\})", -1)) {
      if (part.startsWith("{")) {
        words.add(part);
      } else {
        part.lines().flatMap(line -> List.of(line.strip().split(" ")).stream()).filter(w -> !w.isEmpty())
            .forEach(words::add);
      }
    }
    return words;
  }

  @Override
  public void close() throws IOException {
    processes.forEach(process -> process.destroy());
    processes.forEach(process -> process.onExit().join());
    try {
      for (String host : hosts) {
        run("ip netns del " + prefix + host);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
