package org.roam6.wire.icmp;

import java.util.List;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.RouterAlert;

/** The packets around messages of Multicast Listener Discovery (RFC 2710, RFC 3810). */
public final class MulticastListenerDiscovery {

  /** The hop limit of packets that no router forwards. */
  public static final int HOP_LIMIT = 1;

  private MulticastListenerDiscovery() {}

  // RFC 3810 5: "All MLDv2 messages described in this document MUST be sent with a link-local IPv6 Source Address, an
  // IPv6 Hop Limit of 1, and an IPv6 Router Alert option [...] in a Hop-by-Hop Options header."
  /**
   * The packet with a message.
   *
   * @param source a link-local address
   * @param destination the group that the message goes to
   */
  public static Ipv6Packet packet(Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {
    return new Ipv6Packet(
        new Ipv6Header(0, 0, HOP_LIMIT, source, destination),
        List.of(RouterAlert.header(RouterAlert.MULTICAST_LISTENER_DISCOVERY)),
        IpProtocol.ICMPV6,
        message.encode(source, destination));
  }

  // RFC 3810 6.2, 7.4 and 7.6: "checks if the source address of the message is a valid link-local address, if the Hop
  // Limit is set to 1, and if the Router Alert option is present"
  /** Whether a message may be believed that came in {@code packet}. */
  public static boolean isValid(Ipv6Packet packet) {
    return packet.header().source().isLinkLocal()
        && packet.header().hopLimit() == HOP_LIMIT
        && RouterAlert.isIn(packet, RouterAlert.MULTICAST_LISTENER_DISCOVERY);
  }
}
