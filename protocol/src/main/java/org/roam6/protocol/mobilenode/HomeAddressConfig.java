package org.roam6.protocol.mobilenode;

import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * What a mobile node is to do about one of its home addresses.
 *
 * @param homeAddress the home address
 * @param homePrefix its prefix, one of those of its home link: where that is advertised, the address is at home
 * @param homeAgentAddress the address of its home agent there, as in {@link MobileNodeConfig}
 * @param security how its Binding Updates are protected; where it is authenticated, with exactly one association
 * @param routeOptimization with whom the node tries route optimization from this address
 * @param prefixDiscovery what it makes of the prefixes of the home link
 */
public record HomeAddressConfig(
    Ipv6Address homeAddress,
    Ipv6Prefix homePrefix,
    Ipv6Address homeAgentAddress,
    Security security,
    RouteOptimizationPolicy routeOptimization,
    PrefixDiscoveryMode prefixDiscovery) {

  /** Checks that the values fit one another; the message names the field. */
  public HomeAddressConfig {
    // RFC 6275 4.6: home addresses "MUST be unicast routable addresses"
    if (!homeAddress.isUnicastRoutable()) {
      throw new IllegalArgumentException("homeAddress " + homeAddress + " is not a unicast routable address");
    }
    if (!homePrefix.contains(homeAddress)) {
      throw new IllegalArgumentException("homeAddress " + homeAddress + " is not in homePrefix " + homePrefix);
    }
    // RFC 6275 6.1.7: the destination is "that of a router sharing the same subnet prefix as the home address"
    if (!homePrefix.contains(homeAgentAddress) || homeAgentAddress.equals(homeAddress)) {
      throw new IllegalArgumentException(
          "homeAgentAddress " + homeAgentAddress + " is not another address in homePrefix " + homePrefix);
    }
    if (security instanceof Security.Authenticated(var associations)
        && (associations.size() != 1 || !associations.getFirst().homeAddresses().contains(homeAddress))) {
      throw new IllegalArgumentException("security has not exactly one association, for homeAddress " + homeAddress);
    }
  }
}
