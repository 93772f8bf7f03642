package org.roam6.sim.check;

import org.roam6.protocol.Time;

/** Watches over an invariant that time alone can break. */
public abstract class TimedChecker extends Checker {

  /** A checker that has seen nothing yet. */
  protected TimedChecker() {}

  /** When {@link #check} is to be called, whether or not anything happens; {@link Time#NEVER} for not at all. */
  protected abstract Time nextCheck();

  /** The moment of {@link #nextCheck} has come. */
  protected abstract void check(Time now);
}
