package org.roam6.protocol.forwarding;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Event;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/**
 * Takes packets into tunnels and out of them (RFC 6275 10.4.2, 10.4.5 and 11.3.1, RFC 2473). Used by one thread;
 * allocates nothing for a packet. It counts its verdicts.
 *
 * <p>The host that routed a packet to the tunnels, or routes it on behind them, lowers the inner hop limit (RFC 2473
 * 3.1): the forwarder leaves it alone.
 */
public final class Forwarder {

  private static final int VERSION_6 = 6;
  private static final int OUTER_HOP_LIMIT = 64;
  private static final int ECN_MASK = 3;
  private static final int CONGESTION_EXPERIENCED = 3;
  private static final int TRAFFIC_CLASS_SHIFT = 20;
  private static final int PARAMETER_PROBLEM = Icmpv6Type.PARAMETER_PROBLEM << 8;

  /** Where the ICMPv6 error goes that a packet shows after it was dropped. */
  public enum Answer {
    /** There is none. */
    NONE,
    /** Along the host's routes. */
    ROUTED,
    /** To the host itself, as if it came through the tunnel. */
    TO_HOST
  }

  private final long[] counts = new long[Verdict.values().length];
  private final ErrorMessages messages = new ErrorMessages();
  private final TunnelErrors errors = new TunnelErrors(messages);
  private final TunnelReassembler reassembler = new TunnelReassembler();
  // Each mobile node that was forgotten is worth one hint a second; a flood of others costs little.
  private final AddressRateLimits hints = new AddressRateLimits(
      new AddressRateLimits.Rate(1, 1_000_000_000), new AddressRateLimits.Rate(100, 1_000_000));
  private Answer answer = Answer.NONE;
  private Event.@Nullable UnboundTunnelPacket unbound;
  private int pathMtu;

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

  /**
   * After {@link Verdict#ENCAPSULATED}: octets that each packet may have on the way. A longer one, as can be where the
   * inner packet has at most 1280 octets, is to be sent in fragments.
   */
  public int pathMtu() {
    return pathMtu;
  }

  /** After {@link Verdict#NO_BINDING}: what is to be told of it, if it came through a tunnel and is not one of many. */
  public Event.@Nullable UnboundTunnelPacket unbound() {
    return unbound;
  }

  /** What the packet shows after it was dropped. */
  public Answer answer() {
    return answer;
  }

  /**
   * Takes one packet into its tunnel or out of it. Unless the verdict is a drop, {@code packet} then shows what is to
   * go on. After a drop it may show an ICMPv6 error that is to be sent in its place: {@link #answer}.
   *
   * @param nowNanos the time, as {@link org.roam6.protocol.Time#nanos()}
   */
  public Verdict forward(Packet packet, ForwardingState state, long nowNanos) {
    answer = Answer.NONE;
    unbound = null;
    Verdict verdict = switch (packet.origin()) {
      case HOST -> encapsulate(packet, state, nowNanos);
      case LINK -> receive(packet, state, nowNanos);
    };
    counts[slot(verdict)]++;
    return verdict;
  }

  private Verdict encapsulate(Packet packet, ForwardingState state, long nowNanos) {
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (packet.octet(Packet.HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    // RFC 6275 10.4.2: "MUST NOT be tunneled to the mobile node" (of link-local destinations)
    if (!hasRoutableAddresses(packet)) {
      return Verdict.INNER_SCOPE;
    }
    ForwardingState.Entry first =
        state.remoteHome(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
    if (first == null) {
      first = state.localHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
    }
    if (first == null) {
      return Verdict.NO_BINDING;
    }
    ForwardingState.Entry entry = alive(first, nowNanos);
    if (entry == null) {
      // A mobile node's own sockets need not know: it registers again.
      if (answerOf(first) == Answer.ROUTED) {
        owe(packet, TunnelErrors.UNREACHABLE, 0, first, nowNanos);
      }
      return Verdict.EXPIRED;
    }
    return entry.tunnel.sending() ? encapsulate(packet, entry, nowNanos) : Verdict.NOT_SENDING;
  }

  private void owe(
      Packet packet, int typeAndCode, int parameter, ForwardingState.Entry from, long nowNanos) {
    if (messages.write(packet, typeAndCode, parameter, from, nowNanos)) {
      answer = answerOf(from);
    }
  }

  private static Answer answerOf(ForwardingState.Entry tunnel) {
    return switch (tunnel.tunnel.side()) {
      case HOME_AGENT -> Answer.ROUTED;
      case MOBILE_NODE -> Answer.TO_HOST;
    };
  }

  private Verdict encapsulate(Packet packet, ForwardingState.Entry entry, long nowNanos) {
    // RFC 2473 4.1.2: "the entry-point node must not encapsulate" a packet that is its own tunnel packet
    if (packet.octet(Packet.NEXT_HEADER) == IpProtocol.IPV6
        && entry.carries(
            packet.half(Packet.DESTINATION),
            packet.half(Packet.DESTINATION + 8),
            packet.half(Packet.SOURCE),
            packet.half(Packet.SOURCE + 8))) {
      return Verdict.NESTED;
    }
    int limit = TunnelEncapsulationLimit.of(packet);
    if (limit == 0) {
      oweForSpentLimit(packet, entry, nowNanos);
      return Verdict.NESTED;
    }
    boolean carriesLimit = limit != TunnelEncapsulationLimit.NONE;
    int headers = Packet.HEADER_LENGTH + (carriesLimit ? TunnelEncapsulationLimit.HEADER_LENGTH : 0);
    pathMtu = entry.pathMtu(nowNanos);
    // RFC 2473 7.1: "max (tunnel MTU, IPv6 minimum link MTU)"; a packet "equal or smaller than the IPv6 minimum link
    // MTU" is encapsulated all the same, and its tunnel packet fragmented
    int largest = Math.max(pathMtu - headers, ForwardingState.MINIMUM_MTU);
    if (packet.largestSegment() > largest) {
      owe(packet, TunnelErrors.TOO_BIG, largest, entry, nowNanos);
      return Verdict.TOO_BIG;
    }
    int trafficClass = packet.word(0) >>> TRAFFIC_CLASS_SHIFT & 0xff;
    int flowLabel = flowLabel(packet);
    if (carriesLimit) {
      TunnelEncapsulationLimit.prepend(packet, limit - 1);
    }
    int next = carriesLimit ? IpProtocol.DESTINATION_OPTIONS : IpProtocol.IPV6;
    writeOuterHeader(packet, entry, trafficClass, flowLabel, next);
    return Verdict.ENCAPSULATED;
  }

  // RFC 2473 4.1.1: "an ICMP Parameter Problem message [ICMP-Spec] is sent to the source of the packet [...] and the
  // Pointer field is set to point to the third octet of the Tunnel Encapsulation Limit option"
  private void oweForSpentLimit(Packet packet, ForwardingState.Entry entry, long nowNanos) {
    if (packet.octet(Packet.NEXT_HEADER) == IpProtocol.DESTINATION_OPTIONS) {
      owe(packet, PARAMETER_PROBLEM, TunnelEncapsulationLimit.pointer(packet), entry, nowNanos);
    }
  }

  private static void writeOuterHeader(
      Packet packet, ForwardingState.Entry entry, int trafficClass, int flowLabel, int nextHeader) {
    int payload = packet.length();
    packet.strip(-Packet.HEADER_LENGTH);
    // RFC 6040 4.1: the outer header carries the inner one's congestion bits; the rest of the class goes with them.
    packet.setWord(0, VERSION_6 << 28 | trafficClass << TRAFFIC_CLASS_SHIFT | flowLabel);
    packet.setWord(Packet.PAYLOAD_LENGTH, payload << 16 | nextHeader << 8 | OUTER_HOP_LIMIT);
    packet.setHalf(Packet.SOURCE, entry.localHigh);
    packet.setHalf(Packet.SOURCE + 8, entry.localLow);
    packet.setHalf(Packet.DESTINATION, entry.remoteHigh);
    packet.setHalf(Packet.DESTINATION + 8, entry.remoteLow);
  }

  /** RFC 6438 3: "the TEP SHOULD set the flow label" of the outer header to a hash of the inner flow. */
  private static int flowLabel(Packet packet) {
    long mixed = packet.half(Packet.SOURCE) ^ packet.half(Packet.SOURCE + 8) * 31 ^ packet.half(Packet.DESTINATION) * 17
        ^ packet.half(Packet.DESTINATION + 8) * 13 ^ (packet.word(0) & 0xf_ffff);
    mixed *= 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 44);
  }

  private Verdict receive(Packet packet, ForwardingState state, long nowNanos) {
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    return switch (packet.octet(Packet.NEXT_HEADER)) {
      case IpProtocol.FRAGMENT -> switch (reassembler.accept(packet, nowNanos)) {
        case COMPLETE -> decapsulate(packet, state, nowNanos);
        case WAITING -> Verdict.FRAGMENT_WAITS;
        case REFUSED -> Verdict.FRAGMENT_REFUSED;
      };
      case IpProtocol.ICMPV6 -> relay(packet, state, nowNanos);
      default -> decapsulate(packet, state, nowNanos);
    };
  }

  private Verdict relay(Packet packet, ForwardingState state, long nowNanos) {
    Verdict verdict = errors.relay(packet, state, nowNanos);
    if (verdict == Verdict.ERROR_RELAYED) {
      answer = answerOf(Objects.requireNonNull(errors.tunnel()));
    }
    return verdict;
  }

  private Verdict decapsulate(Packet packet, ForwardingState state, long nowNanos) {
    int outerClass = packet.word(0) >>> TRAFFIC_CLASS_SHIFT & 0xff;
    long outerSourceHigh = packet.half(Packet.SOURCE);
    long outerSourceLow = packet.half(Packet.SOURCE + 8);
    long outerDestinationHigh = packet.half(Packet.DESTINATION);
    long outerDestinationLow = packet.half(Packet.DESTINATION + 8);
    int headers = TunnelEncapsulationLimit.tunnelHeaders(packet);
    if (headers < 0) {
      return Verdict.MALFORMED;
    }
    packet.strip(headers);
    if (!isWellFormed(packet)) {
      return Verdict.MALFORMED;
    }
    if (!hasRoutableAddresses(packet)) {
      return Verdict.INNER_SCOPE;
    }
    if (packet.octet(Packet.HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    ForwardingState.Entry here = state.localHome(packet.half(Packet.DESTINATION), packet.half(Packet.DESTINATION + 8));
    ForwardingState.Entry there = state.remoteHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
    if (here == null && there == null) {
      if (hints.take(outerSourceHigh, outerSourceLow, nowNanos)) {
        unbound = new Event.UnboundTunnelPacket(
            new Ipv6Address(outerSourceHigh, outerSourceLow),
            new Ipv6Address(outerDestinationHigh, outerDestinationLow),
            new Ipv6Address(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8)));
      }
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

  /**
   * The binding, of those that begin with {@code first}, whose tunnel ends are the addresses that stand at these places.
   */
  static ForwardingState.@Nullable Entry carrying(
      ForwardingState.@Nullable Entry first, Packet packet, int remote, int local) {
    return carrying(
        first, packet.half(remote), packet.half(remote + 8), packet.half(local), packet.half(local + 8));
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
