package org.roam6.protocol;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment on a node's monotonic clock, which goes on while the machine sleeps ({@code CLOCK_BOOTTIME} on Linux).
 *
 * @param nanos nanoseconds since a fixed moment in the node's past
 */
public record Time(long nanos) implements Comparable<Time> {

  /** Later than every other moment. */
  public static final Time NEVER = new Time(Long.MAX_VALUE);
  /** Where a node's clock starts in simulations. */
  public static final Time ZERO = new Time(0);

  /** The moment {@code duration} later; {@link #NEVER} stays never, and so does what runs over the end of the clock. */
  public Time plus(Duration duration) {
    if (this.equals(NEVER)) {
      return NEVER;
    }
    long sum = nanos + duration.toNanos();
    return sum < nanos && !duration.isNegative() ? NEVER : new Time(sum);
  }

  /** How long it is from {@code earlier} to this moment; negative where that one is later. */
  public Duration since(Time earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** The time of day at this moment where the wall clock is {@code offsetNanos} ahead of this node's clock. */
  public Instant timeOfDay(long offsetNanos) {
    return Instant.ofEpochSecond(0, nanos + offsetNanos);
  }

  /** Whether this moment comes before {@code other}. */
  public boolean isBefore(Time other) {
    return nanos < other.nanos;
  }

  /** Whether this moment, taken as a deadline, has come at {@code now}. */
  public boolean isDue(Time now) {
    return nanos <= now.nanos;
  }

  /** The earlier of two moments. */
  public static Time earlier(Time one, Time other) {
    return one.isBefore(other) ? one : other;
  }

  /** The later of two moments. */
  public static Time later(Time one, Time other) {
    return one.isBefore(other) ? other : one;
  }

  @Override
  public int compareTo(Time other) {
    return Long.compare(nanos, other.nanos);
  }
}
