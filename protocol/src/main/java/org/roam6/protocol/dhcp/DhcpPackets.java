package org.roam6.protocol.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.dhcp.DhcpClientState.Confirming;
import org.roam6.protocol.dhcp.DhcpClientState.Declining;
import org.roam6.protocol.dhcp.DhcpClientState.Exchanging;
import org.roam6.protocol.dhcp.DhcpClientState.Rebinding;
import org.roam6.protocol.dhcp.DhcpClientState.Renewing;
import org.roam6.protocol.dhcp.DhcpClientState.Requesting;
import org.roam6.protocol.dhcp.DhcpClientState.Soliciting;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.ElapsedTime;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.OptionRequest;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpOptionCode;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/** The messages of a client, ready for the link (RFC 8415 18.2.1 to 18.2.8). */
final class DhcpPackets {

  private static final int HOP_LIMIT = 1;
  private static final long IDENTIFIER_MASK = 0xffff_ffffL;

  private DhcpPackets() {}

  // RFC 8415 12: "The IAID uniquely identifies the IA and MUST be chosen to be unique among the IAIDs for that IA type
  // on the client [...] the IAID for that IA MUST be consistent across restarts of the DHCP client."
  /** The IAID of the interface with this link-layer address: the half of it that differs between interfaces. */
  static long associationIdentifier(LinkLayerAddress own) {
    return own.value() & IDENTIFIER_MASK;
  }

  /** What {@code state} has to say now, to all servers. */
  static Effect.SendOnLink packet(DhcpClient.Context context, Exchanging state) {
    Duid client = Duid.of(state.on().own());
    List<DhcpOption> options = new ArrayList<>();
    options.add(new ClientIdentifier(client));
    server(state).ifPresent(server -> options.add(new ServerIdentifier(server)));
    // RFC 8415 21.9: "the elapsed-time field is set to 0 in the first message in the message exchange"
    options.add(ElapsedTime.of(state.exchange().elapsed(context.now())));
    options.addAll(requests(state));
    options.add(association(state));
    DhcpMessage message = new DhcpMessage(type(state), state.exchange().transactionId(), options);
    return toServers(context, message.encode());
  }

  // RFC 8415 18.2: with a Server Unicast option "the client SHOULD unicast any Request, Renew, Release, and Decline
  // messages to the server": not done, as the address that it would be from may be the one in question.
  // RFC 6275 11.5.3: in address autoconfiguration the node "MUST use an IPv6 link-local address rather than its own
  // IPv6 home address"
  private static Effect.SendOnLink toServers(DhcpClient.Context context, Octets message) {
    Ipv6Address source = context.linkLocal();
    Ipv6Address group = DhcpMessage.ALL_RELAY_AGENTS_AND_SERVERS;
    Octets datagram =
        new UdpDatagram(UdpPort.DHCPV6_CLIENT, UdpPort.DHCPV6_SERVER, message).encode(source, group);
    Octets packet = Ipv6Packet.of(source, group, HOP_LIMIT, IpProtocol.UDP, datagram).encode();
    return new Effect.SendOnLink(context.on(), LinkLayerAddress.ofMulticast(group), packet);
  }

  private static int type(Exchanging state) {
    return switch (state) {
      case Soliciting _ -> DhcpMessageType.SOLICIT;
      case Requesting _ -> DhcpMessageType.REQUEST;
      case Confirming _ -> DhcpMessageType.CONFIRM;
      case Renewing _ -> DhcpMessageType.RENEW;
      case Rebinding _ -> DhcpMessageType.REBIND;
      case Declining _ -> DhcpMessageType.DECLINE;
    };
  }

  private static Optional<Duid> server(Exchanging state) {
    return switch (state) {
      case Requesting requesting -> Optional.of(requesting.offer().server());
      case Renewing renewing -> Optional.of(renewing.held().server());
      case Declining declining -> Optional.of(declining.refused().server());
      case Soliciting _, Confirming _, Rebinding _ -> Optional.empty();
    };
  }

  // RFC 8415 21.7: "A client MUST include an Option Request option in a Solicit, Request, Renew, Rebind, or
  // Information-request message", and 21.24: the "SOL_MAX_RT option code in any Option Request option"
  private static List<DhcpOption> requests(Exchanging state) {
    OptionRequest maximum = new OptionRequest(List.of(DhcpOptionCode.SOL_MAX_RT));
    return switch (state) {
      case Soliciting _ -> List.of(maximum, new RapidCommit());
      case Requesting _, Renewing _, Rebinding _ -> List.of(maximum);
      case Confirming _, Declining _ -> List.of();
    };
  }

  // RFC 8415 21.4: "In a message sent by a client to a server, the T1 and T2 fields SHOULD be set to 0."; 21.6 has the
  // same for the lifetimes of an address
  private static IdentityAssociation association(Exchanging state) {
    Optional<Ipv6Address> address =
        switch (state) {
          case Soliciting _ -> Optional.empty();
          case Requesting requesting -> Optional.of(requesting.offer().address());
          case Confirming confirming -> Optional.of(confirming.known().address());
          case Renewing renewing -> Optional.of(renewing.held().address());
          case Rebinding rebinding -> Optional.of(rebinding.held().address());
          case Declining declining -> Optional.of(declining.refused().address());
        };
    return new IdentityAssociation(
        associationIdentifier(state.on().own()),
        0,
        0,
        address.map(given -> (DhcpOption) new IaAddress(given, 0, 0, List.of())).stream().toList());
  }

  /** The name of the message that {@code state} sends. */
  static String name(Exchanging state) {
    return switch (state) {
      case Soliciting _ -> "Solicit";
      case Requesting _ -> "Request";
      case Confirming _ -> "Confirm";
      case Renewing _ -> "Renew";
      case Rebinding _ -> "Rebind";
      case Declining _ -> "Decline";
    };
  }
}
