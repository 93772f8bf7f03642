package org.roam6.bench.sim;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Calm;
import org.roam6.sim.check.Checkers;
import org.roam6.sim.network.Crowd;
import org.roam6.sim.plan.PlanMaker;
import org.roam6.sim.run.Simulation;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.world.World;

/**
 * Simulates a home agent with more and more mobile nodes, each of which moves each minute, with all checkers:
 * {@code sim [hour]}. With {@code hour} it runs 10,000 nodes for one simulated hour. What is measured begins when each
 * node has moved once: the start of all nodes at once is another mix of events.
 */
public final class CrowdBenchmark {

  private static final Duration BETWEEN_MOVES = Duration.ofSeconds(60);
  /** So many seconds of one node make a row. */
  private static final long NODE_SECONDS = 3_000_000;
  private static final int SEEDS = 200;

  private CrowdBenchmark() {}

  private record Row(int nodes, Duration simulated, long events, double seconds, long liveMegabytes) {
    double nanosPerEvent() {
      return seconds * 1e9 / events;
    }
  }

  /** The program. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("hour")) {
      print(run(10_000, Duration.ofHours(1)), 0);
      return;
    }
    seeds();
    System.out.printf(
        "%n%8s %12s %12s %10s %12s %12s %10s %8s%n",
        "nodes", "simulated s", "events", "wall s", "events/s", "ns/event", "live MB", "ratio");
    run(100, Duration.ofHours(4));
    double first = 0;
    for (int nodes : List.of(100, 1000, 10_000, 100_000)) {
      Row row = run(nodes, Duration.ofSeconds(Math.max(60, NODE_SECONDS / nodes)));
      first = first == 0 ? row.nanosPerEvent() : first;
      print(row, row.nanosPerEvent() / first);
    }
  }

  private static void seeds() {
    long events = 0;
    long start = 0;
    for (int seed = 0; seed < 2 * SEEDS; seed++) {
      if (seed == SEEDS) {
        // what came before has warmed the virtual machine up
        events = 0;
        start = System.nanoTime();
      }
      events += new Simulation(PlanMaker.of(seed)).run().events();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT, "%d seeds: %,d events in %.1f s, %,.0f events a second on one core%n", SEEDS, events, seconds,
        events / seconds);
  }

  private static void print(Row row, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "%8d %12d %12d %10.1f %12.0f %12.0f %10d %8.2f%n",
        row.nodes,
        row.simulated.toSeconds(),
        row.events,
        row.seconds,
        row.events / row.seconds,
        row.nanosPerEvent(),
        row.liveMegabytes,
        ratio);
  }

  private static Row run(int nodes, Duration simulated) {
    World world = new World(nodes, 0);
    Crowd crowd = Crowd.of(world, nodes, Crowd.settings());
    Checkers checkers = Checkers.of(crowd.network(), new Traffic(crowd.network(), List.of()), new Calm());
    crowd.start(BETWEEN_MOVES);
    Time settled = Time.ZERO.plus(BETWEEN_MOVES);
    run(world, checkers, settled);
    long before = world.events();
    long start = System.nanoTime();
    run(world, checkers, settled.plus(simulated));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (checkers.isViolated()) {
      throw new IllegalStateException(checkers.violations().toString());
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long live = runtime.totalMemory() - runtime.freeMemory() >> 20;
    Row row = new Row(nodes, simulated, world.events() - before, seconds, live);
    // Keeps the world alive until its size is known.
    if (crowd.network().world() != world) {
      throw new IllegalStateException();
    }
    return row;
  }

  private static void run(World world, Checkers checkers, Time end) {
    while (!checkers.isViolated() && world.step(end)) {
      checkers.check(world.now());
    }
  }
}
