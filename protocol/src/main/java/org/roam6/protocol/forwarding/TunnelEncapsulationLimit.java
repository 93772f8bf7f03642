package org.roam6.protocol.forwarding;

/**
 * The Tunnel Encapsulation Limit destination option (RFC 2473 4.1.1): how many more tunnels a packet may enter. Where
 * there is none, the depth of nested tunnels is bounded by counting headers.
 */
final class TunnelEncapsulationLimit {

  /** There is no limit in the packet. */
  static final int NONE = -1;

  /** Octets of the destination options header that carries the limit alone. */
  static final int HEADER_LENGTH = 8;

  // RFC 2473 6.6: "The recommended default value" is 4.
  private static final int DEFAULT_LIMIT = 4;
  private static final int IPV6 = 41;
  private static final int DESTINATION_OPTIONS = 60;
  /** Type of the option. */
  static final int OPTION_TYPE = 4;
  /** Where in the destination options header that {@link #prepend} makes the limit stands. */
  static final int VALUE = 4;

  private static final int PAD_1 = 0;
  private static final int PAD_N = 1;

  private TunnelEncapsulationLimit() {}

  /** The limit that the packet carries, {@link #NONE}, or 0 where it is in too many tunnels already. */
  static int of(Packet packet) {
    int nextHeader = packet.octet(Packet.NEXT_HEADER);
    if (nextHeader == IPV6) {
      return depth(packet) >= DEFAULT_LIMIT ? 0 : NONE;
    }
    int end = nextHeader == DESTINATION_OPTIONS ? optionsEnd(packet) : NONE;
    int at = end == NONE ? NONE : find(packet, end);
    return at == NONE ? NONE : packet.octet(at + 2);
  }

  /** Where in the packet the value of its limit stands; only where it carries one. */
  static int pointer(Packet packet) {
    return find(packet, optionsEnd(packet)) + 2;
  }

  /** How many tunnel headers stand one behind the other. */
  private static int depth(Packet packet) {
    int depth = 0;
    int at = 0;
    while (at + Packet.HEADER_LENGTH <= packet.length() && packet.octet(at + Packet.NEXT_HEADER) == IPV6) {
      depth++;
      at += Packet.HEADER_LENGTH;
    }
    return depth;
  }

  /** Puts a destination options header with the limit before the packet. */
  static void prepend(Packet packet, int limit) {
    packet.strip(-HEADER_LENGTH);
    packet.setWord(0, IPV6 << 24 | OPTION_TYPE << 8 | 1);
    // A PadN option of one octet fills the header up.
    packet.setWord(4, limit << 24 | PAD_N << 16 | 1 << 8);
  }

  /**
   * Octets of the headers before the inner packet: the outer header, and destination options where they hold nothing
   * but a limit. Negative where the packet is not IPv6 in IPv6.
   */
  static int tunnelHeaders(Packet packet) {
    int nextHeader = packet.octet(Packet.NEXT_HEADER);
    if (nextHeader == IPV6) {
      return Packet.HEADER_LENGTH;
    }
    int end = nextHeader == DESTINATION_OPTIONS ? optionsEnd(packet) : NONE;
    boolean tunnel = end != NONE && packet.octet(Packet.HEADER_LENGTH) == IPV6 && holdsLimitOnly(packet, end);
    return tunnel ? end : NONE;
  }

  private static int optionsEnd(Packet packet) {
    if (packet.length() < Packet.HEADER_LENGTH + HEADER_LENGTH) {
      return NONE;
    }
    int end = Packet.HEADER_LENGTH + 8 * (packet.octet(Packet.HEADER_LENGTH + 1) + 1);
    return end <= packet.length() ? end : NONE;
  }

  private static int find(Packet packet, int end) {
    int at = Packet.HEADER_LENGTH + 2;
    while (at < end && !isLimit(packet, at, end)) {
      at = next(packet, at, end);
    }
    return at < end ? at : NONE;
  }

  private static boolean holdsLimitOnly(Packet packet, int end) {
    int at = Packet.HEADER_LENGTH + 2;
    while (at < end && (packet.octet(at) <= PAD_N || isLimit(packet, at, end))) {
      at = next(packet, at, end);
    }
    return at == end;
  }

  private static boolean isLimit(Packet packet, int at, int end) {
    return at + 2 < end && packet.octet(at) == OPTION_TYPE && packet.octet(at + 1) == 1;
  }

  private static int next(Packet packet, int at, int end) {
    if (packet.octet(at) == PAD_1) {
      return at + 1;
    }
    return at + 1 < end ? at + 2 + packet.octet(at + 1) : end + 1;
  }
}
