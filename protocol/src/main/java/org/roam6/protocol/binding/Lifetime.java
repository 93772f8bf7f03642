package org.roam6.protocol.binding;

import java.time.Duration;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * The lifetime of a binding as the messages carry it.
 *
 * @param units 0 to 65535, in units of {@value BindingUpdate#SECONDS_PER_LIFETIME_UNIT} seconds
 */
public record Lifetime(int units) implements Comparable<Lifetime> {

  /** The lifetime that deletes a binding. */
  public static final Lifetime ZERO = new Lifetime(0);
  /** The longest that a message can carry: 262,140 seconds. */
  public static final Lifetime LONGEST = new Lifetime(0xffff);

  /** Refuses what does not fit 16 bits. */
  public Lifetime {
    if (units < 0 || units > 0xffff) {
      throw new IllegalArgumentException("lifetime " + units + " is not 0 to 65535 units");
    }
  }

  /** The longest lifetime that is not longer than {@code duration}; zero where that is negative. */
  public static Lifetime notLongerThan(Duration duration) {
    long units = duration.toSeconds() / BindingUpdate.SECONDS_PER_LIFETIME_UNIT;
    return new Lifetime(Math.clamp(units, 0, LONGEST.units));
  }

  /** The shorter of two lifetimes. */
  public static Lifetime shorter(Lifetime one, Lifetime other) {
    return one.units <= other.units ? one : other;
  }

  /** How long that is. */
  public Duration duration() {
    return Duration.ofSeconds((long) units * BindingUpdate.SECONDS_PER_LIFETIME_UNIT);
  }

  /** Whether it deletes a binding. */
  public boolean isZero() {
    return units == 0;
  }

  @Override
  public int compareTo(Lifetime other) {
    return Integer.compare(units, other.units);
  }

  @Override
  public String toString() {
    return duration().toSeconds() + " s";
  }
}
