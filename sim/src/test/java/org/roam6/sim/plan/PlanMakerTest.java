package org.roam6.sim.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.network.LeaseRefusal;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.scenario.ScenarioReader;
import org.roam6.sim.scenario.ScenarioWriter;

/** A seed is one plan, seeds are different plans, and all that can happen is drawn at some time. */
class PlanMakerTest {

  private static final int SEEDS = 400;
  private static final List<Plan> PLANS = LongStream.range(0, SEEDS).mapToObj(PlanMaker::of).toList();
  private static final List<Plan> LEASED = plansFrom(LeasePlans.FIRST);
  private static final List<Plan> REFUSING = plansFrom(LeasePlans.FIRST_REFUSING);

  private static List<Plan> plansFrom(long first) {
    return LongStream.range(first, first + 50).mapToObj(PlanMaker::of).toList();
  }

  @Test
  void aSeedIsOnePlan() {
    assertThat(LongStream.range(0, SEEDS).mapToObj(PlanMaker::of)).isEqualTo(PLANS);
  }

  @Test
  void seedsAreDifferentPlans() {
    assertThat(PLANS.stream().map(Plan::steps).distinct()).hasSize(SEEDS);
    assertThat(PLANS.stream().map(Plan::topology).distinct()).hasSizeGreaterThan(50);
    assertThat(PLANS.stream().map(Plan::settings).distinct()).hasSize(SEEDS);
  }

  @Test
  void aPlanIsTheSameBehindItsText() {
    Stream.of(PLANS, LEASED, REFUSING).flatMap(List::stream).forEach(PlanMakerTest::assertSameBehindItsText);
  }

  private static void assertSameBehindItsText(Plan plan) {
    String text = ScenarioWriter.write("seed", "a seed", plan);
    switch (ScenarioReader.read(text)) {
      case ScenarioReader.Valid(var scenario) -> {
        assertThat(scenario.plan()).isEqualTo(plan);
        assertThat(ScenarioWriter.write("seed", "a seed", scenario.plan())).isEqualTo(text);
      }
      case ScenarioReader.Invalid(var problems) -> fail(problems.toString());
    }
  }

  @Test
  void allThatCanBeDoneIsDoneAtSomeTime() {
    Set<Class<?>> drawn =
        Stream.concat(PLANS.stream(), REFUSING.stream())
            .flatMap(plan -> plan.steps().stream())
            .map(step -> step.action().getClass())
            .collect(Collectors.toSet());
    Set<Class<?>> possible = Set.of(Action.class.getPermittedSubclasses());
    assertThat(possible).containsAll(drawn);
    // a cable that is pulled for good has no time of its own: a flap pulls it too; nodes drawn have one interface
    assertThat(drawn).hasSize(possible.size() - 2).doesNotContain(Action.Unplug.class, Action.Prefer.class);
  }

  @Test
  void leasesAreRefusedInAllWaysAndOnlyInSeedsOfTheirOwn() {
    assertThat(refusals(PLANS)).isEmpty();
    assertThat(refusals(LEASED)).isEmpty();
    assertThat(refusals(REFUSING)).containsExactlyInAnyOrder(LeaseRefusal.values());
    assertThat(LEASED).anyMatch(plan -> !plan.settings().leasing().links().isEmpty());
  }

  private static Set<LeaseRefusal> refusals(List<Plan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.steps().stream())
        .map(Step::action)
        .filter(Action.RefuseLeases.class::isInstance)
        .map(action -> ((Action.RefuseLeases) action).why())
        .collect(Collectors.toSet());
  }

  @Test
  void networksAreSmallAndHaveAllParts() {
    assertThat(PLANS).allSatisfy(plan -> {
      Topology topology = plan.topology();
      assertThat(topology.of(Kind.MOBILE_NODE)).hasSizeBetween(1, 3);
      assertThat(topology.of(Kind.HOME_AGENT)).hasSizeBetween(1, 2);
      assertThat(topology.of(Kind.ROUTER)).hasSizeBetween(1, 2);
      assertThat(topology.links()).hasSizeBetween(4, 7);
      assertThat(plan.flows()).hasSizeGreaterThanOrEqualTo(2);
    });
  }

  @Test
  void thereIsTimeToRecoverAfterTheCalm() {
    assertThat(PLANS).allSatisfy(plan -> {
      assertThat(plan.calm()).isBetween(new Time(60_000_000_000L), new Time(240_000_000_000L));
      assertThat(plan.end()).isGreaterThan(plan.calm());
      assertThat(plan.end().since(plan.calm())).isGreaterThan(plan.settings().lifetime());
    });
  }

  @Test
  void withoutAuthenticationNobodyAttacks() {
    List<Plan> open = PLANS.stream().filter(plan -> !plan.settings().authenticated()).toList();
    assertThat(open).hasSizeGreaterThan(50);
    assertThat(open.stream().flatMap(plan -> plan.steps().stream()).map(Step::action))
        .noneMatch(
            action ->
                action instanceof Action.ForgeUpdate
                    || action instanceof Action.ForgeAcknowledgement
                    || action instanceof Action.ReplayUpdate);
  }
}
