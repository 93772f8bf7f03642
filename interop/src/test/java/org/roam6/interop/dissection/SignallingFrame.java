package org.roam6.interop.dissection;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.IfEther;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;

/**
 * Finds signalling in Ethernet frames without the decoders that it is there to check: no more than headers are walked.
 */
final class SignallingFrame {

  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_OFFSET = 12;
  private static final int IPV6_HEADER = 40;
  private static final int NEXT_HEADER_OFFSET = 6;
  private static final int ECHO_REPLY = 129;

  private SignallingFrame() {}

  /**
   * What the innermost IPv6 packet of a frame carries behind its extension headers, where that is a Mobility Header, an
   * ICMPv6 message that is neither an error nor an echo, or DHCPv6.
   */
  static Optional<Octets> message(ByteBuffer frame) {
    return frame.limit() > ETHERNET_HEADER + IPV6_HEADER
            && frame.getShort(ETHERTYPE_OFFSET) == (short) IfEther.ETH_P_IPV6
        ? inPacket(frame, ETHERNET_HEADER)
        : Optional.empty();
  }

  /** The same for an IPv6 packet without Ethernet header. */
  static Optional<Octets> messageIn(Octets packet) {
    return packet.length() > IPV6_HEADER ? inPacket(ByteBuffer.wrap(packet.toByteArray()), 0) : Optional.empty();
  }

  private static Optional<Octets> inPacket(ByteBuffer frame, int start) {
    int protocol = frame.get(start + NEXT_HEADER_OFFSET) & 0xff;
    int offset = start + IPV6_HEADER;
    while (isExtension(protocol) && offset + 2 <= frame.limit()) {
      protocol = frame.get(offset) & 0xff;
      offset += 8 + 8 * (frame.get(offset + 1) & 0xff);
    }
    if (offset + 8 > frame.limit()) {
      return Optional.empty();
    }
    if (protocol == IpProtocol.IPV6) {
      return offset + IPV6_HEADER <= frame.limit() ? inPacket(frame, offset) : Optional.empty();
    }
    return isSignalling(frame, protocol, offset)
        ? Optional.of(Octets.of(frame.duplicate().position(offset)))
        : Optional.empty();
  }

  private static boolean isExtension(int protocol) {
    return protocol == IpProtocol.HOP_BY_HOP_OPTIONS
        || protocol == IpProtocol.DESTINATION_OPTIONS
        || protocol == IpProtocol.ROUTING;
  }

  private static boolean isSignalling(ByteBuffer frame, int protocol, int offset) {
    return switch (protocol) {
      case IpProtocol.MOBILITY -> true;
      case IpProtocol.ICMPV6 -> {
        int type = frame.get(offset) & 0xff;
        yield type > ECHO_REPLY;
      }
      case IpProtocol.UDP -> isDhcp(frame.getShort(offset) & 0xffff) || isDhcp(frame.getShort(offset + 2) & 0xffff);
      default -> false;
    };
  }

  private static boolean isDhcp(int port) {
    return port == UdpPort.DHCPV6_CLIENT || port == UdpPort.DHCPV6_SERVER;
  }
}
