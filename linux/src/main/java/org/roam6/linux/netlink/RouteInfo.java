package org.roam6.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.abi.Socket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * An IPv6 route, as the kernel has it or shall have it.
 *
 * @param table number of the routing table
 * @param destination where to
 * @param kind what becomes of the packets
 * @param via the next router; empty for what is on the link
 * @param out index of the interface to leave by, or 0 where the kind needs none
 * @param metric lower ones win; 0 lets the kernel choose
 * @param mtu MTU of the path in octets, or 0 for that of the interface
 * @param protocol who made it, {@code RTPROT_}
 * @param lifetimeSeconds when it ends of itself, or 0 for never
 * @param source the address that sockets without one take; empty lets the kernel choose
 */
public record RouteInfo(
    int table,
    Ipv6Prefix destination,
    RouteKind kind,
    Optional<Ipv6Address> via,
    int out,
    int metric,
    int mtu,
    int protocol,
    int lifetimeSeconds,
    Optional<Ipv6Address> source) {

  private static final int TICKS_PER_SECOND = 100;

  /** A route with which the kernel chooses the source address. */
  public RouteInfo(
      int table,
      Ipv6Prefix destination,
      RouteKind kind,
      Optional<Ipv6Address> via,
      int out,
      int metric,
      int mtu,
      int protocol,
      int lifetimeSeconds) {
    this(table, destination, kind, via, out, metric, mtu, protocol, lifetimeSeconds, Optional.empty());
  }

  /** What an {@code RTM_NEWROUTE} or {@code RTM_DELROUTE} message says; empty for other than IPv6. */
  static Optional<RouteInfo> decode(NetlinkMessage message) {
    ByteBuffer header = message.payload();
    if (header.get(0) != Socket.AF_INET6) {
      return Optional.empty();
    }
    Attributes attributes = Attributes.parse(header, Rtnetlink.RTMSG_SIZE);
    Ipv6Address destination = attributes.address(Rtnetlink.RTA_DST).orElse(Ipv6Address.UNSPECIFIED);
    int expires = attributes.int32(Rtnetlink.RTA_CACHEINFO, Rtnetlink.RTA_CACHEINFO_EXPIRES, 0);
    return Optional.of(new RouteInfo(
        attributes.int32(Rtnetlink.RTA_TABLE, header.get(4) & 0xff),
        new Ipv6Prefix(destination, header.get(1) & 0xff),
        RouteKind.of(header.get(7) & 0xff),
        attributes.address(Rtnetlink.RTA_GATEWAY),
        attributes.int32(Rtnetlink.RTA_OIF, 0),
        attributes.int32(Rtnetlink.RTA_PRIORITY, 0),
        attributes.nested(Rtnetlink.RTA_METRICS).int32(Rtnetlink.RTAX_MTU, 0),
        header.get(5) & 0xff,
        Math.max(0, expires / TICKS_PER_SECOND),
        attributes.address(Rtnetlink.RTA_PREFSRC)));
  }
}
