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
 * @param refused whether a server has refused the last transmission
 */
public record Exchange(
    int transactionId, Time begun, Duration timeout, Time next, int transmissions, boolean refused) {

  private static final int TRANSACTION_ID_MASK = 0xff_ffff;

  /** An exchange whose first message is sent {@code delay} after now. */
  static Exchange begin(Randomness randomness, Time now, Duration delay) {
    // RFC 8415 16.1: "A client SHOULD generate a random number that cannot easily be guessed or predicted"
    int transactionId = (int) randomness.identifier() & TRANSACTION_ID_MASK;
    return new Exchange(transactionId, now, Duration.ZERO, now.plus(delay), 0, false);
  }

  /** This exchange after a transmission that is waited for so long. */
  Exchange sent(Duration wait, Time now) {
    Time first = transmissions == 0 ? now : begun;
    return new Exchange(transactionId, first, wait, now.plus(wait), transmissions + 1, false);
  }

  /** This exchange with the next transmission at another time. */
  Exchange at(Time other) {
    return new Exchange(transactionId, begun, timeout, other, transmissions, refused);
  }

  /** This exchange after a server has refused, which is told once for each transmission. */
  Exchange afterRefusal() {
    return new Exchange(transactionId, begun, timeout, next, transmissions, true);
  }

  /** For how long it has gone on. */
  Duration elapsed(Time now) {
    return transmissions == 0 ? Duration.ZERO : now.since(begun);
  }
}
