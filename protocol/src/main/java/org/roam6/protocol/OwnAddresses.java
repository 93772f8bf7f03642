package org.roam6.protocol;

import java.util.Set;
import org.roam6.wire.Ipv6Address;

/**
 * The addresses of this host, as they are while a packet is read.
 *
 * @param all all that it has
 * @param home its home addresses where it is a mobile node, also those that it does not have at the moment
 */
record OwnAddresses(Set<Ipv6Address> all, Set<Ipv6Address> home) {

  boolean contains(Ipv6Address address) {
    return all.contains(address);
  }

  /** Whether a type 2 routing header may lead here. */
  boolean isHome(Ipv6Address address) {
    return home.contains(address) && all.contains(address);
  }
}
