package org.roam6.protocol;

import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * How a control message came in.
 *
 * @param in the interface that it came in on
 * @param from the link-layer address of the neighbour that sent the frame
 * @param source the Source Address field of the IPv6 header: the care-of address where a Home Address option is there
 * @param destination the Destination Address field of the IPv6 header
 * @param hopLimit the Hop Limit field, 0 to 255
 * @param homeAddressOption the address in the Home Address destination option (RFC 6275 6.3), not verified
 * @param type2HomeAddress the address in the type 2 routing header (RFC 6275 6.4)
 */
public record Arrival(
    InterfaceName in,
    LinkLayerAddress from,
    Ipv6Address source,
    Ipv6Address destination,
    int hopLimit,
    Optional<Ipv6Address> homeAddressOption,
    Optional<Ipv6Address> type2HomeAddress) {

  /** Whom the packet says it is from: the home address where one is given, else the source address. */
  public Ipv6Address claimedSource() {
    return homeAddressOption.orElse(source);
  }
}
