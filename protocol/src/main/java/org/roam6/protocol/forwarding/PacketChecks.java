package org.roam6.protocol.forwarding;

/** What can be told of a packet by its IPv6 header alone. */
final class PacketChecks {

  private static final int VERSION_6 = 6;
  // RFC 4291 2.7: scop
  private static final int LINK_LOCAL_SCOPE = 2;
  private static final int RESERVED_SCOPE = 15;

  private PacketChecks() {}

  /** Whether the header is whole and what it announces is there; what is behind that (padding of frames) is cut off. */
  static boolean isWellFormed(Packet packet) {
    if (packet.length() < Packet.HEADER_LENGTH || packet.octet(0) >>> 4 != VERSION_6) {
      return false;
    }
    int announced = Packet.HEADER_LENGTH + packet.unsignedShort(Packet.PAYLOAD_LENGTH);
    if (announced > packet.length()) {
      return false;
    }
    if (announced < packet.length()) {
      packet.trim(announced);
    }
    return true;
  }

  static boolean hasRoutableAddresses(Packet packet) {
    return isRoutable(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8))
        && isRoutable(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
  }

  /** Whether the packet goes from an address that routers know to a group that reaches beyond the link. */
  static boolean isToGroup(Packet packet) {
    return isRoutable(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8))
        && isGroupBeyondLink(packet.half(Packet.DESTINATION));
  }

  private static boolean isGroupBeyondLink(long high) {
    int scope = (int) (high >>> 48) & 0xf;
    return high >>> 56 == 0xff && scope > LINK_LOCAL_SCOPE && scope < RESERVED_SCOPE;
  }

  /** Lowers the hop limit, as whoever forwards a packet does (RFC 8200 3); false where it goes no further. */
  static boolean spendHop(Packet packet) {
    int hopLimit = packet.octet(Packet.HOP_LIMIT);
    packet.setOctet(Packet.HOP_LIMIT, Math.max(0, hopLimit - 1));
    return hopLimit > 1;
  }

  /** Whether routers may forward packets from and to the address. */
  static boolean isRoutable(long high, long low) {
    boolean multicast = high >>> 56 == 0xff;
    boolean linkLocal = high >>> 54 == 0xfe80L >>> 6;
    boolean specialOrMapped = high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xffffL);
    return !multicast && !linkLocal && !specialOrMapped;
  }
}
