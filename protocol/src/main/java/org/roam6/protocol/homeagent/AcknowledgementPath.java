package org.roam6.protocol.homeagent;

import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SignallingPacket;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * The way that a Binding Acknowledgement takes to the sender of the Binding Update.
 *
 * @param homeAgentAddress where the Binding Update was sent to
 * @param destination where it came from
 * @param routingHeaderTo the home address in the type 2 routing header; empty where there is none
 * @param neighbor the sender where it is on a link of this host; empty where routing finds it
 */
record AcknowledgementPath(
    Ipv6Address homeAgentAddress,
    Ipv6Address destination,
    Optional<Ipv6Address> routingHeaderTo,
    Optional<Neighbor> neighbor) {

  /** A node on a link of this host. */
  record Neighbor(InterfaceName on, LinkLayerAddress linkLayerAddress) {}

  /** The way back of a Binding Update. */
  static AcknowledgementPath backTo(Arrival arrival, HomeAgentConfig config) {
    Ipv6Address source = arrival.source();
    // RFC 6275 9.5.4: "If the Source Address is the home address of the mobile node [...] the routing header MUST NOT
    // be used. Otherwise, the Binding Acknowledgement MUST be sent using a type 2 routing header"
    Optional<Ipv6Address> home = arrival.homeAddressOption().filter(address -> !address.equals(source));
    // RFC 6275 10.3.2: where "the Source Address of the Binding Update is on the home link [...] the home agent MUST
    // send it to the mobile node's link-layer address"; neighbour discovery would find this home agent itself
    boolean onHomeLink = arrival.in().equals(config.homeInterface()) && config.homePrefix().contains(source);
    Optional<Neighbor> neighbor =
        onHomeLink || source.isLinkLocal()
            ? Optional.of(new Neighbor(arrival.in(), arrival.from()))
            : Optional.empty();
    return new AcknowledgementPath(arrival.destination(), source, home, neighbor);
  }

  /** Sends {@code header} this way. */
  Effect send(MobilityHeader header) {
    Octets packet = SignallingPacket.of(homeAgentAddress, destination, routingHeaderTo, header).encode();
    return neighbor
        .<Effect>map(node -> new Effect.SendOnLink(node.on(), node.linkLayerAddress(), packet))
        .orElseGet(() -> new Effect.SendRouted(packet));
  }
}
