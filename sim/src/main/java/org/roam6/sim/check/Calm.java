package org.roam6.sim.check;

import java.time.Duration;
import org.roam6.protocol.Time;

/** Whether faults and moves are over, so that what was promised for then can be asked for. */
public final class Calm {

  private Time since = Time.NEVER;

  /** A simulation in which there may still be faults. */
  public Calm() {}

  /** From {@code now} on nothing goes wrong and nobody moves. */
  public void begin(Time now) {
    since = now;
  }

  /** When it began; {@link Time#NEVER} while it has not. */
  public Time since() {
    return since;
  }

  /** Whether it has been calm for {@code duration} at {@code now}. */
  public boolean hasLasted(Duration duration, Time now) {
    return !since.equals(Time.NEVER) && since.plus(duration).isDue(now);
  }
}
