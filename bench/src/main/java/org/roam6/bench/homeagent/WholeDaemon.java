package org.roam6.bench.homeagent;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.roam6.bench.BenchHosts;

/** A daemon on a virtual home link: what it holds for each binding, and the CPU time of a Binding Update. */
final class WholeDaemon {

  private static final int MOST_MEASURED = 50_000;

  private WholeDaemon() {}

  static void measure(int[] sizes) throws IOException, InterruptedException, ExecutionException {
    try (BenchHosts hosts = new BenchHosts(List.of("ha", "mn"))) {
      hosts.cable("ha", "2001:db8:c::1", "mn", "2001:db8:c::ff");
      hosts.in("ha", "ip -6 route add default via 2001:db8:c::ff");
      hosts.in("mn", "ip -6 route add " + MobileNodes.HOME_PREFIX + " via 2001:db8:c::1");
      // The mobile nodes' host has all care-of addresses, and takes what comes in silence.
      hosts.in("mn", "ip -6 route add local " + MobileNodes.VISITED + " dev lo");
      ManyBindings.print(
          "daemon:%10s %16s %16s %14s %14s %14s"
              .formatted(
                  "bindings", "live B/binding", "RSS B/binding", "us CPU/first", "us CPU/move", "kernel routes"));
      for (int size : sizes) {
        measure(hosts, size);
      }
    }
  }

  private static void measure(BenchHosts hosts, int bindings)
      throws IOException, InterruptedException, ExecutionException {
    try (DaemonUnderLoad daemon = new DaemonUnderLoad(hosts, "home-link: virtual", bindings)) {
      daemon.liveOctets();
      long live = daemon.liveOctets();
      long resident = daemon.residentOctets();
      double idle = daemon.cpuSeconds();
      daemon.update(0, bindings, 0);
      double first = daemon.cpuSeconds();
      long liveAfter = daemon.liveOctets();
      long residentAfter = daemon.residentOctets();
      int moves = Math.min(bindings, MOST_MEASURED);
      double before = daemon.cpuSeconds();
      daemon.update(bindings - moves, bindings, 1);
      double after = daemon.cpuSeconds();
      long routes = hosts.in("ha", "ip -6 route show table all").lines().count();
      ManyBindings.print(
          "       %10d %16.0f %16.0f %14.1f %14.1f %14d"
              .formatted(
                  bindings,
                  (liveAfter - live) / (double) bindings,
                  (residentAfter - resident) / (double) bindings,
                  (first - idle) * 1e6 / bindings,
                  (after - before) * 1e6 / moves,
                  routes));
    }
  }
}
