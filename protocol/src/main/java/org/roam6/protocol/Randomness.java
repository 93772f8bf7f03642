package org.roam6.protocol;

/**
 * Where a role takes random numbers from. What only spreads load is kept apart from what an attacker must not guess, so
 * that a simulation can repeat the one and the daemon can take the other from the system.
 */
public interface Randomness {

  /** A number from 0 (inclusive) to {@code bound} (exclusive), which anyone may guess: delays, first numbers. */
  long jitter(long bound);

  /** An interface identifier: nobody can guess it before it is used, and everybody sees it then. */
  long identifier();

  /** 64 bits that nobody can guess: cookies, and parts of keys. */
  long secret();
}
