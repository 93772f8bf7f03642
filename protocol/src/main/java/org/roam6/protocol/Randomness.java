package org.roam6.protocol;

import org.roam6.wire.Octets;

/**
 * Where a role takes random numbers from. What only spreads load is kept apart from what an attacker must not guess, so
 * that a simulation can repeat the one and the daemon can take the other from the system.
 */
public interface Randomness {

  /** A number from 0 (inclusive) to {@code bound} (exclusive), which anyone may guess: delays, first numbers. */
  long jitter(long bound);

  /** Octets that nobody can guess: keys, nonces, cookies. */
  Octets secret(int length);
}
