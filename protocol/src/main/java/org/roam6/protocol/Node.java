package org.roam6.protocol;

import java.util.List;
import java.util.Set;
import org.roam6.wire.Ipv6Address;

/**
 * A role of Mobile IPv6, or several of them in one host: mutable, used by one thread, without I/O.
 *
 * <p>The driver calls {@link #handle} with each event as it happens, carries out the effects in their order, and calls
 * it with {@link Event.DeadlineReached} as soon as the time is {@link #nextDeadline()} or later.
 */
public interface Node {

  /**
   * Takes one event in.
   *
   * @param event what happened; a node ignores what is none of its business
   * @param now the time, never earlier than in the call before
   * @return what to do, in this order
   */
  List<Effect> handle(Event event, Time now);

  /** When the node next wants {@link Event.DeadlineReached}; {@link Time#NEVER} where it waits for nothing. */
  Time nextDeadline();

  /** As whom its messages are counted. */
  default Role role() {
    return Role.HOST;
  }

  /** The home addresses of this host where it is a mobile node: only for them it takes type 2 routing headers. */
  default Set<Ipv6Address> homeAddresses() {
    return Set.of();
  }

  /**
   * Whether this is a role of Mobile IPv6 itself: with one of them a host takes Mobility Headers, Home Address options and
   * type 2 routing headers.
   */
  default boolean supportsMobility() {
    return true;
  }
}
