package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.sim.check.Violation;
import org.roam6.sim.plan.PlanMaker;

/** All invariants hold in many networks, whatever goes wrong there. */
class SeedsTest {

  private static final int SEEDS = 500;

  /** Far from those, so that what is tried grows over the ranges that were drawn by hand. */
  private static final long ELSEWHERE = 1_000_000;

  private static final int SEEDS_ELSEWHERE = 20;

  @Test
  void allInvariantsHold() {
    List<String> found = new ArrayList<>();
    long events = 0;
    for (long seed = 0; seed < SEEDS + SEEDS_ELSEWHERE; seed++) {
      long drawn = seed < SEEDS ? seed : ELSEWHERE + seed;
      Simulation.Outcome outcome = new Simulation(PlanMaker.of(drawn)).run();
      events += outcome.events();
      for (Violation violation : outcome.violations()) {
        found.add("seed " + drawn + ": " + violation);
      }
    }
    System.out.printf("%d seeds, %d events%n", SEEDS + SEEDS_ELSEWHERE, events);
    assertThat(found).isEmpty();
  }
}
