package org.roam6.protocol;

import java.time.Duration;

/**
 * How often something may happen: {@code burst} times in a row, and once more for each {@code interval} that passes.
 *
 * @param burst at least 1
 * @param interval more than zero
 * @param fullAgain when the whole burst may happen again
 */
public record RateLimit(int burst, Duration interval, Time fullAgain) {

  /** A limit of which nothing is used up yet. */
  public static RateLimit of(int burst, Duration interval) {
    return new RateLimit(burst, interval, Time.ZERO);
  }

  /** Whether it may happen now. */
  public boolean allows(Time now) {
    return allowedFrom().isDue(now);
  }

  /** From when on it may happen. */
  public Time allowedFrom() {
    return fullAgain.plus(interval.multipliedBy(burst - 1L).negated());
  }

  /** The limit after it has happened now. */
  public RateLimit used(Time now) {
    Time from = fullAgain.isBefore(now) ? now : fullAgain;
    return new RateLimit(burst, interval, from.plus(interval));
  }
}
