package org.roam6.sim.workload;

import org.roam6.protocol.Time;

/** Hears of the datagrams of flows. */
public interface TrafficListener {

  /** Datagram number {@code number} of {@code flow} was sent. */
  void sent(Flow flow, long number, Time now);

  /** It arrived as it was sent, perhaps not for the first time. */
  void arrived(Flow flow, long number, Time now);

  /** The home agent sends it on: it does not go directly. */
  default void passesHomeAgent(Flow flow, long number, Time now) {}
}
