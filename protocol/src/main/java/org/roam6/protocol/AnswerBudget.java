package org.roam6.protocol;

import java.time.Duration;

/**
 * A token bucket for answers that anybody can provoke. RFC 4443 2.4 (f): "an IPv6 node MUST limit the rate of ICMPv6
 * error messages it originates"; RFC 6275 9.3.3 wants the same for Binding Error messages.
 *
 * @param tokens answers that may go out now, 0 to {@link #BURST}
 * @param refilled when the last token was added
 */
public record AnswerBudget(int tokens, Time refilled) {

  /** RFC 4443 2.4 (f): "N = 10/s" with bursts of as many; for a host that serves many nodes. */
  public static final int BURST = 10;

  private static final Duration REFILL = Duration.ofMillis(100);

  /** A bucket that is full. */
  public static final AnswerBudget FULL = new AnswerBudget(BURST, Time.ZERO);

  /** The bucket at {@code now}. */
  public AnswerBudget at(Time now) {
    long earned = now.since(refilled).dividedBy(REFILL);
    if (earned >= BURST - tokens) {
      return new AnswerBudget(BURST, now);
    }
    return new AnswerBudget(tokens + (int) earned, refilled.plus(REFILL.multipliedBy(earned)));
  }

  /** Whether an answer may go out. */
  public boolean allows() {
    return tokens > 0;
  }

  /** The bucket after one answer. */
  public AnswerBudget afterAnswer() {
    return new AnswerBudget(tokens - 1, refilled);
  }
}
