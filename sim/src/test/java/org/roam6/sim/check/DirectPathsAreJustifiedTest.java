package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.check.Watch.OTHER_CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.protocol.mobilenode.MobileNodeNotice.CorrespondentBound;

/** A mobile node that counts on a binding that it was not given, or for longer, is noticed. */
class DirectPathsAreJustifiedTest {

  private static final Duration LIFETIME = Duration.ofSeconds(100);

  private final PathWatch network = new PathWatch(each -> new DirectPathsAreJustified(each.paths));

  private void uses(Time expiry, boolean acknowledged, Time now) {
    network.does(
        network.mobileNode(),
        now,
        Watch.notice(new CorrespondentBound(network.peer, CARE_OF, new Lifetime(10), acknowledged)),
        network.path(Side.MOBILE_NODE, CARE_OF, expiry));
  }

  private void grantedAt(Time now) {
    network.asks(network.update(1, CARE_OF, LIFETIME), now);
    network.grants(network.update(1, CARE_OF, LIFETIME), CARE_OF, LIFETIME, now);
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whatWasGivenMayBeUsedForAsLong() {
    grantedAt(at(1));
    uses(at(101), true, at(2));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whatWasNotGivenMayNot() {
    network.grants(network.update(1, OTHER_CARE_OF, LIFETIME), OTHER_CARE_OF, LIFETIME, at(1));
    uses(at(101), true, at(2));
    assertThat(network.violations())
        .containsExactly(
            new Violation(
                "direct-paths-are-justified",
                "mn uses a direct path from " + CARE_OF + " to " + network.peer
                    + ", which has not accepted it since 0.0 s",
                at(2)));
  }

  @Test
  void whatWasGivenBeforeSomethingElseWasAskedForMayNot() {
    grantedAt(at(1));
    network.asks(network.update(2, OTHER_CARE_OF, LIFETIME), at(2));
    uses(at(101), true, at(3));
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly(
            "mn uses a direct path from " + CARE_OF + " to " + network.peer
                + ", which has not accepted it since 2.0 s");
  }

  @Test
  void norForLongerThanItWasGiven() {
    grantedAt(at(1));
    uses(at(102), true, at(2));
    assertThat(network.violations())
        .extracting(Violation::what)
        .containsExactly(
            "mn counts on its binding at " + network.peer + " until " + at(102) + ", which was given until "
                + at(101));
  }

  @Test
  void whoWasToldByAPacketCannotKnowForHowLong() {
    grantedAt(at(1));
    uses(at(102), false, at(2));
    assertThat(network.violations()).isEmpty();
    uses(at(102), true, at(3));
    assertThat(network.violations()).hasSize(1);
  }
}
