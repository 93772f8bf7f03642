package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/**
 * What ICMPv6 errors about packets that went directly say to the sockets that sent them: these know home addresses, and
 * neither type 2 routing headers nor Home Address options (RFC 6275 9.3.4, 11.3.5).
 */
final class DirectPathErrors {

  // Of the ICMPv6 message; what it quotes begins behind its 8 octets.
  private static final int MESSAGE = Packet.HEADER_LENGTH;
  private static final int CHECKSUM = MESSAGE + 2;
  private static final int PARAMETER = MESSAGE + 4;
  private static final int QUOTATION = MESSAGE + 8;

  private final HeaderChain quoted = new HeaderChain();

  /**
   * Takes an ICMPv6 message; after {@link Verdict#ERROR_RELAYED} the packet shows it as the host's sockets are to see it.
   * After other verdicts the packet is unchanged.
   */
  Verdict relay(Packet packet, ForwardingState state, long nowNanos) {
    if (!quotesDirectPacket(packet)) {
      return Verdict.NOT_FOR_TUNNELS;
    }
    DirectPathTable.Entry toMobileNode = quoted.isRouted() ? toMobileNode(packet, state, nowNanos) : null;
    DirectPathTable.Entry fromHome = quoted.hasHomeAddress() ? fromHome(packet, state, nowNanos) : null;
    boolean ours = (toMobileNode != null) == quoted.isRouted()
        && (fromHome != null) == quoted.hasHomeAddress()
        && cameBackToItsSource(packet);
    if (!ours || !TunnelErrors.isChecksumRight(packet)) {
      return Verdict.ERROR_NOT_BELIEVED;
    }
    return switch (packet.octet(MESSAGE)) {
      case Icmpv6Type.PACKET_TOO_BIG -> tooBig(packet, toMobileNode, fromHome, nowNanos);
      case Icmpv6Type.PARAMETER_PROBLEM -> parameterProblem(packet);
      default -> show(packet);
    };
  }

  private boolean quotesDirectPacket(Packet packet) {
    if (packet.length() < QUOTATION + Packet.HEADER_LENGTH) {
      return false;
    }
    int type = packet.octet(MESSAGE);
    if (type < Icmpv6Type.DESTINATION_UNREACHABLE || type > Icmpv6Type.PARAMETER_PROBLEM) {
      return false;
    }
    // How the quotation ends does not matter: the headers of direct paths are among the first.
    quoted.read(packet, QUOTATION);
    return (quoted.isRouted() || quoted.hasHomeAddress()) && quoted.protocol() != IpProtocol.MOBILITY;
  }

  private int originalSource() {
    return quoted.hasHomeAddress()
        ? quoted.homeAddressOption() + HeaderChain.OPTION_DATA
        : QUOTATION + Packet.SOURCE;
  }

  private int originalDestination() {
    return quoted.isRouted() ? quoted.routing() + HeaderChain.ROUTED_ADDRESS : QUOTATION + Packet.DESTINATION;
  }

  private DirectPathTable.@Nullable Entry toMobileNode(Packet packet, ForwardingState state, long nowNanos) {
    return find(packet, state.toMobileNodes(), QUOTATION + Packet.DESTINATION, nowNanos);
  }

  private DirectPathTable.@Nullable Entry fromHome(Packet packet, ForwardingState state, long nowNanos) {
    return find(packet, state.toCorrespondents(), QUOTATION + Packet.SOURCE, nowNanos);
  }

  /** The path of the packet, if it went by the care-of address that stands at this place. */
  private DirectPathTable.@Nullable Entry find(Packet packet, DirectPathTable table, int careOf, long nowNanos) {
    int peer = originalDestination();
    int own = originalSource();
    DirectPathTable.Entry entry = table.get(
        packet.half(peer), packet.half(peer + 8), packet.half(own), packet.half(own + 8), nowNanos);
    return entry != null && entry.hasCareOfAddress(packet.half(careOf), packet.half(careOf + 8)) ? entry : null;
  }

  private static boolean cameBackToItsSource(Packet packet) {
    int source = QUOTATION + Packet.SOURCE;
    return packet.half(source) == packet.half(Packet.DESTINATION)
        && packet.half(source + 8) == packet.half(Packet.DESTINATION + 8);
  }

  private Verdict tooBig(
      Packet packet,
      DirectPathTable.@Nullable Entry toMobileNode,
      DirectPathTable.@Nullable Entry fromHome,
      long nowNanos) {
    int mtu = packet.word(PARAMETER);
    // RFC 8201 4: "If a node receives a Packet Too Big message reporting a next-hop MTU that is less than the IPv6
    // minimum link MTU, it must discard it."
    if (mtu < ForwardingState.MINIMUM_MTU) {
      return Verdict.ERROR_NOT_BELIEVED;
    }
    int headers = 0;
    int path = mtu;
    if (toMobileNode != null) {
      toMobileNode.mtu.learn(mtu, nowNanos);
      path = Math.min(path, toMobileNode.mtu.octets(nowNanos));
      headers += HeaderChain.DIRECT_HEADER_LENGTH;
    }
    if (fromHome != null) {
      fromHome.mtu.learn(mtu, nowNanos);
      path = Math.min(path, fromHome.mtu.octets(nowNanos));
      headers += HeaderChain.DIRECT_HEADER_LENGTH;
    }
    int size = Packet.HEADER_LENGTH + packet.unsignedShort(QUOTATION + Packet.PAYLOAD_LENGTH) - headers;
    int largest = Math.max(path - headers, ForwardingState.MINIMUM_MTU);
    // What is no longer than every link carries goes in fragments from now on.
    if (size <= largest) {
      return Verdict.ERROR_KEPT;
    }
    packet.setWord(PARAMETER, largest);
    return show(packet);
  }

  /** What our own headers have to do with it, the socket cannot know. */
  private Verdict parameterProblem(Packet packet) {
    int pointer = packet.word(PARAMETER);
    int shift = 0;
    if (quoted.isRouted()) {
      int distance = pointer - (quoted.routing() - QUOTATION);
      shift += distance < 0 ? 0 : HeaderChain.DIRECT_HEADER_LENGTH;
      if (distance >= 0 && distance < HeaderChain.DIRECT_HEADER_LENGTH) {
        return Verdict.ERROR_KEPT;
      }
    }
    if (quoted.hasHomeAddress()) {
      int distance = pointer - (quoted.options() - QUOTATION);
      shift += distance < 0 ? 0 : HeaderChain.DIRECT_HEADER_LENGTH;
      if (distance >= 0 && distance < HeaderChain.DIRECT_HEADER_LENGTH) {
        return Verdict.ERROR_KEPT;
      }
    }
    packet.setWord(PARAMETER, pointer - shift);
    return show(packet);
  }

  private Verdict show(Packet packet) {
    DirectHeaders.remove(packet, quoted, QUOTATION);
    packet.setHalf(Packet.DESTINATION, packet.half(QUOTATION + Packet.SOURCE));
    packet.setHalf(Packet.DESTINATION + 8, packet.half(QUOTATION + Packet.SOURCE + 8));
    int length = packet.length() - Packet.HEADER_LENGTH;
    packet.setShort(Packet.PAYLOAD_LENGTH, length);
    long sum = InternetChecksum.addNumber(InternetChecksum.addNumber(0, length), IpProtocol.ICMPV6);
    packet.setChecksum(CHECKSUM, sum, Packet.SOURCE, 2 * 16 + length);
    return Verdict.ERROR_RELAYED;
  }
}
