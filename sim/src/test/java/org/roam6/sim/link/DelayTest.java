package org.roam6.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.roam6.sim.SeededRandomness;

/** Delays lie within their bounds, and are spread there as they say. */
class DelayTest {

  private static final int COUNT = 20_000;
  private static final long MILLISECOND = 1_000_000;

  private static long[] draw(Delay delay, long seed) {
    SeededRandomness random = new SeededRandomness(seed);
    return LongStream.generate(() -> delay.nanos(random)).limit(COUNT).toArray();
  }

  private static double mean(long[] delays) {
    return Arrays.stream(delays).average().orElseThrow() / MILLISECOND;
  }

  @Test
  void aFixedDelayIsAlwaysTheSame() {
    Delay delay = new Delay.Fixed(Duration.ofMillis(7));
    assertThat(draw(delay, 1)).containsOnly(7 * MILLISECOND);
    assertThat(delay.longestNanos()).isEqualTo(7 * MILLISECOND);
  }

  @Test
  void aUniformDelayIsAnythingBetweenItsBounds() {
    Delay delay = new Delay.Uniform(Duration.ofMillis(10), Duration.ofMillis(30));
    long[] drawn = draw(delay, 1);
    assertThat(Arrays.stream(drawn).min().orElseThrow()).isBetween(10 * MILLISECOND, 11 * MILLISECOND);
    assertThat(Arrays.stream(drawn).max().orElseThrow()).isBetween(29 * MILLISECOND, 30 * MILLISECOND);
    assertThat(mean(drawn)).isBetween(19.5, 20.5);
    assertThat(delay.longestNanos()).isEqualTo(30 * MILLISECOND);
  }

  @Test
  void bothBoundsOfAUniformDelayAreReached() {
    Delay delay = new Delay.Uniform(Duration.ofNanos(5), Duration.ofNanos(7));
    assertThat(draw(delay, 1)).containsOnly(5, 6, 7).contains(5, 7);
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Delay.Uniform(Duration.ofMillis(2), Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0.002S");
  }

  @Test
  void aLongTailedDelayIsMostlyShortAndCutOff() {
    Delay delay = new Delay.LongTailed(Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(60));
    long[] drawn = draw(delay, 1);
    assertThat(Arrays.stream(drawn)).allMatch(nanos -> nanos >= 5 * MILLISECOND && nanos <= 60 * MILLISECOND);
    assertThat(Arrays.stream(drawn).filter(nanos -> nanos < 12 * MILLISECOND).count()).isGreaterThan(COUNT / 2 - 500);
    assertThat(Arrays.stream(drawn).filter(nanos -> nanos == 60 * MILLISECOND).count()).isBetween(20L, 200L);
    assertThat(mean(drawn)).isBetween(14.5, 15.5);
    assertThat(delay.longestNanos()).isEqualTo(60 * MILLISECOND);
  }

  @Test
  void oneSeedDrawsTheSameDelays() {
    Delay delay = new Delay.LongTailed(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(60));
    assertThat(draw(delay, 5)).isEqualTo(draw(delay, 5)).isNotEqualTo(draw(delay, 6));
  }
}
