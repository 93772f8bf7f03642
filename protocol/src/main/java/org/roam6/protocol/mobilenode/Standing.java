package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
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
  record Away(Ipv6Address careOfAddress, Time validUntil, Time registeredUntil) implements Standing {
    /** Whether the home agent has acknowledged the care-of address. */
    boolean isRegistered(Time now) {
      return now.isBefore(registeredUntil);
    }
  }

  /** At home, and the home agent has no binding any more. */
  record Home() implements Standing {}

  // RFC 6275 11.7.2: the lifetime "SHOULD be less than or equal to the remaining lifetime of the home registration and
  // the care-of address"; 5.2.6: it "MUST NOT exceed MAX_RR_BINDING_LIFETIME seconds"
  /** The longest lifetime that a correspondent node can be asked for; zero where it is not to be asked at all. */
  default Lifetime longestLifetime(Time now) {
    return switch (this) {
      case Nowhere(), Home() -> Lifetime.ZERO;
      case Away away when !away.isRegistered(now) -> Lifetime.ZERO;
      case Away away -> {
        Time end = Time.earlier(away.registeredUntil(), away.validUntil());
        Time longest = now.plus(ProtocolConstants.MAX_RR_BINDING_LIFETIME);
        yield Lifetime.notLongerThan(Time.earlier(end, longest).since(now));
      }
    };
  }

  /** Whether correspondent nodes can be told of it. */
  default boolean canBeTold(Time now) {
    return switch (this) {
      case Nowhere() -> false;
      case Away away -> !away.longestLifetime(now).isZero();
      case Home() -> true;
    };
  }
}
