package org.roam6.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.roam6.interop.dissection.Dissection;
import org.roam6.linux.abi.Fcntl;
import org.roam6.linux.abi.Sched;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.ProcessLibc;
import org.roam6.linux.raw.LinkCapture;

/**
 * A network namespace without a name, held by a thread of its own: nothing of it is left when the test ends, however
 * it ends.
 */
public final class TestNamespace implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final int descriptor;
  private final List<Dissection.Watch> watches = new ArrayList<>();

  /** A new namespace whose loopback interface is up. */
  public TestNamespace() {
    descriptor = call(() -> {
      ProcessLibc.system().unshare(Sched.CLONE_NEWNET);
      return Libc.system().open("/proc/thread-self/ns/net", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
    });
    run("ip link set lo up");
    run("sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0");
  }

  /** A file by which other namespaces can name this one. */
  public String path() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
  }

  /** Runs {@code task} in the namespace. */
  public <T> T call(Callable<T> task) {
    Future<T> result = thread.submit(task);
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new AssertionError("in the namespace", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs a command, words apart by blanks, to its end and returns what it printed; a failure fails the test. */
  public String run(String command) {
    return call(() -> {
      Process process = start(command);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(command + " ended with " + status + ": " + output);
      }
      return output;
    });
  }

  /** Starts a command in the namespace; the caller ends it. */
  public Process background(String command) {
    return call(() -> start(command));
  }

  private static Process start(String command) throws IOException {
    return new ProcessBuilder(List.of(command.split(" "))).redirectErrorStream(true).start();
  }

  /** A cable from here to {@code peer}; both ends are up. */
  public void connect(String name, TestNamespace peer, String peerName) {
    run("ip link add " + name + " type veth peer name " + peerName + " netns " + peer.path());
    run("ip link set " + name + " up");
    peer.run("ip link set " + peerName + " up");
    watches.add(Dissection.watch(call(() -> LinkCapture.open(Libc.system().interfaceIndex(name)))));
  }

  /** Waits until an interface has a link-local address that the kernel has done checking. */
  public void awaitLinkLocalAddress(String name) {
    awaitAddress(name, "fe80:");
  }

  /** Waits until the kernel takes packets for an address that begins so, which is later than it acknowledges it. */
  public void awaitAddress(String name, String address) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!run("ip -6 route show table local type local dev " + name).contains(address)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no address " + address + " on " + name + " within " + PATIENCE);
      }
    }
  }

  @Override
  public void close() {
    watches.forEach(Dissection.Watch::close);
    Libc.system().close(descriptor);
    thread.shutdownNow();
  }
}
