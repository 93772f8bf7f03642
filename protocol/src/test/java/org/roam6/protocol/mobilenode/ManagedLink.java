package org.roam6.protocol.mobilenode;

import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.OWN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.ClientIdentifier;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.Duid;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.RapidCommit;
import org.roam6.wire.dhcp.ServerIdentifier;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/** A link whose addresses are leased: what its router advertises, and what its server answers. */
final class ManagedLink {

  static final Ipv6Address ROUTER = Ipv6Address.parse("fe80::1");
  static final LinkLayerAddress ROUTER_LINK = LinkLayerAddress.parse("02:00:00:00:0c:00");
  /** The node's own link-local address. */
  static final Ipv6Address LINK_LOCAL = Ipv6Address.parse("fe80::ff:fe00:1");
  /** The identifier that the node gives to its identity association. */
  static final long IAID = OWN.value() & 0xffff_ffffL;

  private static final Ipv6Address SERVER = Ipv6Address.parse("fe80::53");
  private static final long DAY = 86_400;

  private ManagedLink() {}

  /** The prefix is on-link; {@code autonomous} says whether addresses may be formed of it. */
  static RouterAdvertisement advertisement(boolean managed, boolean autonomous) {
    List<NeighborDiscoveryOption> options =
        List.of(
            new SourceLinkLayerAddress(ROUTER_LINK),
            new PrefixInformation(Ipv6Address.parse("2001:db8:c::"), 64, true, autonomous, false, DAY, DAY));
    return new RouterAdvertisement(64, managed, false, false, RouterPreference.MEDIUM, 1800, 0, 0, options);
  }

  /** The DHCPv6 messages among what was sent. */
  static List<DhcpMessage> messages(List<Effect> effects) {
    List<DhcpMessage> messages = new ArrayList<>();
    for (Octets octets : Scenario.packets(effects)) {
      Ipv6Packet packet = Scenario.decode(octets);
      if (packet.protocol() == IpProtocol.UDP
          && UdpDatagram.decode(packet.payload(), packet.header().source(), packet.header().destination())
              instanceof Decoded.Value<UdpDatagram>(UdpDatagram datagram)
          && DhcpMessage.decode(datagram.data()) instanceof Decoded.Value<DhcpMessage>(DhcpMessage message)) {
        messages.add(message);
      }
    }
    return messages;
  }

  /** The server's answer to {@code question}. */
  static Event reply(DhcpMessage question, Ipv6Address destination, IdentityAssociation association) {
    DhcpMessage reply =
        new DhcpMessage(
            DhcpMessageType.REPLY,
            question.transactionId(),
            List.of(
                new ClientIdentifier(Duid.of(OWN)),
                new ServerIdentifier(Duid.of(ROUTER_LINK)),
                new RapidCommit(),
                association));
    return new Event.DhcpMessageReceived(
        new Arrival(ETH0, ROUTER_LINK, SERVER, destination, 64, Optional.empty(), Optional.empty()), reply);
  }
}
