package org.roam6.protocol.forwarding;

import org.roam6.wire.iana.IpProtocol;

/** The IPv6 header that a packet has in a tunnel (RFC 2473 5.1), and what it has to do with the one inside. */
final class OuterHeader {

  private static final int VERSION_6 = 6;
  private static final int HOP_LIMIT = 64;
  private static final int ECN_MASK = 3;
  private static final int CONGESTION_EXPERIENCED = 3;
  private static final int TRAFFIC_CLASS_SHIFT = 20;

  private OuterHeader() {}

  static int trafficClass(Packet packet) {
    return packet.word(0) >>> TRAFFIC_CLASS_SHIFT & 0xff;
  }

  /** RFC 6438 3: "the TEP SHOULD set the flow label" of the outer header to a hash of the inner flow. */
  static int flowLabel(Packet packet) {
    long mixed = packet.half(Packet.SOURCE) ^ packet.half(Packet.SOURCE + 8) * 31 ^ packet.half(Packet.DESTINATION) * 17
        ^ packet.half(Packet.DESTINATION + 8) * 13 ^ (packet.word(0) & 0xf_ffff);
    mixed *= 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 44);
  }

  /** Octets of the headers that {@link #prepend} puts before a packet with this limit. */
  static int length(int limit) {
    return Packet.HEADER_LENGTH
        + (limit == TunnelEncapsulationLimit.NONE ? 0 : TunnelEncapsulationLimit.HEADER_LENGTH);
  }

  // RFC 6040 4.1: the outer header carries the inner one's congestion bits; the rest of the class goes with them.
  /**
   * Puts the headers of a tunnel before a packet.
   *
   * @param limit the Tunnel Encapsulation Limit that the packet carries, {@link TunnelEncapsulationLimit#NONE} or more
   *     than 0
   */
  static void prepend(Packet packet, ForwardingState.Entry entry, int trafficClass, int flowLabel, int limit) {
    int nextHeader = IpProtocol.IPV6;
    if (limit != TunnelEncapsulationLimit.NONE) {
      TunnelEncapsulationLimit.prepend(packet, limit - 1);
      nextHeader = IpProtocol.DESTINATION_OPTIONS;
    }
    int payload = packet.length();
    packet.strip(-Packet.HEADER_LENGTH);
    packet.setWord(0, VERSION_6 << 28 | trafficClass << TRAFFIC_CLASS_SHIFT | flowLabel);
    packet.setWord(Packet.PAYLOAD_LENGTH, payload << 16 | nextHeader << 8 | HOP_LIMIT);
    packet.setHalf(Packet.SOURCE, entry.localEnd.high());
    packet.setHalf(Packet.SOURCE + 8, entry.localEnd.low());
    packet.setHalf(Packet.DESTINATION, entry.remoteHigh);
    packet.setHalf(Packet.DESTINATION + 8, entry.remoteLow);
  }

  /**
   * RFC 6040 4.2: what the outer header learned of congestion on the way goes on in the inner one; false where that
   * cannot carry it, and the packet is to be dropped.
   */
  static boolean carryCongestion(Packet packet, int outerClass) {
    if ((outerClass & ECN_MASK) != CONGESTION_EXPERIENCED) {
      return true;
    }
    int word = packet.word(0);
    packet.setWord(0, word | CONGESTION_EXPERIENCED << TRAFFIC_CLASS_SHIFT);
    return (word >>> TRAFFIC_CLASS_SHIFT & ECN_MASK) != 0;
  }
}
