package org.roam6.bench.homeagent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.roam6.bench.BenchHosts;

/** A daemon on a real home link: groups are joined, neighbours are answered, packets are led to the data plane. */
final class RealHomeLink {

  private static final int ASKED = 50;

  private RealHomeLink() {}

  static void measure(int bindings) throws IOException, InterruptedException, ExecutionException {
    try (BenchHosts hosts = new BenchHosts(List.of("ha", "mn", "neighbor"))) {
      hosts.cable("ha", "2001:db8:c::1", "mn", "2001:db8:c::ff");
      hosts.cable("ha", MobileNodes.HOME_AGENT.toString(), "neighbor", "2001:db8:1::2");
      hosts.in("ha", "ip -6 route add default via 2001:db8:c::ff");
      hosts.in("mn", "ip -6 route add " + MobileNodes.HOME_PREFIX + " via 2001:db8:c::1");
      hosts.in("mn", "ip -6 route add local " + MobileNodes.VISITED + " dev lo");
      try (DaemonUnderLoad daemon = new DaemonUnderLoad(hosts, "interface: to-neighbor", bindings)) {
        measure(hosts, daemon, bindings);
      }
    }
  }

  private static void measure(BenchHosts hosts, DaemonUnderLoad daemon, int bindings)
      throws IOException, InterruptedException {
    daemon.liveOctets();
    long live = daemon.liveOctets();
    double idle = daemon.cpuSeconds();
    long start = System.nanoTime();
    daemon.update(0, bindings, 0);
    double seconds = (System.nanoTime() - start) / 1e9;
    double first = daemon.cpuSeconds();
    long liveAfter = daemon.liveOctets();
    double before = daemon.cpuSeconds();
    daemon.update(0, bindings, 1);
    double after = daemon.cpuSeconds();
    long groups =
        hosts.in("ha", "ip -6 maddress show dev to-neighbor").lines()
            .filter(line -> line.contains("ff02::1:ff"))
            .count();
    long routes = hosts.in("ha", "ip -6 route show dev roam0").lines().count();
    long answered = 0;
    for (int i = 0; i < ASKED; i++) {
      String address = MobileNodes.homeAddress((int) ((long) i * bindings / ASKED)).toString();
      // Nobody answers the echo request; it makes the neighbour ask for the address.
      hosts.start("neighbor", "ping -c 1 -W 0.3 -n " + address).onExit().join();
      String entry = hosts.in("neighbor", "ip -6 neigh show " + address);
      answered += entry.contains("lladdr") ? 1 : 0;
    }
    ManyBindings.print(
        ("home link: %d bindings in %.1f s, %.0f us CPU for a first Binding Update, %.0f for a move, %.0f B of heap"
                + " each; %d groups joined, %d routes, %d of %d neighbour solicitations answered")
            .formatted(
                bindings,
                seconds,
                (first - idle) * 1e6 / bindings,
                (after - before) * 1e6 / bindings,
                (liveAfter - live) / (double) bindings,
                groups,
                routes,
                answered,
                ASKED));
  }
}
