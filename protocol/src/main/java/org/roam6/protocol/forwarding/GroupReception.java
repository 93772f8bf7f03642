package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.wire.iana.Icmpv6Type;

/** Takes packets to multicast groups, and listener messages, out of tunnels (RFC 6275 10.4.3, 11.3.4). */
final class GroupReception {

  private final News news;

  GroupReception(News news) {
    this.news = news;
  }

  /** Whether a message says which groups a node listens to, or no longer listens to. */
  static boolean isReport(int icmpv6Type) {
    return icmpv6Type == Icmpv6Type.MULTICAST_LISTENER_REPORT
        || icmpv6Type == Icmpv6Type.MULTICAST_LISTENER_DONE
        || icmpv6Type == Icmpv6Type.MULTICAST_LISTENER_REPORT_V2;
  }

  /**
   * Looks at a packet that has left its outer header.
   *
   * @param chain its headers, which are well-formed
   * @param tunnel that the packet came through, going by its outer header; null where there is none
   * @param outerClass the traffic class of the outer header
   */
  Verdict receive(
      Packet packet,
      HeaderChain chain,
      ForwardingState state,
      ForwardingState.@Nullable Entry tunnel,
      int outerClass) {
    int type = chain.icmpv6Type(packet);
    boolean listener = isReport(type) || type == Icmpv6Type.MULTICAST_LISTENER_QUERY;
    if (!listener && !PacketChecks.isToGroup(packet)) {
      return Verdict.INNER_SCOPE;
    }
    if (packet.octet(Packet.HOP_LIMIT) == 0) {
      return Verdict.HOP_LIMIT_EXCEEDED;
    }
    if (tunnel == null) {
      return Verdict.SOURCE_NOT_BOUND;
    }
    return switch (tunnel.side) {
      case HOME_AGENT -> listener
          ? fromListener(packet, state, tunnel)
          : fromMobileNode(packet, state, tunnel, outerClass);
      case MOBILE_NODE -> isReport(type)
          ? Verdict.INNER_SCOPE
          : fromHomeAgent(packet, tunnel, type, outerClass);
    };
  }

  // RFC 6275 10.4.3: "it is necessary for the home agent to identify which mobile node was actually the issuer of a
  // particular MLD message. This may be accomplished by noting which tunnel such an MLD arrived by"; "If this support
  // is not provided, multicast group membership control messages are silently ignored."
  private Verdict fromListener(Packet packet, ForwardingState state, ForwardingState.Entry tunnel) {
    if (!state.groups().isForwarding()) {
      return Verdict.INNER_SCOPE;
    }
    news.throughTunnel(tunnel.key(), packet);
    return Verdict.SIGNALLING;
  }

  private static Verdict fromMobileNode(
      Packet packet, ForwardingState state, ForwardingState.Entry tunnel, int outerClass) {
    if (!state.groups().isForwarding()) {
      return Verdict.INNER_SCOPE;
    }
    // RFC 6275 11.3.4: "a mobile node that tunnels a multicast packet to its home agent MUST use its home address as
    // the IPv6 Source Address of the inner multicast packet"; several can share a care-of address.
    ForwardingState.Entry entry = state.remoteHome(packet.half(Packet.SOURCE), packet.half(Packet.SOURCE + 8));
    while (entry != null
        && !entry.carries(tunnel.remoteHigh, tunnel.remoteLow, tunnel.localEnd.high(), tunnel.localEnd.low())) {
      entry = entry.next;
    }
    if (entry == null) {
      return Verdict.SOURCE_NOT_BOUND;
    }
    if (!OuterHeader.carryCongestion(packet, outerClass)) {
      return Verdict.CONGESTION_NOT_CARRIED;
    }
    return PacketChecks.spendHop(packet) ? Verdict.TO_HOME_LINK : Verdict.HOP_LIMIT_EXCEEDED;
  }

  // RFC 6275 8.5: "the mobile node MUST be able to receive tunneled multicast packets from the home agent"
  private Verdict fromHomeAgent(Packet packet, ForwardingState.Entry tunnel, int type, int outerClass) {
    if (!OuterHeader.carryCongestion(packet, outerClass)) {
      return Verdict.CONGESTION_NOT_CARRIED;
    }
    if (type == Icmpv6Type.MULTICAST_LISTENER_QUERY) {
      news.throughTunnel(tunnel.key(), packet);
    }
    return Verdict.DECAPSULATED;
  }
}
