package org.roam6.sim.run;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Calm;
import org.roam6.sim.check.Checkers;
import org.roam6.sim.check.Violation;
import org.roam6.sim.network.Network;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.PlanRunner;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.World;

/** One run of a plan with all checkers. */
public final class Simulation {

  /** When programs begin to send, so that Roam6 is up on all hosts. */
  private static final Duration TRAFFIC_AFTER = Duration.ofSeconds(1);

  private final Plan plan;
  private final World world;
  private final Network network;
  private final Traffic traffic;
  private final Calm calm = new Calm();
  private final Checkers checkers;
  private final TraceDigest digest = new TraceDigest();
  private final PlanRunner runner;

  /** A simulation that has not begun. */
  public Simulation(Plan plan) {
    this.plan = plan;
    this.world = new World(plan.seed(), plan.faults(), plan.extremes());
    this.network = Network.build(world, plan.topology(), plan.settings());
    world.observe(digest);
    this.traffic = new Traffic(network, plan.flows());
    this.checkers = Checkers.of(network, traffic, calm);
    this.runner = new PlanRunner(plan, network);
  }

  /**
   * What a run found.
   *
   * @param violations what did not hold; the run ended with the first
   * @param events how many things happened
   * @param digest stands for all that happened
   * @param end when it ended
   */
  public record Outcome(List<Violation> violations, long events, long digest, Time end) {
    /** Takes a copy of the list. */
    public Outcome {
      violations = List.copyOf(violations);
    }

    /** Whether all invariants held. */
    public boolean isGood() {
      return violations.isEmpty();
    }
  }

  /** The network, for those who want to see more of it. */
  public Network network() {
    return network;
  }

  /** The traffic, for those who want to hear of it. */
  public Traffic traffic() {
    return traffic;
  }

  /** Shows all that happens to somebody; to be called before {@link #run}. */
  public void observe(Observer observer) {
    world.observe(observer);
  }

  /** Runs to the end of the plan, or to the first violation. */
  public Outcome run() {
    try {
      runToTheEnd();
    } catch (RuntimeException thrown) {
      checkers.thrown(thrown, world.now());
    }
    return new Outcome(checkers.violations(), world.events(), digest.value(), world.now());
  }

  private void runToTheEnd() {
    runner.start();
    traffic.start(TRAFFIC_AFTER);
    while (!checkers.isViolated() && world.step(plan.end())) {
      if (runner.isCalm() && calm.since().equals(Time.NEVER)) {
        calm.begin(world.now());
      }
      checkers.check(world.now());
    }
    if (!checkers.isViolated()) {
      checkers.finish(plan.end());
    }
  }
}
