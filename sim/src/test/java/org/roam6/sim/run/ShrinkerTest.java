package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.sim.check.Violation;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.scenario.ScenarioReader;
import org.roam6.sim.scenario.ScenarioWriter;

/** A plan that fails is cut down to the steps, hosts and settings that matter, and fails for the same reason. */
class ShrinkerTest {

  private static final String CHECKER = "belief-is-justified";

  /** Without authentication a forged acknowledgement is believed while the home agent detects duplicates. */
  private static final String FAILING =
      """
      scenario failing
      shows a forged acknowledgement
      network
        home ------- core, ha, mn1, mn2
        far -------- core, cn
        visited-a -- core
        visited-b -- core, attacker
      settings
        authentication no
        extremes yes
        faults 60
        links delay 1ms..3ms duplication 5%
        lifetime 40s
      flows
        cn -> mn1 every 500ms
        mn2 -> cn every 500ms
      steps
        at 3s mn2 moves to visited-b
        at 4s mn1 flaps for 100ms
        at 6s mn2 flaps for 1s
        at 8s link visited-b is clogged for 200ms
        at 9s mn2 moves to visited-a
        at 10s mn2 restarts for 2s
        at 15s mn2 moves to home
        at 18s link home parts core from ha for 20s
        at 19s mn2 sleeps for 3s
        at 20s mn1 moves to visited-a
        at 20s link visited-b has delay 3ms
        2ms after mn1 binding-update-sent 1, attacker forges an acknowledgement for mn1
        at 24s mn2 moves to visited-a
        at 26s mn2 crashes for 500ms
        at 30s mn1 flaps for 1s
        at 60s calm
        at 90s end
      """;

  private static final List<String> WHAT_MATTERS =
      List.of(
          "at 20s mn1 moves to visited-a",
          "2ms after mn1 binding-update-sent 1, attacker forges an acknowledgement for mn1");

  private static Plan plan() {
    return switch (ScenarioReader.read(FAILING)) {
      case ScenarioReader.Valid(var scenario) -> scenario.plan();
      case ScenarioReader.Invalid(var problems) -> fail(problems.toString());
    };
  }

  private static List<String> steps(Plan plan) {
    return ScenarioWriter.write("shrunk", "what is left", plan).lines()
        .map(String::strip)
        .dropWhile(line -> !line.equals("steps"))
        .skip(1)
        .limit(plan.steps().size())
        .toList();
  }

  private static List<String> failed(Plan plan) {
    return new Simulation(plan).run().violations().stream().map(Violation::checker).toList();
  }

  @Test
  void onlyWhatMattersIsLeft() {
    Plan whole = plan();
    assertThat(failed(whole)).contains(CHECKER);
    Plan shrunk = Shrinker.shrink(whole, CHECKER, 500);
    assertThat(steps(shrunk)).isEqualTo(WHAT_MATTERS);
    assertThat(shrunk.flows()).isEmpty();
    assertThat(shrunk.faults()).isZero();
    assertThat(shrunk.extremes()).isFalse();
    assertThat(shrunk.settings().quality()).isEqualTo(whole.settings().quality().withoutFaults());
    assertThat(shrunk.topology().of(Kind.MOBILE_NODE)).extracting(Topology.HostPlan::name).containsExactly("mn1");
    assertThat(failed(shrunk)).containsExactly(CHECKER);
  }

  @Test
  void whatDoesNotFailIsLeftWhole() {
    Plan whole = plan();
    assertThat(Shrinker.shrink(whole, "bindings-agree", 50)).isEqualTo(whole);
  }

  @Test
  void noMorePlansAreTriedThanAllowed() {
    Plan whole = plan();
    assertThat(Shrinker.shrink(whole, CHECKER, 0)).isEqualTo(whole);
    assertThat(Shrinker.shrink(whole, CHECKER, 2).steps()).hasSizeBetween(4, whole.steps().size());
  }
}
