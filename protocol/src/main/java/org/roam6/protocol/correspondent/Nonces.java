package org.roam6.protocol.correspondent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;

/**
 * The nonce that tokens are made with, and those before it that are still accepted (RFC 6275 5.2.7). There is none before
 * somebody asks for a token, and a new one only where the last one was used: however many ask, there are eight at most.
 */
final class Nonces {

  // RFC 6275 5.2.7: "As the difference between these two constants is 30 seconds, a convenient way to enforce the above
  // lifetimes is to generate a new nonce every 30 seconds."
  static final Duration RENEWAL =
      ProtocolConstants.MAX_NONCE_LIFETIME.minus(ProtocolConstants.MAX_TOKEN_LIFETIME);

  private static final int INDICES = 1 << 16;

  private final Randomness randomness;
  // The newest is the first one.
  private final Deque<Nonce> accepted = new ArrayDeque<>();
  private Optional<Integer> lastIndex = Optional.empty();

  Nonces(Randomness randomness) {
    this.randomness = randomness;
  }

  /** The nonce to make tokens with at {@code now}; where there is none, or too old a one, a new one is made. */
  Nonce current(Time now) {
    expire(now);
    Nonce newest = accepted.peekFirst();
    return newest != null && now.isBefore(newest.firstUse().plus(RENEWAL)) ? newest : renew(now);
  }

  private Nonce renew(Time now) {
    // RFC 6275 5.2.7: "An update of Kcn SHOULD be done at the same time as an update of a nonce, so that nonce indices
    // can identify both the nonce and the key." The first index is a random one: after a restart those of the run before
    // are most likely unknown, which is answered, and not known with other keys, which is not.
    int index = lastIndex.map(last -> (last + 1) % INDICES).orElseGet(() -> (int) randomness.jitter(INDICES));
    Nonce nonce = new Nonce(index, NodeKey.draw(randomness), randomness.secret(), now);
    lastIndex = Optional.of(index);
    accepted.addFirst(nonce);
    return nonce;
  }

  /** The nonce with an index, where it is accepted at {@code now}. */
  Optional<Nonce> find(int index, Time now) {
    for (Nonce nonce : accepted) {
      if (nonce.index() == index) {
        return nonce.expiry().isDue(now) ? Optional.empty() : Optional.of(nonce);
      }
    }
    return Optional.empty();
  }

  // RFC 6275 5.2.2: "Expired values MUST be discarded"
  void expire(Time now) {
    accepted.removeIf(nonce -> nonce.expiry().isDue(now));
  }

  // RFC 6275 5.2.8: "the correspondent node MAY invalidate the nonces that were used for the binding being deleted (or
  // some larger group of nonces that they belong to)"
  /** Gives up those that would be accepted until {@code moment} or less long. */
  void invalidateUntil(Time moment) {
    accepted.removeIf(nonce -> nonce.expiry().isDue(moment));
  }

  /** Gives all of them up. */
  void invalidateAll() {
    accepted.clear();
  }

  /** How many there are. */
  int count() {
    return accepted.size();
  }

  /** When the oldest one is to be discarded; never where there is none. */
  Time nextDeadline() {
    Nonce oldest = accepted.peekLast();
    return oldest == null ? Time.NEVER : oldest.expiry();
  }
}
