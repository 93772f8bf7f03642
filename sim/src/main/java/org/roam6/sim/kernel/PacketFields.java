package org.roam6.sim.kernel;

import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.ip.UdpDatagram;

/** The fields of the IPv6 header that forwarding looks at, without taking the whole packet apart. */
public final class PacketFields {

  /** Octets of an IPv6 header. */
  public static final int HEADER_LENGTH = 40;

  private static final int NEXT_HEADER = 6;
  private static final int HOP_LIMIT = 7;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;
  private static final int DIRECT_HEADER_LENGTH = 24;

  private PacketFields() {}

  /** Whether a header is there at all. */
  static boolean isWhole(Octets packet) {
    return packet.length() >= HEADER_LENGTH && packet.at(0) >> 4 == 6;
  }

  /** The Source Address. */
  public static Ipv6Address source(Octets packet) {
    return new Ipv6Address(packet.longAt(SOURCE), packet.longAt(SOURCE + 8));
  }

  /** The Destination Address. */
  public static Ipv6Address destination(Octets packet) {
    return new Ipv6Address(packet.longAt(DESTINATION), packet.longAt(DESTINATION + 8));
  }

  /** The Next Header field: 0 to 255. */
  public static int nextHeader(Octets packet) {
    return packet.at(NEXT_HEADER);
  }

  /** The Hop Limit field: 0 to 255. */
  public static int hopLimit(Octets packet) {
    return packet.at(HOP_LIMIT);
  }

  static Octets withHopLimit(Octets packet, int hopLimit) {
    return packet.with(HOP_LIMIT, hopLimit);
  }

  /** The type of an ICMPv6 message that follows the header at once; -1 where none does. */
  public static int icmpv6Type(Octets packet) {
    return packet.length() > HEADER_LENGTH && nextHeader(packet) == IpProtocol.ICMPV6 ? packet.at(HEADER_LENGTH) : -1;
  }

  /** Whether the kernel's own Neighbour Discovery wants to see the packet. */
  static boolean isForNeighborCache(Octets packet) {
    int type = icmpv6Type(packet);
    return type == Icmpv6Type.NEIGHBOR_SOLICITATION || type == Icmpv6Type.NEIGHBOR_ADVERTISEMENT;
  }

  /**
   * Whether Roam6 wants to see the packet as signalling: Mobility Headers, Neighbor Discovery, ICMPv6 errors, DHCPv6 to
   * clients, and all that begins with an extension header, but for what comes along direct paths as most packets do.
   */
  static boolean isSignalling(Octets packet) {
    return switch (nextHeader(packet)) {
      case IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS -> !isDirect(packet);
      case IpProtocol.MOBILITY,
          IpProtocol.HOP_BY_HOP_OPTIONS,
          IpProtocol.FRAGMENT ->
          true;
      case IpProtocol.ICMPV6 -> {
        int type = icmpv6Type(packet);
        yield type < 5 || type >= 133 && type <= 137 || Icmpv6Type.isDiscovery(type);
      }
      case IpProtocol.UDP -> udpDestinationPort(packet) == UdpPort.DHCPV6_CLIENT;
      default -> false;
    };
  }

  /** Whether one or two headers of the length that a home address needs stand before TCP, UDP or other ICMPv6. */
  private static boolean isDirect(Octets packet) {
    int next = nextHeader(packet);
    int at = HEADER_LENGTH;
    for (int i = 0; i < 2 && (next == IpProtocol.ROUTING || next == IpProtocol.DESTINATION_OPTIONS); i++) {
      if (packet.length() < at + DIRECT_HEADER_LENGTH || packet.at(at + 1) != DIRECT_HEADER_LENGTH / 8 - 1) {
        return false;
      }
      next = packet.at(at);
      at += DIRECT_HEADER_LENGTH;
    }
    boolean discovery = packet.length() > at && Icmpv6Type.isDiscovery(packet.at(at));
    return next == IpProtocol.TCP || next == IpProtocol.UDP || next == IpProtocol.ICMPV6 && !discovery;
  }

  /** Whether it begins with an extension header behind which a home address may be. */
  static boolean mayHoldHomeAddress(Octets packet) {
    return switch (nextHeader(packet)) {
      case IpProtocol.HOP_BY_HOP_OPTIONS, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS -> true;
      default -> false;
    };
  }

  /** The destination port of a UDP datagram that follows the header at once; -1 where it is cut off. */
  private static int udpDestinationPort(Octets packet) {
    int port = HEADER_LENGTH + UdpDatagram.DESTINATION_PORT_OFFSET;
    return packet.length() < port + 2 ? -1 : packet.at(port) << 8 | packet.at(port + 1);
  }
}
