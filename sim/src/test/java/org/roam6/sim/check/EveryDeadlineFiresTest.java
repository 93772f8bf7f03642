package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;

/** A node that is woken and does nothing about what is due is noticed; one that waits for a later moment is not. */
class EveryDeadlineFiresTest {

  private final Watch watch = new Watch(_ -> new EveryDeadlineFires());

  @Test
  void aNodeThatStaysDueIsNoticed() {
    watch.small.registeredAt("visited-a");
    Time deadline = watch.mobileNode().nextDeadline();
    for (int i = 0; i < 8; i++) {
      watch.handles(watch.mobileNode(), new Event.DeadlineReached(), deadline);
    }
    assertThat(watch.violations()).isEmpty();
    watch.handles(watch.mobileNode(), new Event.DeadlineReached(), deadline);
    assertThat(watch.violations())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.checker()).isEqualTo("every-deadline-fires");
          assertThat(violation.what()).startsWith("mn is woken for").contains("does nothing about it");
          assertThat(violation.at()).isEqualTo(deadline);
        });
  }

  @Test
  void aNodeThatWaitsForLaterIsNot() {
    watch.small.registeredAt("visited-a");
    Time before = watch.mobileNode().nextDeadline().plus(Duration.ofNanos(-1));
    watch.handles(watch.mobileNode(), new Event.DeadlineReached(), before);
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void anotherEventAtThatMomentIsNoWaking() {
    watch.small.registeredAt("visited-a");
    watch.handles(watch.mobileNode(), new Event.WallClockSet(0), watch.mobileNode().nextDeadline());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aRunningNetworkKeepsIt() {
    watch.small.registeredAt("visited-a");
    watch.run(Duration.ofMinutes(20));
    assertThat(watch.violations()).isEmpty();
  }
}
