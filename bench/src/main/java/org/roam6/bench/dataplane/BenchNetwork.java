package org.roam6.bench.dataplane;

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

/**
 * Four hosts in a row, each a namespace: correspondent, home agent, access router, mobile node. Everything that was
 * made is taken away by {@link #close}.
 */
final class BenchNetwork implements AutoCloseable {

  static final String HOME_AGENT = "2001:db8:2::1";
  static final String CARE_OF = "2001:db8:3::2";
  static final String HOME = "2001:db8:9::100";

  private final String prefix = "r6bench" + ProcessHandle.current().pid() + "-";
  private final List<Process> processes = new ArrayList<>();
  private final List<String> hosts = new ArrayList<>();

  /** Builds the hosts and the routes between them, without any tunnel. */
  BenchNetwork() throws IOException, InterruptedException {
    for (String host : List.of("cn", "ha", "ar", "mn")) {
      run("ip netns add " + prefix + host);
      hosts.add(host);
      in(host, "ip link set lo up");
      in(host, "sysctl -qw net.ipv6.conf.all.forwarding=1 net.ipv6.conf.default.accept_dad=0");
    }
    cable("cn", "2001:db8:1::2", "ha", "2001:db8:1::1");
    cable("ha", HOME_AGENT, "ar", "2001:db8:2::2");
    cable("ar", "2001:db8:3::1", "mn", CARE_OF);
    in("cn", "ip -6 route add default via 2001:db8:1::1");
    in("ha", "ip -6 route add 2001:db8:3::/64 via 2001:db8:2::2");
    in("ar", "ip -6 route add default via " + HOME_AGENT);
    in("ar", "ip -6 route add " + HOME + " via " + CARE_OF);
    in("mn", "ip -6 route add default via 2001:db8:3::1");
    in("mn", "ip -6 address add " + HOME + "/128 dev lo nodad");
    in("mn", "ip -6 rule add from " + HOME + " lookup 252");
    for (String host : List.of("ha", "mn")) {
      in(host, "nft add table ip6 bench");
      in(host, "nft add chain ip6 bench in {type filter hook input priority -300;}");
      in(host, "nft add rule ip6 bench in ip6 nexthdr 41 drop");
    }
  }

  private void cable(String left, String leftAddress, String right, String rightAddress)
      throws IOException, InterruptedException {
    run("ip link add to-" + right + " netns " + prefix + left + " type veth peer name to-" + left + " netns "
        + prefix + right);
    in(left, "ip -6 address add " + leftAddress + "/64 dev to-" + right + " nodad");
    in(right, "ip -6 address add " + rightAddress + "/64 dev to-" + left + " nodad");
    in(left, "ip link set to-" + right + " up");
    in(right, "ip link set to-" + left + " up");
  }

  /** Runs a command, words apart by blanks, on a host to its end: what it printed. */
  String in(String host, String command) throws IOException, InterruptedException {
    return run("ip netns exec " + prefix + host + " " + command);
  }

  /** Starts a command on a host, which {@link #close} ends. */
  Process start(String host, String command) throws IOException {
    List<String> words = words("ip netns exec " + prefix + host + " " + command);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  /** Calls {@code task} on a thread of its own that is on the host. */
  <T> T on(String host, Callable<T> task) throws InterruptedException, ExecutionException {
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

  /** Leads the home address's packets, both ways, through the interface with this name, or past all tunnels. */
  void leadThrough(String tunnel) throws IOException, InterruptedException {
    boolean plain = tunnel.isEmpty();
    in("ha", "ip -6 route replace " + HOME + (plain ? " via 2001:db8:2::2" : " dev " + tunnel));
    in("mn", "ip -6 route replace default table 252 " + (plain ? "via 2001:db8:3::1" : "dev " + tunnel));
  }

  static String run(String command) throws IOException, InterruptedException {
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
