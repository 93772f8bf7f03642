package org.roam6.protocol;

import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.MobilityHeader;

/** Packets that carry a Mobility Header from this host. */
public final class SignallingPacket {

  private static final int HOP_LIMIT = 64;

  private SignallingPacket() {}

  /** A packet without extension headers. */
  public static Ipv6Packet of(Ipv6Address from, Ipv6Address to, MobilityHeader header) {
    return of(from, to, Optional.empty(), header);
  }

  /**
   * A packet.
   *
   * @param routingHeaderTo the home address in the type 2 routing header; empty where there is none
   */
  public static Ipv6Packet of(
      Ipv6Address from, Ipv6Address to, Optional<Ipv6Address> routingHeaderTo, MobilityHeader header) {
    // RFC 6275 6.1.1: the checksum covers the home address that a routing header leads to
    Ipv6Packet packet =
        Ipv6Packet.of(from, to, HOP_LIMIT, IpProtocol.MOBILITY, header.encode(from, routingHeaderTo.orElse(to)));
    return routingHeaderTo.map(packet::withType2RoutingHeader).orElse(packet);
  }
}
