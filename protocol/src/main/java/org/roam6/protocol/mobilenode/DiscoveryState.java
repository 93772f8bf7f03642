package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/** Where the search for home agents stands (RFC 6275 11.4.1). */
sealed interface DiscoveryState {

  /** A search that was never needed. */
  static DiscoveryState initial() {
    return new Idle(RecentSends.NONE, 0);
  }

  /** When requests were sent lately. */
  RecentSends requests();

  /** How often home agents were asked for, answered or not, since the node was last registered. */
  int rounds();

  /** When something is due. */
  Time deadline();

  /** Nobody is asked. */
  record Idle(RecentSends requests, int rounds) implements DiscoveryState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }
  }

  /**
   * The home agents' anycast address is asked.
   *
   * @param from the care-of address that the answer has to come to
   * @param identifier what the answer has to repeat, 0 to 65535
   * @param sent how often the request was sent
   * @param next when it is sent again, or given up
   */
  record Asking(RecentSends requests, int rounds, Ipv6Address from, int identifier, int sent, Time next)
      implements DiscoveryState {
    @Override
    public Time deadline() {
      return next;
    }
  }

  /**
   * Nobody answered, or what the answer said has to be tried first.
   *
   * @param until when home agents may be asked for again
   */
  record Resting(RecentSends requests, int rounds, Time until) implements DiscoveryState {
    @Override
    public Time deadline() {
      return until;
    }
  }
}
