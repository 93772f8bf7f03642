package org.roam6.protocol.neighbor;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long the addresses of a prefix are valid and preferred, by the one who administers it. RFC 4861 6.2.1 has
 * both kinds: "a time that decrements in real time" and "a fixed time that stays the same in consecutive advertisements".
 */
public sealed interface PrefixLifetimes {

  /** The longest lifetime that is not infinite. */
  Duration GREATEST = Duration.ofSeconds(0xffff_fffeL);
  /** RFC 4861 6.2.1: "AdvValidLifetime ... Default: 2592000 seconds (30 days), fixed". */
  Duration DEFAULT_VALID_LIFETIME = Duration.ofDays(30);
  /** RFC 4861 6.2.1: "AdvPreferredLifetime ... Default: 604800 seconds (7 days), fixed". */
  Duration DEFAULT_PREFERRED_LIFETIME = Duration.ofDays(7);
  /** The lifetimes that RFC 4861 has as defaults. */
  PrefixLifetimes DEFAULT = new Fixed(DEFAULT_VALID_LIFETIME, DEFAULT_PREFERRED_LIFETIME);

  /** What is left of the valid lifetime at {@code timeOfDay}, zero to {@link #GREATEST}. */
  Duration valid(Instant timeOfDay);

  /** What is left of the preferred lifetime at {@code timeOfDay}, not more than of the valid one. */
  Duration preferred(Instant timeOfDay);

  /**
   * Lifetimes that are always the same.
   *
   * @param valid zero to {@link #GREATEST}
   * @param preferred not longer than {@code valid}
   */
  record Fixed(Duration valid, Duration preferred) implements PrefixLifetimes {

    /** Refuses what does not fit the option. */
    public Fixed {
      if (preferred.isNegative() || preferred.compareTo(valid) > 0) {
        throw new IllegalArgumentException("the preferred lifetime is negative or longer than the valid one");
      }
      if (valid.compareTo(GREATEST) > 0) {
        throw new IllegalArgumentException("the valid lifetime is longer than 2^32 - 2 seconds");
      }
    }

    @Override
    public Duration valid(Instant timeOfDay) {
      return valid;
    }

    @Override
    public Duration preferred(Instant timeOfDay) {
      return preferred;
    }
  }

  /**
   * Lifetimes that end at a moment.
   *
   * @param valid when addresses cease to be valid
   * @param preferred when they cease to be preferred, not later
   */
  record Until(Instant valid, Instant preferred) implements PrefixLifetimes {

    /** Refuses the wrong order. */
    public Until {
      if (preferred.isAfter(valid)) {
        throw new IllegalArgumentException("the preferred lifetime ends later than the valid one");
      }
    }

    @Override
    public Duration valid(Instant timeOfDay) {
      return left(valid, timeOfDay);
    }

    @Override
    public Duration preferred(Instant timeOfDay) {
      return left(preferred, timeOfDay);
    }

    private static Duration left(Instant end, Instant timeOfDay) {
      Duration left = Duration.between(timeOfDay, end);
      Duration atLeast = left.isNegative() ? Duration.ZERO : left;
      return atLeast.compareTo(GREATEST) > 0 ? GREATEST : atLeast;
    }
  }
}
