package org.roam6.sim.mutant;

import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.sim.plan.PlanMaker;
import org.roam6.sim.run.Simulation;

/** What is called within the loader of a mutant: only texts go in and out. */
public final class SeedSearch {

  private SeedSearch() {}

  /** The first of so many seeds in which an invariant does not hold, and which; nothing where there is none. */
  public static String firstViolation(String seeds) {
    long end = Long.parseLong(seeds);
    for (long seed = 0; seed < end; seed++) {
      String found = violation(seed);
      if (!found.isEmpty()) {
        return "seed " + seed + ": " + found;
      }
    }
    return "";
  }

  private static String violation(long seed) {
    try {
      Simulation.Outcome outcome = new Simulation(PlanMaker.of(seed)).run();
      return outcome.isGood() ? "" : outcome.violations().getFirst().toString();
    } catch (IllegalArgumentException | IllegalStateException thrown) {
      return "thrown: " + thrown;
    }
  }

  /** Whether 1 follows 65535. */
  public static String isGreaterThanAcrossTheWrap(String ignored) {
    return String.valueOf(new SequenceNumber(1).isGreaterThan(new SequenceNumber(65_535)));
  }
}
