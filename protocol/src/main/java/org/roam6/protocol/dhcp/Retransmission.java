package org.roam6.protocol.dhcp;

import java.time.Duration;
import org.roam6.protocol.Randomness;

/**
 * How a message is retransmitted (RFC 8415 15).
 *
 * @param initialTimeout IRT
 * @param maximumTimeout MRT; zero for no bound
 * @param maximumCount MRC: transmissions after which the exchange has failed; 0 for no bound
 */
record Retransmission(Duration initialTimeout, Duration maximumTimeout, int maximumCount) {

  /** RFC 8415 7.6: SOL_TIMEOUT and SOL_MAX_RT. */
  static final Retransmission SOLICIT = ofSeconds(1, 3600, 0);
  /** RFC 8415 7.6: REQ_TIMEOUT, REQ_MAX_RT, REQ_MAX_RC. */
  static final Retransmission REQUEST = ofSeconds(1, 30, 10);
  /** RFC 8415 7.6: CNF_TIMEOUT and CNF_MAX_RT. */
  static final Retransmission CONFIRM = ofSeconds(1, 4, 0);
  /** RFC 8415 7.6: REN_TIMEOUT and REN_MAX_RT; and so REB_TIMEOUT and REB_MAX_RT. */
  static final Retransmission RENEW = ofSeconds(10, 600, 0);
  /** RFC 8415 7.6: DEC_TIMEOUT and DEC_MAX_RC. */
  static final Retransmission DECLINE = ofSeconds(1, 0, 4);

  /** RAND is between -0.1 and +0.1. */
  private static final int SPREAD = 10;

  private static Retransmission ofSeconds(long initial, long maximum, int count) {
    return new Retransmission(Duration.ofSeconds(initial), Duration.ofSeconds(maximum), count);
  }

  Retransmission withMaximumTimeout(Duration other) {
    return new Retransmission(initialTimeout, other, maximumCount);
  }

  boolean hasFailed(int transmissions) {
    return maximumCount > 0 && transmissions >= maximumCount;
  }

  // RFC 8415 15: "RT = IRT + RAND*IRT"
  Duration firstTimeout(Randomness randomness) {
    return initialTimeout.plus(randomPart(initialTimeout, randomness));
  }

  // RFC 8415 18.2.1: "the first RT MUST be selected to be strictly greater than IRT by choosing RAND to be strictly
  // greater than 0."
  Duration firstTimeoutOfSolicit(Randomness randomness) {
    return initialTimeout.plusNanos(1 + randomness.jitter(initialTimeout.dividedBy(SPREAD).toNanos()));
  }

  // RFC 8415 15: "RT = 2*RTprev + RAND*RTprev", and "if (RT > MRT) RT = MRT + RAND*MRT"
  Duration nextTimeout(Duration previous, Randomness randomness) {
    Duration doubled = previous.multipliedBy(2).plus(randomPart(previous, randomness));
    return maximumTimeout.isZero() || doubled.compareTo(maximumTimeout) <= 0
        ? doubled
        : maximumTimeout.plus(randomPart(maximumTimeout, randomness));
  }

  private static Duration randomPart(Duration duration, Randomness randomness) {
    long most = duration.dividedBy(SPREAD).toNanos();
    return Duration.ofNanos(randomness.jitter(2 * most + 1) - most);
  }
}
