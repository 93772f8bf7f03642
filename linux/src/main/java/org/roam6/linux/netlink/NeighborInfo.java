package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.Neighbour;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * An IPv6 neighbour.
 *
 * @param interfaceIndex the interface
 * @param address its address
 * @param linkLayerAddress its link-layer address, where it is known
 * @param state how sure that is
 * @param router whether it is a router
 * @param protocol who made the entry, {@code RTPROT_}; 0 for the kernel
 */
public record NeighborInfo(
    int interfaceIndex,
    Ipv6Address address,
    Optional<LinkLayerAddress> linkLayerAddress,
    NeighborState state,
    boolean router,
    int protocol) {

  /** What an {@code RTM_NEWNEIGH} or {@code RTM_DELNEIGH} message says; empty for others than IPv6 neighbours. */
  static Optional<NeighborInfo> decode(NetlinkMessage message) {
    ByteBuffer header = message.payload();
    int flags = header.get(10) & 0xff;
    if (header.get(0) != Socket.AF_INET6 || (flags & Neighbour.NTF_PROXY) != 0) {
      return Optional.empty();
    }
    Attributes attributes = Attributes.parse(header, Neighbour.NDMSG_SIZE);
    return attributes.address(Neighbour.NDA_DST).map(address -> new NeighborInfo(
        header.getInt(4),
        address,
        attributes.linkLayer(Neighbour.NDA_LLADDR),
        NeighborState.of(header.getShort(8) & 0xffff),
        (flags & Neighbour.NTF_ROUTER) != 0,
        attributes.octet(Neighbour.NDA_PROTOCOL, 0)));
  }
}
