package org.roam6.sim.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.roam6.sim.check.Violation;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.PlanMaker;
import org.roam6.sim.run.PacketRecorder;
import org.roam6.sim.run.Shrinker;
import org.roam6.sim.run.Simulation;
import org.roam6.sim.run.Timeline;
import org.roam6.sim.scenario.ScenarioWriter;

/**
 * What became of a seed, in words and numbers.
 *
 * @param seed the seed
 * @param events how many things happened
 * @param digest stands for all that happened: two runs with one digest were the same
 * @param violation what did not hold; empty where all did
 */
public record SeedReport(long seed, long events, long digest, Optional<String> violation) {

  private static final int MOST_LINES = 2000;

  /** Runs the plan that follows from {@code seed}. */
  public static SeedReport of(long seed) {
    return of(seed, new Simulation(PlanMaker.of(seed)).run());
  }

  private static SeedReport of(long seed, Simulation.Outcome outcome) {
    Optional<String> violation = outcome.violations().stream().findFirst().map(Violation::toString);
    return new SeedReport(seed, outcome.events(), outcome.digest(), violation);
  }

  /**
   * The story of a seed.
   *
   * @param report what became of it
   * @param scenario the plan as a scenario, cut down as far as it could be where an invariant fails
   * @param timeline what happened, line by line
   */
  public record Story(SeedReport report, String scenario, List<String> timeline) {
    /** Takes a copy of the list. */
    public Story {
      timeline = List.copyOf(timeline);
    }
  }

  /**
   * Runs the plan that follows from {@code seed} once more, and tells what happens.
   *
   * @param mostRuns how many plans may be tried to cut it down where an invariant fails; 0 leaves it whole
   * @param packets takes all frames as pcapng; stays the caller's to close
   */
  public static Story tell(long seed, int mostRuns, OutputStream packets) throws IOException {
    Plan whole = PlanMaker.of(seed);
    Optional<Violation> violation = new Simulation(whole).run().violations().stream().findFirst();
    Plan plan = violation.map(found -> Shrinker.shrink(whole, found.checker(), mostRuns)).orElse(whole);
    Simulation simulation = new Simulation(plan);
    Timeline timeline = new Timeline(MOST_LINES);
    simulation.observe(timeline);
    simulation.observe(new PacketRecorder(simulation.network().world(), packets));
    SeedReport report = of(seed, simulation.run());
    String shows = report.violation.orElse("all invariants hold").replace('\n', ' ');
    return new Story(report, ScenarioWriter.write("seed-" + seed, shows, plan), timeline.lines());
  }
}
