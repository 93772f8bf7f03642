package org.roam6.linux.netlink;

import java.util.Optional;
import org.roam6.linux.abi.IfLink;

/**
 * How a bridge treats multicast.
 *
 * @param snooping whether it passes groups only to ports where somebody reported them
 * @param querier whether somebody is known who asks for reports: itself, or another on its link
 */
public record BridgeInfo(boolean snooping, boolean querier) {

  static Optional<BridgeInfo> decode(NetlinkMessage message) {
    Attributes info = Attributes.parse(message.payload(), IfLink.IFINFOMSG_SIZE).nested(IfLink.IFLA_LINKINFO);
    if (info.text(IfLink.IFLA_INFO_KIND).filter("bridge"::equals).isEmpty()) {
      return Optional.empty();
    }
    Attributes bridge = info.nested(IfLink.IFLA_INFO_DATA);
    boolean querier = bridge.octet(IfLink.IFLA_BR_MCAST_QUERIER, 0) != 0
        || bridge.nested(IfLink.IFLA_BR_MCAST_QUERIER_STATE).has(IfLink.BRIDGE_QUERIER_IPV6_ADDRESS);
    return Optional.of(new BridgeInfo(bridge.octet(IfLink.IFLA_BR_MCAST_SNOOPING, 0) != 0, querier));
  }
}
