package org.roam6.sim.scenario;

import java.util.List;
import org.roam6.sim.plan.Plan;

/**
 * A simulation that was written by hand, or kept from a seed.
 *
 * @param name what it is called: by the RFC's section that it shows, as in {@code registration-11.7.1-lost-update}
 * @param shows what it is about, in a sentence
 * @param plan what happens
 * @param expectations what is expected
 */
public record Scenario(String name, String shows, Plan plan, List<Expectation> expectations) {

  /** Takes a copy of the list. */
  public Scenario {
    expectations = List.copyOf(expectations);
  }
}
