package org.roam6.sim.scenario;

import java.util.List;
import org.roam6.sim.run.Simulation;

/**
 * What became of a scenario.
 *
 * @param outcome of the simulation
 * @param unmet expectations that were not met, each with its line and what was found instead
 */
public record ScenarioResult(Simulation.Outcome outcome, List<String> unmet) {

  /** Takes a copy of the list. */
  public ScenarioResult {
    unmet = List.copyOf(unmet);
  }

  /** Whether all is as it should be. */
  public boolean isGood() {
    return outcome.isGood() && unmet.isEmpty();
  }
}
