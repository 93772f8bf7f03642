package org.roam6.wire.icmp;

import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.ip.Ipv6Packet;

/** Which messages of Neighbor Discovery a node may believe, given the packet around them. */
public final class NeighborDiscovery {

  /** The hop limit that no forwarded packet has. */
  public static final int HOP_LIMIT = 255;

  private NeighborDiscovery() {}

  /**
   * The message if it is none of Neighbor Discovery, or a valid one (RFC 4861 6.1, 7.1, 8.1). The checks of code and
   * option lengths are those of {@link Icmpv6Message#decode}.
   *
   * @param packet that brought it
   * @param reassembled whether the packet was put together from fragments
   * @return a fault points into the ICMPv6 message, or at its start where the fault is in the IPv6 header
   */
  public static Decoded<Icmpv6Message> check(Icmpv6Message message, Ipv6Packet packet, boolean reassembled) {
    boolean onLink = !reassembled && isFromLink(packet);
    Ipv6Address source = packet.header().source();
    Ipv6Address destination = packet.header().destination();
    return switch (message) {
      case RouterSolicitation solicitation ->
          result(message, onLink && isValid(solicitation, source));
      case RouterAdvertisement advertisement ->
          result(advertisement, onLink && source.isLinkLocal());
      case NeighborSolicitation solicitation ->
          result(message, onLink && isValid(solicitation, source, destination));
      case NeighborAdvertisement advertisement ->
          result(message, onLink && isValid(advertisement, destination));
      case Redirect redirect -> result(message, onLink && isValid(redirect, source));
      case DestinationUnreachable _,
          PacketTooBig _,
          TimeExceeded _,
          ParameterProblem _,
          EchoRequest _,
          EchoReply _,
          MulticastListenerQuery _,
          MulticastListenerQueryV2 _,
          MulticastListenerReport _,
          MulticastListenerReportV2 _,
          MulticastListenerDone _,
          HomeAgentAddressDiscoveryRequest _,
          HomeAgentAddressDiscoveryReply _,
          MobilePrefixSolicitation _,
          MobilePrefixAdvertisement _,
          UnknownIcmpv6Message _ ->
          Decoded.of(message);
    };
  }

  private static Decoded<Icmpv6Message> result(Icmpv6Message message, boolean valid) {
    return valid ? Decoded.of(message) : Decoded.malformed(MalformedCause.BAD_VALUE, 0);
  }

  // RFC 4861 6.1.1: "The IP Hop Limit field has a value of 255, i.e., the packet could not possibly have been forwarded
  // by a router."
  // RFC 6980 5: "Nodes MUST silently ignore the following Neighbor Discovery [...] messages if the packets carrying
  // them include an IPv6 Fragmentation Header": also one that says that there is but one fragment.
  private static boolean isFromLink(Ipv6Packet packet) {
    return packet.header().hopLimit() == HOP_LIMIT && packet.fragmentHeader().isEmpty();
  }

  // RFC 4861 6.1.1: "If the IP source address is the unspecified address, there is no source link-layer address option
  // in the message."
  private static boolean isValid(RouterSolicitation solicitation, Ipv6Address source) {
    return !source.isUnspecified() || hasNoSource(solicitation.options());
  }

  // RFC 4861 7.1.1: "Target Address is not a multicast address." "If the IP source address is the unspecified address,
  // the IP destination address is a solicited-node multicast address."
  private static boolean isValid(NeighborSolicitation solicitation, Ipv6Address source, Ipv6Address destination) {
    boolean detectsDuplicates = source.isUnspecified();
    return !solicitation.target().isMulticast()
        && (!detectsDuplicates || destination.isSolicitedNode() && hasNoSource(solicitation.options()));
  }

  // RFC 4861 7.1.2: "If the IP Destination Address is a multicast address the Solicited flag is zero."
  private static boolean isValid(NeighborAdvertisement advertisement, Ipv6Address destination) {
    return !advertisement.target().isMulticast() && !(destination.isMulticast() && advertisement.solicited());
  }

  // RFC 4861 8.1: "The ICMP Destination Address field in the redirect message does not contain a multicast address."
  // "The ICMP Target Address is either a link-local address (when redirected to a router) or the same as the ICMP
  // Destination Address (when redirected to the on-link destination)."
  private static boolean isValid(Redirect redirect, Ipv6Address source) {
    Ipv6Address target = redirect.target();
    return source.isLinkLocal()
        && !redirect.destination().isMulticast()
        && (target.isLinkLocal() || target.equals(redirect.destination()));
  }

  private static boolean hasNoSource(List<NeighborDiscoveryOption> options) {
    return options.stream().noneMatch(SourceLinkLayerAddress.class::isInstance);
  }
}
