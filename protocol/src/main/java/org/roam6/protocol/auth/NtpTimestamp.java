package org.roam6.protocol.auth;

import java.time.Duration;

/**
 * A time of day in the format of the Network Time Protocol (RFC 1305): seconds since 1900 in the upper, the fraction of
 * a second in the lower 32 bits. The seconds start again at zero in 2036, so that one timestamp is later than another
 * where it is less than 68 years ahead of it.
 *
 * @param value the 64 bits
 */
public record NtpTimestamp(long value) {

  private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LOW_HALF = 0xffff_ffffL;

  /** The timestamp of a moment given in nanoseconds since 1970-01-01T00:00Z. */
  public static NtpTimestamp ofUnixNanos(long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND) + SECONDS_FROM_1900_TO_1970;
    long fraction = (Math.floorMod(nanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    return new NtpTimestamp(seconds << 32 | fraction);
  }

  /** Whether this timestamp is greater than {@code other}. */
  public boolean isAfter(NtpTimestamp other) {
    return value - other.value > 0;
  }

  /** Whether the two lie at most {@code window} apart, whichever is the greater. */
  public boolean isWithin(Duration window, NtpTimestamp other) {
    long difference = Math.abs(value - other.value);
    return difference >= 0 && difference <= units(window);
  }

  /** The timestamp that lies {@code units} of 2^-32 seconds later, or earlier where that is negative. */
  public NtpTimestamp plusUnits(long units) {
    return new NtpTimestamp(value + units);
  }

  /** The timestamp that lies {@code duration} later; {@code duration} is not negative. */
  public NtpTimestamp plus(Duration duration) {
    return plusUnits(units(duration));
  }

  /** The timestamp that lies {@code duration} earlier; {@code duration} is not negative. */
  public NtpTimestamp minus(Duration duration) {
    return plusUnits(-units(duration));
  }

  /** The later of two timestamps. */
  public static NtpTimestamp later(NtpTimestamp one, NtpTimestamp other) {
    return one.isAfter(other) ? one : other;
  }

  // RFC 4285 6: "the Home Agent copies only the low-order 32 bits into the BA, and supplies the high-order 32 bits from
  // its own time of day."
  /** This time of day with the fraction of {@code other}. */
  public NtpTimestamp withFractionOf(NtpTimestamp other) {
    return new NtpTimestamp(value & ~LOW_HALF | other.value & LOW_HALF);
  }

  private static long units(Duration duration) {
    return (duration.toSeconds() << 32) + ((long) duration.toNanosPart() << 32) / NANOS_PER_SECOND;
  }
}
