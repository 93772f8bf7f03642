package org.roam6.protocol.correspondent;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.DestinationUnreachable;

/**
 * Which packet an ICMPv6 error is about, where this host may have sent it along a direct path.
 *
 * @param source its source address
 * @param careOfAddress its destination
 * @param homeAddress the home address in its type 2 routing header
 */
record QuotedPath(Ipv6Address source, Ipv6Address careOfAddress, Ipv6Address homeAddress) {

  private static final int HEADER_LENGTH = 40;
  private static final int NEXT_HEADER_OFFSET = 6;
  private static final int SOURCE_OFFSET = 8;
  private static final int DESTINATION_OFFSET = 24;
  private static final int TYPE_2 = 2;
  // RFC 6275 6.4.1: behind the IPv6 header, as the data plane puts it
  private static final int ROUTING_TYPE_OFFSET = HEADER_LENGTH + 2;
  private static final int HOME_ADDRESS_OFFSET = HEADER_LENGTH + 8;
  private static final int LENGTH = HOME_ADDRESS_OFFSET + Ipv6Address.LENGTH;

  /** What {@code error} quotes; empty where it is something else, or the mobile node itself that answers. */
  static Optional<QuotedPath> of(DestinationUnreachable error) {
    // RFC 4443 3.1: code 4 is what a node answers that the packet did reach
    if (error.code() == Icmpv6Code.PORT_UNREACHABLE || error.invokingPacket().length() < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer quoted = error.invokingPacket().asBuffer();
    return quoted.get(NEXT_HEADER_OFFSET) == IpProtocol.ROUTING && quoted.get(ROUTING_TYPE_OFFSET) == TYPE_2
        ? Optional.of(
            new QuotedPath(
                Ipv6Address.read(quoted, SOURCE_OFFSET),
                Ipv6Address.read(quoted, DESTINATION_OFFSET),
                Ipv6Address.read(quoted, HOME_ADDRESS_OFFSET)))
        : Optional.empty();
  }
}
