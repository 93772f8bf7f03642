package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.mobilenode.MobileNodeLimits;
import org.roam6.sim.world.Observer.Disturbance;

/** RFC 6275 11.8: one Binding Update more than MAX_UPDATE_RATE within a second is noticed. */
class UpdateRateIsKeptTest {

  private static final int MOST = MobileNodeLimits.DEFAULT.maxUpdateRate();

  private final Watch watch = new Watch(each -> new UpdateRateIsKept(each.ledger));

  private void send(int count, Duration offset) {
    for (int i = 0; i < count; i++) {
      watch.handles(
          watch.mobileNode(),
          new Event.DeadlineReached(),
          at(1).plus(offset),
          new Effect.SendRouted(watch.update(i, 10)));
    }
  }

  @Test
  void asManyAsAreAllowedAreNotNoticed() {
    send(MOST, Duration.ZERO);
    send(MOST, Duration.ofSeconds(1));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void oneMoreIsNoticed() {
    send(MOST, Duration.ZERO);
    send(1, Duration.ofMillis(999));
    assertThat(watch.violations())
        .extracting(Violation::what)
        .containsExactly("mn sends " + (MOST + 1) + " Binding Updates within a second");
  }

  @Test
  void whoWasStartedAnewKnowsNothingOfThem() {
    send(MOST, Duration.ZERO);
    watch.disturb(watch.mobileNode(), new Disturbance.Started(true), at(1));
    send(MOST, Duration.ofMillis(500));
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aNodeThatMovesAllTheTimeKeepsIt() {
    watch.small.registeredAt("visited-a");
    for (int i = 0; i < 50; i++) {
      watch.small.move(i % 2 == 0 ? "visited-b" : "visited-a");
      watch.run(Duration.ofMillis(100));
    }
    assertThat(watch.violations()).isEmpty();
  }
}
