package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.workload.Traffic;

/** All checkers see the network, are asked when they want to be, and their findings come together. */
class CheckersTest {

  private final SmallNetwork small = new SmallNetwork();
  private final Calm calm = new Calm();
  private final Checkers checkers = Checkers.of(small.network, new Traffic(small.network, List.of()), calm);

  private void run(Duration duration) {
    Time end = small.world.now().plus(duration);
    while (small.world.step(end)) {
      checkers.check(small.world.now());
    }
  }

  @Test
  void eachInvariantHasANameOfItsOwn() {
    assertThat(checkers.names())
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z-]+"));
  }

  @Test
  void aNetworkInWhichNothingGoesWrongKeepsAllOfThem() {
    small.registeredAt("visited-a");
    calm.begin(small.world.now());
    run(Duration.ofMinutes(20));
    checkers.finish(small.world.now());
    assertThat(checkers.violations()).isEmpty();
    assertThat(checkers.isViolated()).isFalse();
  }

  @Test
  void aHomeAgentThatDoesNotComeBackIsNoticedWithoutAnythingElseHappening() {
    small.registeredAt("visited-a");
    calm.begin(small.world.now());
    small.world.stop(small.homeAgent, true);
    run(Duration.ofMinutes(20));
    assertThat(checkers.violations()).extracting(Violation::checker).contains("bindings-agree");
    assertThat(checkers.isViolated()).isTrue();
  }

  @Test
  void whatIsThrownIsAViolation() {
    checkers.thrown(new IllegalStateException("no such state"), at(5));
    assertThat(checkers.violations())
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.checker()).isEqualTo("nothing-is-thrown");
              assertThat(violation.what()).contains("no such state").contains("CheckersTest");
              assertThat(violation).asString().startsWith("nothing-is-thrown at 5.000 s: ");
            });
  }
}
