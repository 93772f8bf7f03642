package org.roam6.sim.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.Step;

/** Cuts a plan down in which an invariant fails, as long as the same one still does. */
public final class Shrinker {

  private final String checker;
  private int runsLeft;
  private Plan smallest;

  private Shrinker(Plan plan, String checker, int mostRuns) {
    this.smallest = plan;
    this.checker = checker;
    this.runsLeft = mostRuns;
  }

  /**
   * The smallest plan that was found.
   *
   * @param plan violates the checker of this name
   * @param mostRuns how many plans are tried
   */
  public static Plan shrink(Plan plan, String checker, int mostRuns) {
    Shrinker shrinker = new Shrinker(plan, checker, mostRuns);
    shrinker.shrink();
    return shrinker.smallest;
  }

  private void shrink() {
    int before;
    do {
      before = size();
      fewerSteps();
      fewerFaults();
      fewerFlows();
      fewerMobileNodes();
    } while (size() < before && runsLeft > 0);
    attempt(plan -> plan.withSettings(plan.settings().withQuality(plan.settings().quality().withoutFaults())));
    attempt(plan -> plan.withExtremes(false));
  }

  private int size() {
    return smallest.steps().size() + smallest.flows().size() + smallest.topology().hosts().size();
  }

  /** Takes what {@code change} makes of the smallest plan for it, if it still fails: whether it does. */
  private boolean attempt(UnaryOperator<Plan> change) {
    if (runsLeft == 0) {
      return false;
    }
    Plan candidate = change.apply(smallest);
    if (candidate.equals(smallest)) {
      return false;
    }
    runsLeft--;
    boolean fails =
        new Simulation(candidate).run().violations().stream().anyMatch(each -> each.checker().equals(checker));
    if (fails) {
      smallest = candidate;
    }
    return fails;
  }

  /** Leaves out halves, quarters ... of the steps, and at last each of them (delta debugging). */
  private void fewerSteps() {
    for (int length = Math.max(1, smallest.steps().size() / 2); length >= 1; length /= 2) {
      int from = 0;
      while (from < smallest.steps().size()) {
        int start = from;
        int end = Math.min(from + length, smallest.steps().size());
        boolean fails = attempt(plan -> plan.withSteps(without(plan.steps(), start, end)));
        from = fails ? from : end;
      }
    }
  }

  private static List<Step> without(List<Step> steps, int from, int to) {
    List<Step> left = new ArrayList<>(steps.subList(0, from));
    left.addAll(steps.subList(to, steps.size()));
    return left;
  }

  private void fewerFaults() {
    if (smallest.faults() == 0 || attempt(plan -> plan.withFaults(0))) {
      return;
    }
    boolean fails = true;
    while (fails && smallest.faults() > 1) {
      fails = attempt(plan -> plan.withFaults(plan.faults() / 2));
    }
  }

  private void fewerFlows() {
    for (int i = smallest.flows().size() - 1; i >= 0; i--) {
      int left = i;
      attempt(
          plan -> {
            var flows = new ArrayList<>(plan.flows());
            flows.remove(left);
            return plan.withFlows(flows);
          });
    }
  }

  private void fewerMobileNodes() {
    for (HostPlan host : smallest.topology().of(Kind.MOBILE_NODE)) {
      if (smallest.topology().of(Kind.MOBILE_NODE).size() > 1) {
        attempt(plan -> without(plan, host.name()));
      }
    }
  }

  private static Plan without(Plan plan, String host) {
    Topology topology = plan.topology();
    return plan.withTopology(
            new Topology(
                topology.links(), topology.hosts().stream().filter(each -> !each.name().equals(host)).toList()))
        .withSettings(
            plan.settings().withRouteOptimization(plan.settings().routeOptimization().without(host)))
        .withFlows(plan.flows().stream().filter(flow -> !flow.from().equals(host) && !flow.to().equals(host)).toList())
        .withSteps(plan.steps().stream().filter(step -> !step.concerns(host)).toList());
  }
}
