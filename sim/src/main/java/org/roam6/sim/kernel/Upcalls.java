package org.roam6.sim.kernel;

import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.time.Occurrence;
import org.roam6.wire.Octets;

/** What a kernel asks of the machine that it runs on, and what it tells. */
public interface Upcalls {

  /** The time, on the clock of the simulation. */
  Time now();

  /** Whether the machine sleeps, and its network cards with it. */
  boolean isAsleep();

  /** Lets {@code occurrence} happen at {@code moment}, unless the machine is turned off before; later if it sleeps. */
  void at(Time moment, Occurrence occurrence);

  /** Something happened that Roam6 listens for. */
  void happened(Event event);

  /** A packet has come to its destination, this host. */
  void delivered(Octets packet);

  /** A packet goes nowhere. */
  void dropped(Octets packet, String reason);
}
