package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.wire.iana.Icmpv6Code;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/** What ICMPv6 errors about tunnel packets say to this end, and to the sources of the packets inside (RFC 2473 8). */
final class TunnelErrors {

  /** RFC 2473 8.2: "Type 1 - unreachable node, Code 3 - address unreachable". */
  static final int UNREACHABLE = Icmpv6Type.DESTINATION_UNREACHABLE << 8 | Icmpv6Code.ADDRESS_UNREACHABLE;

  static final int TOO_BIG = Icmpv6Type.PACKET_TOO_BIG << 8;

  // Of the ICMPv6 message; what it quotes begins behind its 8 octets.
  private static final int MESSAGE = Packet.HEADER_LENGTH;
  private static final int PARAMETER = MESSAGE + 4;
  private static final int QUOTATION = MESSAGE + 8;
  private static final int FRAGMENT_HEADER_LENGTH = 8;
  private static final int NONE = -1;

  private final ErrorMessages messages;
  private final HeaderChain chain = new HeaderChain();
  private ForwardingState.@Nullable Entry tunnel;

  TunnelErrors(ErrorMessages messages) {
    this.messages = messages;
  }

  /** After {@link Verdict#ERROR_RELAYED}: the tunnel that the error is about. */
  ForwardingState.@Nullable Entry tunnel() {
    return tunnel;
  }

  /** Takes an ICMPv6 message; after {@link Verdict#ERROR_RELAYED} the packet shows that for the source inside. */
  Verdict relay(Packet packet, ForwardingState state, long nowNanos) {
    int inner = innerPacket(packet);
    if (inner == NONE) {
      return Verdict.NOT_FOR_TUNNELS;
    }
    ForwardingState.Entry entry = tunnelOf(packet, inner, state);
    if (entry == null || !isChecksumRight(packet)) {
      return Verdict.ERROR_NOT_BELIEVED;
    }
    tunnel = entry;
    int type = packet.octet(MESSAGE);
    if (type == Icmpv6Type.PACKET_TOO_BIG) {
      return tooBig(packet, inner, entry, nowNanos);
    }
    boolean relayed = isAboutTheTunnel(packet, type) && relay(packet, inner, UNREACHABLE, 0, entry, nowNanos);
    return relayed ? Verdict.ERROR_RELAYED : Verdict.ERROR_KEPT;
  }

  // RFC 2473 8.1: "hop limit exceeded", "unreachable node" and "A Parameter Problem ICMP message pointing to a valid
  // Tunnel Encapsulation Limit Destination header [...] are reported to the source of the original IPv6 packet"
  private static boolean isAboutTheTunnel(Packet packet, int type) {
    int code = packet.octet(MESSAGE + 1);
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE -> true;
      case Icmpv6Type.TIME_EXCEEDED -> code == Icmpv6Code.HOP_LIMIT_EXCEEDED;
      case Icmpv6Type.PARAMETER_PROBLEM -> code == Icmpv6Code.ERRONEOUS_HEADER_FIELD && pointsToSpentLimit(packet);
      default -> false;
    };
  }

  // RFC 2473 8.2: "pointing to a valid Tunnel Encapsulation Limit destination header with the Tun Encap Lim field set
  // to a value zero"
  private static boolean pointsToSpentLimit(Packet packet) {
    int pointer = packet.word(PARAMETER);
    return pointer == Packet.HEADER_LENGTH + TunnelEncapsulationLimit.VALUE
        && packet.octet(QUOTATION + Packet.NEXT_HEADER) == IpProtocol.DESTINATION_OPTIONS
        && packet.octet(QUOTATION + pointer - 2) == TunnelEncapsulationLimit.OPTION_TYPE
        && packet.octet(QUOTATION + pointer) == 0;
  }

  private Verdict tooBig(Packet packet, int inner, ForwardingState.Entry entry, long nowNanos) {
    int mtu = packet.word(PARAMETER);
    // RFC 8201 4: "If a node receives a Packet Too Big message reporting a next-hop MTU that is less than the IPv6
    // minimum link MTU, it must discard it."
    if (mtu < ForwardingState.MINIMUM_MTU) {
      return Verdict.ERROR_NOT_BELIEVED;
    }
    entry.learnPathMtu(mtu, nowNanos);
    boolean fragmented = packet.octet(QUOTATION + Packet.NEXT_HEADER) == IpProtocol.FRAGMENT;
    int direct = goesOnDirectly(packet, inner, entry) ? HeaderChain.DIRECT_HEADER_LENGTH : 0;
    int headers = inner - QUOTATION - (fragmented ? FRAGMENT_HEADER_LENGTH : 0) + direct;
    int size = Packet.HEADER_LENGTH + packet.unsignedShort(inner + Packet.PAYLOAD_LENGTH) - direct;
    int tunnelMtu = Math.max(entry.pathMtu(nowNanos) - headers, ForwardingState.MINIMUM_MTU);
    // RFC 2473 8.2: "an ICMP "packet too big" message is sent to the source of the original packet only if the original
    // packet size is larger than the minimum link MTU size required for IPv6"
    boolean relayed = size > tunnelMtu && relay(packet, inner, TOO_BIG, tunnelMtu, entry, nowNanos);
    return relayed ? Verdict.ERROR_RELAYED : Verdict.ERROR_KEPT;
  }

  private boolean relay(
      Packet packet, int inner, int typeAndCode, int parameter, ForwardingState.Entry entry, long nowNanos) {
    packet.strip(inner);
    if (goesOnDirectly(packet, 0, entry)) {
      DirectHeaders.remove(packet, chain, 0);
    }
    return messages.write(packet, typeAndCode, parameter, entry.localEnd.high(), entry.localEnd.low(), nowNanos);
  }

  /** Whether the packet inside has the type 2 routing header that this host put in before the tunnel. */
  private boolean goesOnDirectly(Packet packet, int inner, ForwardingState.Entry entry) {
    if (entry.side == Tunnel.Side.HOME_AGENT) {
      return false;
    }
    // The quotation may end before the headers do.
    chain.read(packet, inner);
    return chain.isRouted() && !chain.hasHomeAddress();
  }

  /** Where the inner packet begins of the tunnel packet that an ICMPv6 error quotes, or {@link #NONE}. */
  private static int innerPacket(Packet packet) {
    int least = QUOTATION + 2 * Packet.HEADER_LENGTH;
    if (packet.length() < least) {
      return NONE;
    }
    int type = packet.octet(MESSAGE);
    if (type < Icmpv6Type.DESTINATION_UNREACHABLE || type > Icmpv6Type.PARAMETER_PROBLEM) {
      return NONE;
    }
    int next = packet.octet(QUOTATION + Packet.NEXT_HEADER);
    int at = QUOTATION + Packet.HEADER_LENGTH;
    if (next == IpProtocol.FRAGMENT && packet.unsignedShort(at + 2) >>> 3 == 0) {
      next = packet.octet(at);
      at += FRAGMENT_HEADER_LENGTH;
    }
    if (next == IpProtocol.DESTINATION_OPTIONS) {
      next = packet.octet(at);
      at += 8 * (packet.octet(at + 1) + 1);
    }
    boolean whole = next == IpProtocol.IPV6 && at + Packet.HEADER_LENGTH <= packet.length();
    return whole && packet.octet(at) >>> 4 == 6 ? at : NONE;
  }

  /** The tunnel that the quoted packet went into. */
  private static ForwardingState.@Nullable Entry tunnelOf(Packet packet, int inner, ForwardingState state) {
    int source = QUOTATION + Packet.SOURCE;
    int destination = QUOTATION + Packet.DESTINATION;
    // The error came to where the tunnel packet came from.
    if (packet.half(source) != packet.half(Packet.DESTINATION)
        || packet.half(source + 8) != packet.half(Packet.DESTINATION + 8)) {
      return null;
    }
    int to = inner + Packet.DESTINATION;
    int from = inner + Packet.SOURCE;
    ForwardingState.Entry entry = Forwarder.carrying(
        state.remoteHome(packet.half(to), packet.half(to + 8)), packet, destination, source);
    return entry != null
        ? entry
        : Forwarder.carrying(
            state.localHome(packet.half(from), packet.half(from + 8)), packet, destination, source);
  }

  static boolean isChecksumRight(Packet packet) {
    int length = packet.length() - Packet.HEADER_LENGTH;
    long sum = InternetChecksum.addNumber(InternetChecksum.addNumber(0, length), IpProtocol.ICMPV6);
    sum = InternetChecksum.add(sum, packet.memory(), packet.start() + Packet.SOURCE, 2 * 16 + length);
    return InternetChecksum.fold(sum) == 0xffff;
  }
}
