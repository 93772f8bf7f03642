package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/** What correspondent nodes can be told of where the mobile node is. */
sealed interface Standing {

  /** Nothing for now: there is no link, or the home agent does not know yet. */
  record Nowhere() implements Standing {}

  /**
   * On a visited link, and the home agent was told.
   *
   * @param careOfAddress the care-of address
   * @param validUntil when the care-of address ends
   * @param registeredUntil when its binding at the home agent ends; long ago while that has not acknowledged it
   */
  record Away(Ipv6Address careOfAddress, Time validUntil, Time registeredUntil) implements Standing {}

  /** At home, and the home agent has no binding any more. */
  record Home() implements Standing {}

  /** Whether the home agent has acknowledged what the node is told to say. */
  default boolean isRegistered(Time now) {
    return switch (this) {
      case Nowhere() -> false;
      case Away away -> now.isBefore(away.registeredUntil());
      case Home() -> true;
    };
  }
}
