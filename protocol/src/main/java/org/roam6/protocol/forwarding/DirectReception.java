package org.roam6.protocol.forwarding;

import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/** Takes packets that came along a direct path (RFC 6275 9.3.1, 11.3.3). */
final class DirectReception {

  private final News news;

  DirectReception(News news) {
    this.news = news;
  }

  /**
   * Takes the type 2 routing header and the Home Address option out of a packet that has one of them or both.
   *
   * @param chain its headers, which are well-formed
   */
  Verdict receive(Packet packet, HeaderChain chain, ForwardingState state, long nowNanos) {
    int protocol = chain.protocol();
    // The kernel alone could check the authentication; Mobility Headers are for who reads the signalling.
    if (protocol == IpProtocol.MOBILITY
        || protocol == IpProtocol.AUTHENTICATION_HEADER
        || chain.isRoutedElsewhere()) {
      return Verdict.NOT_FOR_TUNNELS;
    }
    if (Icmpv6Type.isDiscovery(chain.icmpv6Type(packet))) {
      return receiveDiscovery(packet, chain, state, nowNanos);
    }
    if (chain.isRouted() && !isRoutedHere(packet, chain, state, nowNanos)) {
      return Verdict.ROUTING_HEADER;
    }
    if (chain.hasHomeAddress()) {
      Verdict refusal = checkHomeAddress(packet, chain, state, nowNanos);
      if (refusal != Verdict.DIRECT_RECEIVED) {
        return refusal;
      }
    }
    DirectHeaders.remove(packet, chain, 0);
    if (!PacketChecks.hasRoutableAddresses(packet)) {
      return Verdict.INNER_SCOPE;
    }
    news.receivedDirectly(packet, chain.isRouted(), chain.hasHomeAddress(), nowNanos);
    return Verdict.DIRECT_RECEIVED;
  }

  // RFC 6275 6.7: "A Home Address destination option MUST be included", where the binding is one at a home agent;
  // whoever reads the signalling has the rest.
  private Verdict receiveDiscovery(Packet packet, HeaderChain chain, ForwardingState state, long nowNanos) {
    int option = chain.homeAddressOption() + HeaderChain.OPTION_DATA;
    boolean bound =
        !chain.hasHomeAddress()
            || Forwarder.carrying(
                    state.remoteHome(packet.half(option), packet.half(option + 8)),
                    packet,
                    Packet.SOURCE,
                    Packet.DESTINATION)
                != null;
    return bound || checkHomeAddress(packet, chain, state, nowNanos) == Verdict.DIRECT_RECEIVED
        ? Verdict.NOT_FOR_TUNNELS
        : Verdict.HOME_ADDRESS_NOT_BOUND;
  }

  // RFC 6275 11.3.3: "If any of these checks fail, the node MUST silently discard the packet."
  private static boolean isRoutedHere(
      Packet packet, HeaderChain chain, ForwardingState state, long nowNanos) {
    if (!chain.isRoutingRight(packet)) {
      return false;
    }
    int home = chain.routing() + HeaderChain.ROUTED_ADDRESS;
    long careOfHigh = packet.half(Packet.DESTINATION);
    long careOfLow = packet.half(Packet.DESTINATION + 8);
    ForwardingState.Entry entry = state.localHome(packet.half(home), packet.half(home + 8));
    while (entry != null && (entry.expiryNanos <= nowNanos || !entry.isLocalEnd(careOfHigh, careOfLow))) {
      entry = entry.next;
    }
    return entry != null;
  }

  private Verdict checkHomeAddress(Packet packet, HeaderChain chain, ForwardingState state, long nowNanos) {
    int option = chain.homeAddressOption() + HeaderChain.OPTION_DATA;
    long homeHigh = packet.half(option);
    long homeLow = packet.half(option + 8);
    // RFC 6275 9.3.1: "Packets containing a Home Address option MUST be dropped if the given home address is not a
    // unicast routable address."
    if (!PacketChecks.isRoutable(homeHigh, homeLow)) {
      return Verdict.INNER_SCOPE;
    }
    // RFC 6275 9.3.1: "If the Next Header value of the Destination Option is one of the following: {50 (ESP), [...]}, the
    // packet SHOULD be processed normally."
    if (chain.protocol() == IpProtocol.ENCAPSULATING_SECURITY_PAYLOAD) {
      return Verdict.DIRECT_RECEIVED;
    }
    int destination = chain.isRouted() ? chain.routing() + HeaderChain.ROUTED_ADDRESS : Packet.DESTINATION;
    long destinationHigh = packet.half(destination);
    long destinationLow = packet.half(destination + 8);
    DirectPathTable.Entry binding =
        state.toMobileNodes().get(homeHigh, homeLow, destinationHigh, destinationLow, nowNanos);
    // RFC 6275 9.3.1: "the currently registered care-of address MUST be equal to the source address of the packet"
    if (binding != null
        && binding.hasCareOfAddress(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8))) {
      return Verdict.DIRECT_RECEIVED;
    }
    news.unboundHomeAddress(packet, destinationHigh, destinationLow, option, nowNanos);
    return Verdict.HOME_ADDRESS_NOT_BOUND;
  }
}
