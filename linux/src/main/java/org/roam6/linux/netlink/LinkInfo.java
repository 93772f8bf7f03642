package org.roam6.linux.netlink;

import java.util.Optional;
import org.roam6.linux.abi.IfLink;
import org.roam6.wire.LinkLayerAddress;

/**
 * An interface as the kernel has it.
 *
 * @param index number of the interface in its namespace, 1 or more
 * @param name its name
 * @param up whether it was turned on
 * @param carrier whether the cable is in
 * @param address link-layer address, where it has one of six octets
 * @param mtu MTU in octets
 * @param master index of the bridge that it is a port of, or 0
 * @param kind kind of a virtual interface, as in {@code veth}; empty for hardware
 * @param loopback whether it is the loopback interface
 * @param carrierUps how often the carrier came since the interface is there
 * @param carrierDowns how often the carrier went
 */
public record LinkInfo(
    int index,
    String name,
    boolean up,
    boolean carrier,
    Optional<LinkLayerAddress> address,
    int mtu,
    int master,
    String kind,
    boolean loopback,
    int carrierUps,
    int carrierDowns) {

  /** What an {@code RTM_NEWLINK} or {@code RTM_DELLINK} message says. */
  static LinkInfo decode(NetlinkMessage message) {
    int flags = message.payload().getInt(8);
    Attributes attributes = Attributes.parse(message.payload(), IfLink.IFINFOMSG_SIZE);
    boolean lowerUp = (flags & IfLink.IFF_LOWER_UP) != 0;
    return new LinkInfo(
        message.payload().getInt(4),
        attributes.text(IfLink.IFLA_IFNAME).orElse(""),
        (flags & IfLink.IFF_UP) != 0,
        // Between the carrier and IFF_RUNNING the kernel throws away what is sent, and says nothing.
        attributes.octet(IfLink.IFLA_CARRIER, lowerUp ? 1 : 0) != 0 && (flags & IfLink.IFF_RUNNING) != 0,
        attributes.linkLayer(IfLink.IFLA_ADDRESS),
        attributes.int32(IfLink.IFLA_MTU, 0),
        attributes.int32(IfLink.IFLA_MASTER, 0),
        attributes.nested(IfLink.IFLA_LINKINFO).text(IfLink.IFLA_INFO_KIND).orElse(""),
        (flags & IfLink.IFF_LOOPBACK) != 0,
        attributes.int32(IfLink.IFLA_CARRIER_UP_COUNT, 0),
        attributes.int32(IfLink.IFLA_CARRIER_DOWN_COUNT, 0));
  }
}
