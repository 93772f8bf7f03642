package org.roam6.protocol.forwarding;

/** What can be told of a packet by its IPv6 header alone. */
final class PacketChecks {

  private static final int VERSION_6 = 6;

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

  /** Whether routers may forward packets from and to the address. */
  static boolean isRoutable(long high, long low) {
    boolean multicast = high >>> 56 == 0xff;
    boolean linkLocal = high >>> 54 == 0xfe80L >>> 6;
    boolean specialOrMapped = high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xffffL);
    return !multicast && !linkLocal && !specialOrMapped;
  }
}
