package org.roam6.sim.check;

import org.roam6.protocol.Time;

/**
 * An invariant does not hold.
 *
 * @param checker the name of the checker that noticed
 * @param what who did what that must not be, with the addresses and numbers
 * @param at when it was noticed
 */
public record Violation(String checker, String what, Time at) {

  @Override
  public String toString() {
    return String.format("%s at %.3f s: %s", checker, at.nanos() / 1e9, what);
  }
}
