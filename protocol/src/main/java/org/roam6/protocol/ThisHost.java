package org.roam6.protocol;

import java.util.Set;
import org.roam6.wire.Ipv6Address;

/**
 * This host, as it is while a packet is read.
 *
 * @param addresses all that it has
 * @param homeAddresses its home addresses where it is a mobile node, also those that it does not have at the moment
 * @param supportsMobility whether it has a role of Mobile IPv6
 */
record ThisHost(Set<Ipv6Address> addresses, Set<Ipv6Address> homeAddresses, boolean supportsMobility) {

  boolean contains(Ipv6Address address) {
    return addresses.contains(address);
  }

  /** Whether a type 2 routing header may lead here. */
  boolean isHome(Ipv6Address address) {
    return homeAddresses.contains(address) && addresses.contains(address);
  }
}
