package org.roam6.protocol;

import java.util.Optional;
import org.roam6.wire.Decoded;
import org.roam6.wire.Decoded.Malformed;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.EchoReply;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.MulticastListenerDone;
import org.roam6.wire.icmp.MulticastListenerQuery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.MulticastListenerReport;
import org.roam6.wire.icmp.MulticastListenerReportV2;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscovery;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.PacketTooBig;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.icmp.Redirect;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.icmp.UnknownIcmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.UnknownMobilityMessage;

/**
 * A whole packet for this host, and what becomes of it.
 *
 * @param in the interface that it came in on
 * @param from the link-layer address of the neighbour that sent it
 * @param octets the packet as it was received, put together again where it came in fragments
 * @param packet what it says
 * @param reassembled whether it came in fragments
 */
record Incoming(
    InterfaceName in, LinkLayerAddress from, Octets octets, Ipv6Packet packet,
    boolean reassembled) {

  /**
   * What becomes of it.
   *
   * @param host this host
   */
  Reception read(ThisHost host) {
    Optional<Ipv6Address> routed = packet.type2HomeAddress();
    Optional<Ipv6Address> homeAddress = packet.homeAddressOption();
    boolean toMobility = packet.protocol() == IpProtocol.MOBILITY || routed.isPresent() || homeAddress.isPresent();
    // RFC 6275 8.1: a node "MUST NOT support the Home Address destination option, type 2 routing header, or the Mobility
    // Header unless it fully supports the requirements [...] for either route optimization, mobile node, or home agent
    // functionality"; the kernel answers as any node does
    if (toMobility && !host.supportsMobility()) {
      return new Reception.Elsewhere();
    }
    // RFC 6275 11.3.3: "The Home Address field in the routing header is one of the node's home addresses". Else it MUST
    // be discarded in silence; 8.2: "Unless the correspondent node is also acting as a mobile node, it MUST ignore type 2
    // routing headers and silently discard all packets that it has received with such headers."
    if (routed.isPresent() && !(routed.get().isUnicastRoutable() && host.isHome(routed.get()))) {
      return new Reception.Dropped(DropCause.ROUTING_HEADER);
    }
    // RFC 6275 9.3.1: "Packets containing a Home Address option MUST be dropped if the given home address is not a
    // unicast routable address."
    if (homeAddress.isPresent() && !homeAddress.get().isUnicastRoutable()) {
      return new Reception.Dropped(DropCause.HOME_ADDRESS_NOT_ROUTABLE);
    }
    // What a home address has to do with a binding, the data plane knows: see Event.UnboundHomeAddress.
    if (!isForRoles() && (homeAddress.isPresent() || routed.isPresent())) {
      return new Reception.Elsewhere();
    }
    return switch (packet.protocol()) {
      case IpProtocol.MOBILITY -> readMobilityHeader();
      case IpProtocol.ICMPV6 -> readIcmpv6();
      case IpProtocol.UDP -> isForDhcpClients() ? readDhcp() : new Reception.Elsewhere();
      default -> new Reception.Elsewhere();
    };
  }

  /** Whether the roles take it with the headers of a direct path, as no other host would. */
  private boolean isForRoles() {
    return switch (packet.protocol()) {
      case IpProtocol.MOBILITY -> true;
      case IpProtocol.ICMPV6 -> packet.payload().length() > 0 && Icmpv6Type.isDiscovery(packet.payload().at(0));
      default -> false;
    };
  }

  private Reception readMobilityHeader() {
    if (destination().isMulticast()) {
      return new Reception.Dropped(DropCause.MOBILITY_MULTICAST);
    }
    return switch (MobilityHeader.decode(
        packet.payload(), packet.checksumSource(), packet.checksumDestination())) {
      case Malformed<MobilityHeader> malformed -> refuse(malformed);
      // RFC 6275 9.2: "the node MUST discard the message and issue a Binding Error message"
      case Value<MobilityHeader>(MobilityHeader header) when header.message() instanceof UnknownMobilityMessage ->
          refusedByBindingError(DropCause.MOBILITY_TYPE, BindingErrorStatus.UNRECOGNIZED_MH_TYPE);
      case Value<MobilityHeader>(MobilityHeader header) ->
          new Reception.Message(
              new Event.MobilityMessageReceived(arrival(), header, mobilityHeaderOctets()));
    };
  }

  private Octets mobilityHeaderOctets() {
    // RFC 6275 6.1.1: Header Len is "the length of the Mobility Header in units of 8 octets, excluding the first 8"
    return packet.payload().slice(0, 8 + 8 * packet.payload().at(1));
  }

  private Reception refuse(Malformed<MobilityHeader> malformed) {
    return switch (malformed.cause()) {
      case BAD_PAYLOAD_PROTOCOL ->
          refusedByParameterProblem(DropCause.MOBILITY_PAYLOAD_PROTOCOL, malformed.pointer());
      case BAD_LENGTH -> refusedByParameterProblem(DropCause.MOBILITY_LENGTH, malformed.pointer());
      // RFC 6275 9.2: "The checksum must be verified as per Section 6.1. If invalid, the node MUST silently discard"
      case BAD_CHECKSUM, TRUNCATED -> new Reception.Dropped(DropCause.MOBILITY_CHECKSUM);
      case BAD_VERSION, OPTION_OVERRUN, BAD_OPTION_LENGTH, TOO_MANY, BAD_VALUE ->
          new Reception.Dropped(DropCause.MOBILITY_OPTION);
    };
  }

  private Reception readIcmpv6() {
    Decoded<Icmpv6Message> decoded =
        Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination());
    return switch (decoded) {
      case Malformed<Icmpv6Message> _ -> new Reception.Dropped(DropCause.ICMPV6_MALFORMED);
      case Value<Icmpv6Message>(Icmpv6Message message) -> accept(message);
    };
  }

  private Reception accept(Icmpv6Message message) {
    return switch (message) {
      case RouterSolicitation _, RouterAdvertisement _, NeighborSolicitation _, NeighborAdvertisement _ ->
          checkNeighborMessage(message);
      case DestinationUnreachable _, PacketTooBig _, TimeExceeded _, ParameterProblem _ ->
          new Reception.Message(new Event.ErrorReceived(arrival(), message));
      case HomeAgentAddressDiscoveryRequest _,
          HomeAgentAddressDiscoveryReply _,
          MobilePrefixSolicitation _,
          MobilePrefixAdvertisement _ ->
          new Reception.Message(new Event.DiscoveryMessageReceived(arrival(), message));
      // Who listens on a link is for the kernel, and what comes through tunnels is read elsewhere.
      case MulticastListenerQuery _,
          MulticastListenerQueryV2 _,
          MulticastListenerReport _,
          MulticastListenerReportV2 _,
          MulticastListenerDone _ ->
          new Reception.Elsewhere();
      case EchoRequest _, EchoReply _, Redirect _, UnknownIcmpv6Message _ -> new Reception.Elsewhere();
    };
  }

  private Reception checkNeighborMessage(Icmpv6Message message) {
    return switch (NeighborDiscovery.check(message, packet, reassembled)) {
      case Malformed<Icmpv6Message> _ -> new Reception.Dropped(DropCause.NEIGHBOR_DISCOVERY_INVALID);
      case Value<Icmpv6Message>(Icmpv6Message valid) ->
          new Reception.Message(new Event.NeighborMessageReceived(arrival(), valid));
    };
  }

  // RFC 8415 7.2: "Clients listen for DHCP messages on UDP port 546."
  private boolean isForDhcpClients() {
    int port = UdpDatagram.DESTINATION_PORT_OFFSET;
    return packet.payload().length() >= port + 2
        && (packet.payload().at(port) << 8 | packet.payload().at(port + 1)) == UdpPort.DHCPV6_CLIENT;
  }

  private Reception readDhcp() {
    Decoded<UdpDatagram> datagram =
        UdpDatagram.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination());
    Decoded<DhcpMessage> decoded =
        switch (datagram) {
          case Malformed<UdpDatagram> malformed -> malformed.as();
          case Value<UdpDatagram>(UdpDatagram value) -> DhcpMessage.decode(value.data());
        };
    return switch (decoded) {
      case Malformed<DhcpMessage> _ -> new Reception.Dropped(DropCause.DHCP_MALFORMED);
      case Value<DhcpMessage>(DhcpMessage message) ->
          new Reception.Message(new Event.DhcpMessageReceived(arrival(), message));
    };
  }

  private Reception refusedByBindingError(DropCause cause, BindingErrorStatus status) {
    if (!answerable()) {
      return new Reception.Dropped(cause);
    }
    return new Reception.Refused(
        cause, ErrorAnswer.bindingError(status, destination(), source(), packet.homeAddressOption()));
  }

  private Reception refusedByParameterProblem(DropCause cause, int pointer) {
    if (!answerable()) {
      return new Reception.Dropped(cause);
    }
    return new Reception.Refused(
        cause,
        ErrorAnswer.parameterProblem(destination(), source(), packet.payloadOffset() + pointer, octets));
  }

  private boolean answerable() {
    return ErrorAnswer.mayBeSentTo(source()) && !destination().isMulticast();
  }

  private Arrival arrival() {
    return new Arrival(
        in,
        from,
        source(),
        destination(),
        packet.header().hopLimit(),
        packet.homeAddressOption(),
        packet.type2HomeAddress());
  }

  private Ipv6Address source() {
    return packet.header().source();
  }

  private Ipv6Address destination() {
    return packet.header().destination();
  }
}
