package org.roam6.bench.correspondent;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.roam6.bench.BenchHosts;
import org.roam6.linux.host.EventLoop;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.nftables.SignallingShield;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.linux.raw.SignallingTap;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.correspondent.CorrespondentSnapshot;
import org.roam6.protocol.forwarding.ForwardingState;
import org.roam6.sim.SeededRandomness;
import org.roam6.wire.Octets;

/**
 * Binding Updates that a correspondent node checks and acknowledges in a second of CPU time: from the tap on a real
 * interface, through the whole check, to an acknowledgement that the kernel has taken. Prints JSON: the rate by the time
 * of the thread, and by all that the process used but for the sender. Needs root.
 */
public final class CorrespondentLoad {

  private static final int MOBILE_NODES = 1000;
  /** Until then both compilers have done their work. */
  private static final int DEFAULT_SECONDS = 12;
  private static final int LINK_MTU = 1500;
  /** Fewer than what the tap can hold: nothing is lost. */
  private static final int OUTSTANDING = 256;

  private final Correspondent correspondent =
      new Correspondent(CorrespondentConfig.of(new InterfaceName("roam0")), new SeededRandomness(1));
  private final Host host = new Host(List.of(correspondent));
  private final ForwardingState forwarding = new ForwardingState();
  private final AtomicLong acknowledged = new AtomicLong();
  private final BenchHosts hosts;

  private CorrespondentLoad(BenchHosts hosts) {
    this.hosts = hosts;
  }

  /**
   * Runs the benchmark.
   *
   * @param arguments seconds to measure (12 unless given), after as many to warm up
   */
  public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_SECONDS;
    try (BenchHosts hosts = new BenchHosts(List.of("cn", "mn"))) {
      hosts.cable("cn", MobileNodes.CORRESPONDENT.toString(), "mn", "2001:db8:c::ff");
      hosts.in("cn", "ip -6 route add default via 2001:db8:c::ff");
      // The mobile nodes' host has all care-of addresses, and takes what comes in silence.
      hosts.in("mn", "ip -6 route add local " + MobileNodes.VISITED + " dev lo");
      System.out.println(new CorrespondentLoad(hosts).measure(seconds));
    }
  }

  private String measure(int seconds) throws InterruptedException, ExecutionException {
    EventLoop loop = hosts.on("cn", this::open);
    MobileNodes nodes = new MobileNodes(MOBILE_NODES, host, loop.now());
    hosts.on("mn", () -> SignallingShield.open(List.of(), List.of()));
    RoutedSender sender = hosts.on("mn", RoutedSender::open);
    Thread thread = Thread.ofPlatform().daemon().name("correspondent").start(() -> run(loop));
    send(nodes, sender, seconds);
    long sent = acknowledged.get();
    Used before = Used.until(thread);
    send(nodes, sender, seconds);
    Used after = Used.until(thread);
    long count = acknowledged.get() - sent;
    loop.stop();
    thread.join();
    CorrespondentSnapshot snapshot = correspondent.snapshot(loop.now());
    if (!snapshot.refused().isEmpty() || !snapshot.discarded().isEmpty()) {
      throw new IllegalStateException("refused " + snapshot.refused() + ", discarded " + snapshot.discarded());
    }
    return String.format(
        Locale.ROOT,
        "{\"schema\":\"roam6.bench.correspondent/1\",\"binding_updates\":%d,\"per_thread_cpu_second\":%.0f,"
            + "\"per_process_cpu_second\":%.0f}",
        count,
        count * 1e9 / (after.thread() - before.thread()),
        count * 1e9 / (after.others() - before.others()));
  }

  /** Nanoseconds of CPU time used up: by the correspondent node, and by all but the sender, which asks. */
  private record Used(long thread, long others) {

    static Used until(Thread correspondent) {
      var threads = ManagementFactory.getThreadMXBean();
      var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return new Used(
          threads.getThreadCpuTime(correspondent.threadId()),
          system.getProcessCpuTime() - threads.getCurrentThreadCpuTime());
    }
  }

  private EventLoop open() throws IOException {
    EventLoop loop = EventLoop.open();
    SignallingShield.open(List.of(), List.of());
    SignallingTap tap = SignallingTap.open(Libc.system().interfaceIndex(MobileNodes.UPLINK.value()));
    RoutedSender sender = RoutedSender.open();
    host.handle(
        new Event.AddressChanged(MobileNodes.UPLINK, MobileNodes.CORRESPONDENT, Event.AddressState.READY), loop.now());
    loop.onReadable(
        tap.descriptor(),
        () ->
            tap.receive(
                (from, packet, _) ->
                    host.handle(new Event.PacketReceived(MobileNodes.UPLINK, from, packet), loop.now())
                        .forEach(effect -> carryOut(effect, sender))));
    return loop;
  }

  private void carryOut(Effect effect, RoutedSender sender) {
    switch (effect) {
      case Effect.SendRouted(Octets packet) -> {
        int result = sender.send(packet);
        if (result < 0) {
          throw new IllegalStateException("errno " + -result);
        }
        acknowledged.incrementAndGet();
      }
      case Effect.Want(Desired.WantedDirectPath(var path)) -> forwarding.put(path, LINK_MTU);
      case Effect.Want _,
          Effect.Unwant _,
          Effect.SendOnLink _,
          Effect.FlushNeighbors _,
          Effect.Remember _,
          Effect.Notify _ -> {}
    }
  }

  private static void run(EventLoop loop) {
    try {
      loop.run();
    } catch (SystemCallException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(MobileNodes nodes, RoutedSender sender, int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long sent = acknowledged.get();
    while (System.nanoTime() < end) {
      while (sent - acknowledged.get() >= OUTSTANDING) {
        Thread.onSpinWait();
      }
      if (sender.send(nodes.update()) == 0) {
        sent++;
      }
    }
    while (acknowledged.get() < sent) {
      Thread.onSpinWait();
    }
  }
}
