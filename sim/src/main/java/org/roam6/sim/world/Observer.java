package org.roam6.sim.world;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.LinkWatcher;
import org.roam6.sim.link.Port;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** Sees everything in a world and changes nothing in it. What does not interest it, it leaves alone. */
public interface Observer extends LinkWatcher {

  @Override
  default void sent(Link link, Port from, Frame frame, Time now) {}

  @Override
  default void harmed(Link link, Frame frame, Harm harm, Time now) {}

  /** Roam6 on {@code host} has handled {@code event}; {@code effects} are about to be carried out. */
  default void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {}

  /** The same, told when all have been told of that, where there are effects: most events have none. */
  default void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {}

  /** The effects of the last events are carried out; not told where they had none. */
  default void settled(SimulatedHost host, Time now) {}

  /** A packet of a program came to its destination. */
  default void delivered(SimulatedHost host, Octets packet, Time now) {}

  /** A packet goes nowhere. */
  default void dropped(SimulatedHost host, Octets packet, String reason, Time now) {}

  /** Something was done to {@code host} from outside: it was moved, stopped, put to sleep. */
  default void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {}

  /** What can be done to a host from outside. */
  sealed interface Disturbance {

    /** Its cable was plugged into {@code link}. */
    record PluggedIn(Port port, Link link) implements Disturbance {}

    /** Its cable was pulled out of {@code link}. */
    record Unplugged(Port port, Link link) implements Disturbance {}

    /** Its Roam6 ended, in good order or not. */
    record Stopped(boolean killed) implements Disturbance {}

    /** Its Roam6 began, with its storage or without. */
    record Started(boolean withStorage) implements Disturbance {}

    /** It sleeps until {@code end}. */
    record FellAsleep(Time end) implements Disturbance {}

    /** It woke up. */
    record WokeUp() implements Disturbance {}

    /** It took an address by hand that may be somebody else's, or gave it up. */
    record AddressTaken(Ipv6Address address, boolean taken) implements Disturbance {}

    /** Its wall clock was set. */
    record ClockSet(long offsetNanos) implements Disturbance {}
  }
}
