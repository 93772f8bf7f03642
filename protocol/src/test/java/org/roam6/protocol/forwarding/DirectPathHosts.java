package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.TUNNEL;
import static org.roam6.protocol.forwarding.TestPackets.concat;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;

/** A mobile node, a correspondent node and a second mobile node, which know each other. */
abstract class DirectPathHosts {

  static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  static final Ipv6Address FORMER_CARE_OF = Ipv6Address.parse("2001:db8:b::100");
  static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");
  static final Ipv6Address STRANGER = Ipv6Address.parse("2001:db8:d::1");
  // The second mobile node.
  static final Ipv6Address HOME_2 = Ipv6Address.parse("2001:db8:2::200");
  static final Ipv6Address HOME_AGENT_2 = Ipv6Address.parse("2001:db8:2::1");
  static final Ipv6Address CARE_OF_2 = Ipv6Address.parse("2001:db8:e::200");
  static final int ROUTING = 43;
  static final int FRAGMENT = 44;
  static final int MOBILITY = 135;
  static final long NOW = 1_000;
  static final Time LATER = new Time(2_000);
  static final String HOME_ADDRESS_HEADER = "3c02 0102 0000 c910 20010db8000100000000000000000100";

  final ForwardingState mobileNode = new ForwardingState();
  final ForwardingState correspondent = new ForwardingState();
  final ForwardingState mobileNode2 = new ForwardingState();
  final Forwarder forwarder = new Forwarder(TUNNEL);

  DirectPathHosts() {
    mobileNode.put(
        new Tunnel(
            BindingKey.of(HOME), Tunnel.Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(FORMER_CARE_OF), LATER));
    mobileNode2.put(
        new Tunnel(BindingKey.of(HOME_2), Tunnel.Side.MOBILE_NODE, CARE_OF_2, HOME_AGENT_2, List.of(), LATER));
    put(mobileNode, DirectPath.Side.MOBILE_NODE, HOME, CORRESPONDENT, CARE_OF);
    put(correspondent, DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT, CARE_OF);
  }

  static void put(
      ForwardingState state, DirectPath.Side side, Ipv6Address home, Ipv6Address peer, Ipv6Address careOf) {
    state.put(new DirectPath(new DirectPath.Key(side, home, peer), careOf, LATER), 1500);
  }

  /** Both mobile nodes have bindings of each other. */
  void connectMobileNodes() {
    put(mobileNode, DirectPath.Side.MOBILE_NODE, HOME, HOME_2, CARE_OF);
    put(mobileNode, DirectPath.Side.CORRESPONDENT, HOME_2, HOME, CARE_OF_2);
    put(mobileNode2, DirectPath.Side.MOBILE_NODE, HOME_2, HOME, CARE_OF_2);
    put(mobileNode2, DirectPath.Side.CORRESPONDENT, HOME, HOME_2, CARE_OF);
  }

  Octets sent(ForwardingState state, Octets octets) {
    Packet packet = show(octets, Origin.HOST);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.DIRECT_SENT);
    return octets(packet);
  }

  Octets received(ForwardingState state, Octets octets) {
    Packet packet = show(octets, Origin.LINK);
    assertThat(forwarder.forward(packet, state, NOW)).isEqualTo(Verdict.DIRECT_RECEIVED);
    return octets(packet);
  }

  Verdict verdict(ForwardingState state, Origin origin, Octets octets) {
    return forwarder.forward(show(octets, origin), state, NOW);
  }

  static Octets options(String header, Octets rest) {
    return concat(Octets.ofHex(header), rest);
  }

  static Octets homeAddressHeader(int next, Octets rest) {
    return with(options(HOME_ADDRESS_HEADER, rest), 0, next);
  }

  static Octets routingHeader(int next, Ipv6Address home, Octets rest) {
    return with(concat(Octets.ofHex("0002 0201 00000000"), octets(home), rest), 0, next);
  }

  static Octets payload(Octets packet) {
    return packet.slice(40, packet.length());
  }

  static Ipv6Address address(Octets octets, int offset) {
    return new Ipv6Address(octets.longAt(offset), octets.longAt(offset + 8));
  }

  static Ipv6Packet decode(Octets octets) {
    if (Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet)) {
      return packet;
    }
    throw new AssertionError("no packet: " + octets);
  }
}
