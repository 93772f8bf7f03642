package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.check.Watch.OTHER_CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.mobilenode.MobileNodeNotice.BindingAcknowledged;
import org.roam6.wire.Ipv6Address;

/** A mobile node that takes a care-of address for registered which its home agent has not accepted is noticed. */
class BeliefIsJustifiedTest {

  private static final Lifetime LIFETIME = new Lifetime(10);

  private final Watch watch = new Watch(each -> new BeliefIsJustified(each.ledger));

  private void accept(Ipv6Address careOfAddress, Time now) {
    watch.handles(
        watch.homeAgent(), new Event.WallClockSet(0), now, watch.tunnel(careOfAddress, now.plus(Duration.ofHours(1))));
  }

  /** The answer to an update that was sent two seconds before. */
  private void believe(Ipv6Address careOfAddress, int status, Lifetime lifetime, Time now) {
    watch.handles(
        watch.mobileNode(),
        new Event.WallClockSet(0),
        now,
        Watch.notice(new BindingAcknowledged(careOfAddress, status, lifetime, Duration.ofSeconds(2))));
  }

  @Test
  void whatWasAcceptedSinceTheUpdateWasSentMayBeBelieved() {
    accept(CARE_OF, at(8));
    believe(CARE_OF, 0, LIFETIME, at(10));
    believe(CARE_OF, 1, LIFETIME, at(10));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void whatWasAcceptedBeforeThatMayNot() {
    accept(CARE_OF, at(7));
    believe(CARE_OF, 0, LIFETIME, at(10));
    assertThat(watch.violations())
        .containsExactly(
            new Violation(
                "belief-is-justified",
                "mn takes " + CARE_OF + " for registered, which its home agent has not accepted since 8.0 s",
                at(10)));
  }

  @Test
  void whatWasNeverAcceptedMayNot() {
    believe(CARE_OF, 0, LIFETIME, at(10));
    assertThat(watch.violations()).hasSize(1);
    accept(OTHER_CARE_OF, at(9));
    believe(CARE_OF, 0, LIFETIME, at(10));
    assertThat(watch.violations()).hasSize(1);
  }

  @Test
  void aRefusalOrADeletionIsNoBelief() {
    believe(CARE_OF, 129, LIFETIME, at(10));
    believe(CARE_OF, 0, Lifetime.ZERO, at(10));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.small.move("visited-b");
    watch.run(Duration.ofMinutes(20));
    watch.small.move("home");
    watch.run(Duration.ofMinutes(1));
    assertThat(watch.violations()).isEmpty();
  }
}
