package org.roam6.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;

/** A wall clock can be set wrong, and can gain or lose on the true one. */
class WallClockTest {

  private static final long TRUE_OFFSET = 1_000_000;

  private final WallClock clock = new WallClock(TRUE_OFFSET);

  private long errorAt(long second) {
    return clock.offset(at(second)) - TRUE_OFFSET;
  }

  private static Time at(long second) {
    return Time.ZERO.plus(Duration.ofSeconds(second));
  }

  @Test
  void itIsRightAtFirst() {
    assertThat(errorAt(0)).isZero();
    assertThat(errorAt(100_000)).isZero();
  }

  @Test
  void itIsWrongByWhatItWasSetTo() {
    clock.set(-3600, at(10));
    assertThat(errorAt(10)).isEqualTo(-3600);
    assertThat(errorAt(20)).isEqualTo(-3600);
    clock.set(5, at(30));
    assertThat(errorAt(30)).isEqualTo(5);
  }

  @Test
  void itGainsFromWhenItBeganToDrift() {
    clock.drift(200, at(10));
    assertThat(errorAt(10)).isZero();
    assertThat(errorAt(13)).isEqualTo(600);
  }

  @Test
  void anotherDriftKeepsWhatWasGained() {
    clock.drift(200, at(10));
    clock.drift(-50, at(20));
    assertThat(errorAt(20)).isEqualTo(2000);
    assertThat(errorAt(30)).isEqualTo(1500);
    clock.drift(0, at(30));
    assertThat(errorAt(1000)).isEqualTo(1500);
  }

  @Test
  void whatIsSetDriftsOn() {
    clock.drift(200, at(0));
    clock.set(7, at(10));
    assertThat(errorAt(10)).isEqualTo(7);
    assertThat(errorAt(11)).isEqualTo(207);
  }
}
