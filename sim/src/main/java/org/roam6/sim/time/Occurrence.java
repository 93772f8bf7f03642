package org.roam6.sim.time;

import org.roam6.protocol.Time;

/** Something that happens at a moment of virtual time. */
@FunctionalInterface
public interface Occurrence {

  /** Lets it happen; {@code now} is the moment that it was entered for. */
  void happen(Time now);
}
