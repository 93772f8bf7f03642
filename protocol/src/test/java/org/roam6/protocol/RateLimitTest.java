package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Test
  void allowsTheBurstAndThenOnceForEachInterval() {
    RateLimit limit = RateLimit.of(3, INTERVAL);
    Time now = Time.ZERO.plus(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(limit.allows(now)).isTrue();
      limit = limit.used(now);
    }
    assertThat(limit.allows(now)).isFalse();
    assertThat(limit.allows(now.plus(INTERVAL.minusNanos(1)))).isFalse();
    now = now.plus(INTERVAL);
    assertThat(limit.allows(now)).isTrue();
    assertThat(limit.used(now).allows(now)).isFalse();
  }

  @Test
  void doesNotSaveUpMoreThanTheBurst() {
    RateLimit limit = RateLimit.of(2, INTERVAL).used(Time.ZERO);
    Time muchLater = Time.ZERO.plus(Duration.ofDays(1));
    limit = limit.used(muchLater).used(muchLater);
    assertThat(limit.allows(muchLater)).isFalse();
  }
}
