package org.roam6.protocol.dhcp;

import java.time.Duration;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;

/**
 * A message for which an answer is waited.
 *
 * @param transactionId 24 bits that the answer repeats
 * @param begun when it was sent first; where it was not sent yet, when it was decided to
 * @param timeout RT, how long the last transmission is waited for
 * @param next when it is due again
 * @param transmissions how often it was sent
 */
public record Exchange(int transactionId, Time begun, Duration timeout, Time next, int transmissions) {

  private static final int TRANSACTION_ID_MASK = 0xff_ffff;

  /** An exchange whose first message is sent {@code delay} after now. */
  static Exchange begin(Randomness randomness, Time now, Duration delay) {
    // RFC 8415 16.1: "A client SHOULD generate a random number that cannot easily be guessed or predicted"
    int transactionId = (int) randomness.identifier() & TRANSACTION_ID_MASK;
    return new Exchange(transactionId, now, Duration.ZERO, now.plus(delay), 0);
  }

  /** This exchange after a transmission that is waited for so long. */
  Exchange sent(Duration wait, Time now) {
    return new Exchange(transactionId, transmissions == 0 ? now : begun, wait, now.plus(wait), transmissions + 1);
  }

  /** This exchange with the next transmission at another time. */
  Exchange at(Time other) {
    return new Exchange(transactionId, begun, timeout, other, transmissions);
  }

  /** For how long it has gone on. */
  Duration elapsed(Time now) {
    return transmissions == 0 ? Duration.ZERO : now.since(begun);
  }
}
