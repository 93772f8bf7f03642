package org.roam6.protocol.mobilenode;

import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;

/**
 * The lower half of the care-of addresses on a link.
 *
 * @param value the identifier
 * @param duplicates how many care-of addresses turned out to belong to others, since the first one was tried
 * @param usableFrom when addresses may be formed of it
 */
record InterfaceIdentifier(long value, int duplicates, Time usableFrom) {

  /** The identifier that is tried first. */
  static InterfaceIdentifier first(long value) {
    return new InterfaceIdentifier(value, 0, Entry.LONG_AGO);
  }

  // RFC 7217 6: "Hosts SHOULD try at least IDGEN_RETRIES [...] tentative addresses if DAD fails for successive
  // generated addresses", and "hosts MUST limit the number of tentative addresses that are tried"
  /** After one more duplicate; where there were too many, {@code other} is tried only after a while. */
  InterfaceIdentifier afterDuplicate(MobileNodeConfig config, long other, Time now) {
    return duplicates < config.limits().idgenRetries()
        ? new InterfaceIdentifier(other, duplicates + 1, usableFrom)
        : new InterfaceIdentifier(other, 0, now.plus(config.timers().refusalHoldOff()));
  }

  boolean isUsable(Time now) {
    return usableFrom.isDue(now);
  }
}
