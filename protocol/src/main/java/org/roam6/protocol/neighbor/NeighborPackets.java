package org.roam6.protocol.neighbor;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscovery;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** The packets of Neighbor Discovery that roles send, ready for the link. */
public final class NeighborPackets {

  private NeighborPackets() {}

  /** Asks whether anybody has {@code target}. */
  public static Effect.SendOnLink duplicateProbe(InterfaceName out, Ipv6Address target) {
    // RFC 4862 5.4.2: "the IP source is set to the unspecified address, and the IP destination is set to the
    // solicited-node multicast address of the target address"
    return toGroup(
        out, Ipv6Address.UNSPECIFIED, target.solicitedNode(), new NeighborSolicitation(target, List.of()));
  }

  /**
   * Solicits routers. There is no link-layer address option in it: from an address that may prove to be a duplicate it
   * would overwrite what the router knows of the address's owner (RFC 4429 3.2).
   *
   * @param source a link-local address of this host, or the unspecified address
   */
  public static Effect.SendOnLink routerSolicitation(InterfaceName out, Ipv6Address source) {
    return toGroup(out, source, Ipv6Address.ALL_ROUTERS, new RouterSolicitation(List.of()));
  }

  /**
   * Asks a neighbour whose link-layer address is known whether it is still there (RFC 4861 7.3.3).
   *
   * @param source a link-local address of this host, which no one else may have
   * @param own the link-layer address of this host
   * @param target the address of the neighbour
   * @param neighbor its link-layer address
   */
  public static Effect.SendOnLink reachabilityProbe(
      InterfaceName out, Ipv6Address source, LinkLayerAddress own, Ipv6Address target, LinkLayerAddress neighbor) {
    // RFC 4861 4.3: "this option MUST be included in multicast solicitations and SHOULD be included in unicast"
    Icmpv6Message question = new NeighborSolicitation(target, List.of(new SourceLinkLayerAddress(own)));
    return new Effect.SendOnLink(out, neighbor, packet(source, target, question));
  }

  /**
   * Tells all nodes of a link, unasked, that {@code target} is at {@code linkLayerAddress} now, whatever they knew.
   *
   * @param source an address of this host on the link
   */
  public static Effect.SendOnLink announcement(
      InterfaceName out, Ipv6Address source, Ipv6Address target, LinkLayerAddress linkLayerAddress) {
    return toGroup(out, source, Ipv6Address.ALL_NODES, advertised(false, true, target, linkLayerAddress));
  }

  /**
   * Answers a solicitation for an address that this host stands in for.
   *
   * @param source an address of this host on the link
   * @param solicitor the source of the solicitation; unspecified where it detects duplicates
   * @param neighbor the link-layer address of the solicitor
   * @param target the address asked for
   * @param linkLayerAddress the address that packets for it shall be sent to
   */
  public static Effect.SendOnLink proxyAnswer(
      InterfaceName out,
      Ipv6Address source,
      Ipv6Address solicitor,
      LinkLayerAddress neighbor,
      Ipv6Address target,
      LinkLayerAddress linkLayerAddress) {
    if (solicitor.isUnspecified()) {
      // RFC 4861 7.2.4: "If the source of the solicitation is the unspecified address, the node MUST set the Solicited
      // flag to zero and multicast the advertisement to the all-nodes address."
      return toGroup(out, source, Ipv6Address.ALL_NODES, advertised(false, false, target, linkLayerAddress));
    }
    // RFC 4861 7.2.8: "All solicited proxy Neighbor Advertisement messages MUST have the Override flag set to zero."
    // "However, in some cases (e.g., Mobile IPv6) where only one proxy is present, such delay is not necessary."
    Icmpv6Message answer = advertised(true, false, target, linkLayerAddress);
    return new Effect.SendOnLink(out, neighbor, packet(source, solicitor, answer));
  }

  /**
   * Answers a solicitation for {@code target}, an address of this host.
   *
   * @param solicitor the source of the solicitation, not unspecified
   * @param neighbor the link-layer address of the solicitor
   * @param linkLayerAddress the link-layer address of this host
   */
  public static Effect.SendOnLink answer(
      InterfaceName out,
      Ipv6Address solicitor,
      LinkLayerAddress neighbor,
      Ipv6Address target,
      LinkLayerAddress linkLayerAddress) {
    // RFC 4861 7.2.4: where the target is neither an anycast address nor one that the node stands in for, "the Override
    // flag SHOULD be set to one"
    return new Effect.SendOnLink(
        out, neighbor, packet(target, solicitor, advertised(true, true, target, linkLayerAddress)));
  }

  // RFC 6275 10.4.1: "the Router (R) bit in the Advertisement MUST be set to zero"
  private static Icmpv6Message advertised(
      boolean solicited, boolean override, Ipv6Address target, LinkLayerAddress linkLayerAddress) {
    return new NeighborAdvertisement(
        false, solicited, override, target, List.of(new TargetLinkLayerAddress(linkLayerAddress)));
  }

  private static Effect.SendOnLink toGroup(
      InterfaceName out, Ipv6Address source, Ipv6Address group, Icmpv6Message message) {
    return new Effect.SendOnLink(out, LinkLayerAddress.ofMulticast(group), packet(source, group, message));
  }

  private static Octets packet(Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {
    return Ipv6Packet.of(
            source,
            destination,
            NeighborDiscovery.HOP_LIMIT,
            IpProtocol.ICMPV6,
            message.encode(source, destination))
        .encode();
  }
}
