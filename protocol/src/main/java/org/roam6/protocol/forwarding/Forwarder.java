package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;

/**
 * Takes packets into tunnels and out of them (RFC 6275 10.4.2, 10.4.5 and 11.3.1, RFC 2473). Used by one thread;
 * allocates nothing for a packet. It counts its verdicts.
 *
 * <p>The host that routed a packet to the tunnels, or routes it on behind them, lowers the inner hop limit (RFC 2473
 * 3.1): the forwarder leaves it alone.
 */
public final class Forwarder {

  private static final int MINIMUM_MTU = 1280;
  private static final int VERSION_6 = 6;
  private static final int PAYLOAD_LENGTH = 4;
  private static final int NEXT_HEADER = 6;
  private static final int HOP_LIMIT = 7;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;
  private static final int IPV6 = 41;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int OUTER_HOP_LIMIT = 64;
  private static final int ECN_MASK = 3;
  private static final int CONGESTION_EXPERIENCED = 3;
  private static final int TRAFFIC_CLASS_SHIFT = 20;

  private final long[] counts = new long[Verdict.values().length];
  private int tooBigMtu;

  /** A forwarder that has counted nothing yet. */
  public Forwarder() {}

  /** How many packets got {@code verdict}. */
  public long count(Verdict verdict) {
    return counts[slot(verdict)];
  }

  // The index lives as long as the array: a map would box each count.
  @SuppressWarnings("EnumOrdinal")
  private static int slot(Verdict verdict) {
    return verdict.ordinal();
  }

  /** After {@link Verdict#TOO_BIG}: the MTU to tell, in octets. */
  public int tooBigMtu() {
    return tooBigMtu;
  }

  /**
   * Takes one packet into its tunnel or out of it. Unless the verdict is a drop, {@code packet} then shows what is to
   * go on.
   *
   * @param nowNanos the time, as {@link org.roam6.protocol.Time#nanos()}
   */
  public Verdict forward(Packet packet, ForwardingState state, long nowNanos) {
    Verdict verdict = switch (packet.origin()) {
      case HOST -> encapsulate(packet, state, nowNanos);
      case LINK -> decapsulate(packet, state, nowNanos);
    };
    counts[slot(verdict)]++;
    return verdict;
  }

  private Verdict encapsulate(Packet packet, ForwardingState state, long nowNanos) {
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (packet.octet(HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    long sourceHigh = packet.half(SOURCE);
    long sourceLow = packet.half(SOURCE + 8);
    long destinationHigh = packet.half(DESTINATION);
    long destinationLow = packet.half(DESTINATION + 8);
    // RFC 6275 10.4.2: "MUST NOT be tunneled to the mobile node" (of link-local destinations)
    if (!isRoutable(sourceHigh, sourceLow) || !isRoutable(destinationHigh, destinationLow)) {
      return Verdict.INNER_SCOPE;
    }
    ForwardingState.Entry first = state.remoteHome(destinationHigh, destinationLow);
    if (first == null) {
      first = state.localHome(sourceHigh, sourceLow);
    }
    if (first == null) {
      return Verdict.NO_BINDING;
    }
    ForwardingState.Entry entry = alive(first, nowNanos);
    return entry == null ? Verdict.EXPIRED : encapsulate(packet, entry);
  }

  private Verdict encapsulate(Packet packet, ForwardingState.Entry entry) {
    // RFC 2473 4.1.2: "the entry-point node must not encapsulate" a packet that is its own tunnel packet
    if (packet.octet(NEXT_HEADER) == IPV6
        && entry.carries(
            packet.half(DESTINATION), packet.half(DESTINATION + 8), packet.half(SOURCE), packet.half(SOURCE + 8))) {
      return Verdict.NESTED;
    }
    int limit = TunnelEncapsulationLimit.of(packet);
    if (limit == 0) {
      return Verdict.NESTED;
    }
    boolean carriesLimit = limit != TunnelEncapsulationLimit.NONE;
    int headers = Packet.HEADER_LENGTH + (carriesLimit ? TunnelEncapsulationLimit.HEADER_LENGTH : 0);
    int tunnelMtu = entry.pathMtu - headers;
    if (packet.largestSegment() > tunnelMtu) {
      // RFC 2473 7.1: "max (tunnel MTU, IPv6 minimum link MTU)"; smaller packets are fragmented by who sends them.
      tooBigMtu = Math.max(tunnelMtu, MINIMUM_MTU);
      if (packet.largestSegment() > tooBigMtu) {
        return Verdict.TOO_BIG;
      }
    }
    int trafficClass = packet.word(0) >>> TRAFFIC_CLASS_SHIFT & 0xff;
    int flowLabel = flowLabel(packet);
    if (carriesLimit) {
      TunnelEncapsulationLimit.prepend(packet, limit - 1);
    }
    writeOuterHeader(packet, entry, trafficClass, flowLabel, carriesLimit ? DESTINATION_OPTIONS : IPV6);
    return Verdict.ENCAPSULATED;
  }

  private static void writeOuterHeader(
      Packet packet, ForwardingState.Entry entry, int trafficClass, int flowLabel, int nextHeader) {
    int payload = packet.length();
    packet.strip(-Packet.HEADER_LENGTH);
    // RFC 6040 4.1: the outer header carries the inner one's congestion bits; the rest of the class goes with them.
    packet.setWord(0, VERSION_6 << 28 | trafficClass << TRAFFIC_CLASS_SHIFT | flowLabel);
    packet.setWord(PAYLOAD_LENGTH, payload << 16 | nextHeader << 8 | OUTER_HOP_LIMIT);
    packet.setHalf(SOURCE, entry.localHigh);
    packet.setHalf(SOURCE + 8, entry.localLow);
    packet.setHalf(DESTINATION, entry.remoteHigh);
    packet.setHalf(DESTINATION + 8, entry.remoteLow);
  }

  /** RFC 6438 3: "the TEP SHOULD set the flow label" of the outer header to a hash of the inner flow. */
  private static int flowLabel(Packet packet) {
    long mixed = packet.half(SOURCE) ^ packet.half(SOURCE + 8) * 31 ^ packet.half(DESTINATION) * 17
        ^ packet.half(DESTINATION + 8) * 13 ^ (packet.word(0) & 0xf_ffff);
    mixed *= 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 44);
  }

  private Verdict decapsulate(Packet packet, ForwardingState state, long nowNanos) {
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    int outerClass = packet.word(0) >>> TRAFFIC_CLASS_SHIFT & 0xff;
    long outerSourceHigh = packet.half(SOURCE);
    long outerSourceLow = packet.half(SOURCE + 8);
    long outerDestinationHigh = packet.half(DESTINATION);
    long outerDestinationLow = packet.half(DESTINATION + 8);
    int headers = TunnelEncapsulationLimit.tunnelHeaders(packet);
    if (headers < 0) {
      return Verdict.MALFORMED;
    }
    packet.strip(headers);
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (!isRoutable(packet.half(SOURCE), packet.half(SOURCE + 8))
        || !isRoutable(packet.half(DESTINATION), packet.half(DESTINATION + 8))) {
      return Verdict.INNER_SCOPE;
    }
    if (packet.octet(HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    ForwardingState.Entry here = state.localHome(packet.half(DESTINATION), packet.half(DESTINATION + 8));
    ForwardingState.Entry there = state.remoteHome(packet.half(SOURCE), packet.half(SOURCE + 8));
    if (here == null && there == null) {
      return Verdict.NO_BINDING;
    }
    // RFC 6275 10.4.5: "MUST verify that the Source Address in the tunnel IP header is the mobile node's primary
    // care-of address"; the mobile node likewise takes packets from its home agent only.
    ForwardingState.Entry tunnel =
        carrying(here, outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow);
    if (tunnel == null) {
      tunnel = carrying(there, outerSourceHigh, outerSourceLow, outerDestinationHigh, outerDestinationLow);
    }
    if (tunnel == null) {
      return Verdict.SOURCE_NOT_BOUND;
    }
    return tunnel.expiryNanos <= nowNanos ? Verdict.EXPIRED : carryCongestion(packet, outerClass);
  }

  /** RFC 6040 4.2: what the outer header learned of congestion on the way goes on in the inner one. */
  private static Verdict carryCongestion(Packet packet, int outerClass) {
    if ((outerClass & ECN_MASK) == CONGESTION_EXPERIENCED) {
      int word = packet.word(0);
      if ((word >>> TRAFFIC_CLASS_SHIFT & ECN_MASK) == 0) {
        return Verdict.CONGESTION_NOT_CARRIED;
      }
      packet.setWord(0, word | CONGESTION_EXPERIENCED << TRAFFIC_CLASS_SHIFT);
    }
    return Verdict.DECAPSULATED;
  }

  /** Whether the header is whole and what it announces is there; what is behind that (padding of frames) is cut off. */
  private static boolean isWellFormed(Packet packet) {
    if (packet.length() < Packet.HEADER_LENGTH || packet.octet(0) >>> 4 != VERSION_6) {
      return false;
    }
    int announced = Packet.HEADER_LENGTH + packet.unsignedShort(PAYLOAD_LENGTH);
    if (announced > packet.length()) {
      return false;
    }
    if (announced < packet.length()) {
      packet.trim(announced);
    }
    return true;
  }

  /** Whether routers may forward packets from and to the address. */
  private static boolean isRoutable(long high, long low) {
    boolean multicast = high >>> 56 == 0xff;
    boolean linkLocal = high >>> 54 == 0xfe80L >>> 6;
    boolean specialOrMapped = high == 0 && (low >>> 32 == 0 || low >>> 32 == 0xffffL);
    return !multicast && !linkLocal && !specialOrMapped;
  }

  private static ForwardingState.@Nullable Entry alive(ForwardingState.Entry first, long nowNanos) {
    ForwardingState.@Nullable Entry entry = first;
    while (entry != null && entry.expiryNanos <= nowNanos) {
      entry = entry.next;
    }
    return entry;
  }

  private static ForwardingState.@Nullable Entry carrying(
      ForwardingState.@Nullable Entry first,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow) {
    ForwardingState.@Nullable Entry entry = first;
    while (entry != null && !entry.carries(sourceHigh, sourceLow, destinationHigh, destinationLow)) {
      entry = entry.next;
    }
    return entry;
  }
}
