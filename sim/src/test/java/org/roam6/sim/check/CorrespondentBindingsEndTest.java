package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.PathWatch.MOST_GRANTED;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.forwarding.DirectPath.Side;

/** A binding of a correspondent node that is given for too long, or kept behind its end, is noticed. */
class CorrespondentBindingsEndTest {

  private final PathWatch network = new PathWatch(each -> new CorrespondentBindingsEnd(each.paths));

  private void grants(Duration asked, Duration given) {
    network.grants(network.update(1, CARE_OF, asked), CARE_OF, given, at(1));
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  /** The mobile node is gone for good, so that nobody refreshes the binding. */
  @Test
  void aBindingThatNobodyRefreshesEndsInARunningNetwork() {
    network.begin();
    network.small.world.stop(network.mobileNode(), true);
    network.watch.run(MOST_GRANTED.plusSeconds(10));
    assertThat(network.watch.paths.heldBy(network.peer)).isZero();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aBindingForLongerThanWasAskedForIsNoticed() {
    grants(Duration.ofSeconds(40), Duration.ofSeconds(40));
    assertThat(network.violations()).isEmpty();
    grants(Duration.ofSeconds(40), Duration.ofSeconds(41));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "correspondent-bindings-end",
                "cn gives a binding for 41 s, asked for 40 s, at most are given 200 s",
                at(1)));
  }

  @Test
  void aBindingForLongerThanAnyIsGivenIsNoticed() {
    grants(Duration.ofSeconds(400), MOST_GRANTED);
    assertThat(network.violations()).isEmpty();
    grants(Duration.ofSeconds(400), MOST_GRANTED.plusSeconds(1));
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly("cn gives a binding for 201 s, asked for 400 s, at most are given 200 s");
  }

  @Test
  void aBindingThatIsKeptBehindItsEndIsNoticed() {
    grants(Duration.ofSeconds(40), Duration.ofSeconds(40));
    network.watch.check(at(41));
    assertThat(network.violations()).isEmpty();
    network.watch.check(at(41).plus(Duration.ofNanos(1)));
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly("cn keeps its binding of " + network.home + " behind its end");
  }

  @Test
  void aBindingThatIsGivenUpInTimeIsNotNoticed() {
    grants(Duration.ofSeconds(40), Duration.ofSeconds(40));
    network.does(network.correspondent(), at(41), network.noPath(Side.CORRESPONDENT));
    network.watch.check(at(42));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whoSleepsCannotEndIt() {
    grants(Duration.ofSeconds(40), Duration.ofSeconds(40));
    network.small.world.sleep(network.correspondent(), at(100));
    network.watch.check(at(42));
    assertThat(network.violations()).isEmpty();
  }
}
