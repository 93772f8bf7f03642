package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.DESTINATION_OPTIONS;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.TUNNEL;
import static org.roam6.protocol.forwarding.TestPackets.UDP;
import static org.roam6.protocol.forwarding.TestPackets.concat;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** What the roles hear of the packets of the three. */
class NewsTest extends DirectPathHosts {

  private static Event seen(DirectPath.Side side, Ipv6Address home, Ipv6Address peer, Event.Way way) {
    return new Event.TrafficSeen(new DirectPath.Key(side, home, peer), way);
  }

  @Test
  @Tag("R6275-017")
  void homeAddressInsideTheTunnelIsCheckedAsOnTheWire() {
    put(mobileNode, DirectPath.Side.CORRESPONDENT, HOME_2, HOME, CARE_OF_2);
    Octets rest = Octets.of(new byte[8]);
    Octets header = concat(Octets.ofHex("1102 0102 0000 c910"), octets(HOME_2), rest);
    Packet packet =
        show(packet(HOME_AGENT, CARE_OF, IPV6, packet(CARE_OF_2, HOME, DESTINATION_OPTIONS, header)), Origin.LINK);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(packet)).isEqualTo(packet(HOME_2, HOME, UDP, rest));
    assertThat(forwarder.news())
        .contains(
            seen(DirectPath.Side.MOBILE_NODE, HOME, HOME_2, Event.Way.TUNNEL_RECEIVED),
            seen(DirectPath.Side.CORRESPONDENT, HOME_2, HOME, Event.Way.DIRECT_RECEIVED));
    Octets unbound = packet(HOME_AGENT, CARE_OF, IPV6, packet(STRANGER, HOME, DESTINATION_OPTIONS, header));
    assertThat(verdict(mobileNode, Origin.LINK, unbound)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(forwarder.news()).containsExactly(new Event.UnboundHomeAddress(STRANGER, HOME, HOME_2));
  }

  @Test
  void trafficIsToldOfAtOnceAndThenOnceASecond() {
    sent(mobileNode, udp(HOME, CORRESPONDENT, 8));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.MOBILE_NODE, HOME, CORRESPONDENT, Event.Way.DIRECT_SENT));
    sent(mobileNode, udp(HOME, CORRESPONDENT, 8));
    assertThat(forwarder.news()).isEmpty();
    sent(correspondent, udp(CORRESPONDENT, HOME, 8));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT, Event.Way.DIRECT_SENT));
    received(correspondent, packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(UDP, Octets.of())));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT, Event.Way.DIRECT_RECEIVED));
    received(mobileNode, packet(STRANGER, CARE_OF, ROUTING, routingHeader(UDP, HOME, Octets.of())));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.MOBILE_NODE, HOME, STRANGER, Event.Way.DIRECT_RECEIVED));
    verdict(mobileNode, Origin.HOST, udp(HOME, STRANGER, 8));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.MOBILE_NODE, HOME, STRANGER, Event.Way.TUNNEL_SENT));
    verdict(mobileNode, Origin.LINK, packet(HOME_AGENT, CARE_OF, IPV6, udp(STRANGER, HOME, 8)));
    assertThat(forwarder.news())
        .containsExactly(seen(DirectPath.Side.MOBILE_NODE, HOME, STRANGER, Event.Way.TUNNEL_RECEIVED));
  }

  @Test
  void trafficOfTheTunnelIsToldOfAgainAfterASecond() {
    ForwardingState forever = new ForwardingState();
    forever.put(
        new Tunnel(BindingKey.of(HOME), Tunnel.Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), Time.NEVER));
    int told = 0;
    for (long now = 5; now <= 2_000_000_005; now += 100_000_000) {
      forwarder.forward(show(udp(HOME, STRANGER, 8), Origin.HOST), forever, now);
      told += forwarder.news().size();
    }
    assertThat(told).isEqualTo(3);
  }

  private int hintsAbout(Ipv6Address careOfAddress, long now) {
    Octets tunnelled = packet(careOfAddress, HOME_AGENT, IPV6, udp(HOME, CORRESPONDENT, 8));
    assertThat(forwarder.forward(show(tunnelled, Origin.LINK), new ForwardingState(), now))
        .isEqualTo(Verdict.NO_BINDING);
    return forwarder.news().size();
  }

  /** So that a flood draws no flood of hints (RFC 6275 9.3.3). */
  @Test
  void oneSourceWithoutABindingIsToldOfOnceASecond() {
    int told = 0;
    for (int i = 0; i < 20; i++) {
      told += hintsAbout(CARE_OF, NOW + i);
    }
    assertThat(told).isEqualTo(1);
    assertThat(hintsAbout(CARE_OF_2, NOW + 20)).isEqualTo(1);
    assertThat(hintsAbout(CARE_OF, NOW + 1_000_000_000)).isEqualTo(1);
  }

  @Test
  void trafficWithTheHomeAgentItselfIsNothingToTellOf() {
    assertThat(verdict(mobileNode, Origin.HOST, udp(HOME, HOME_AGENT, 8))).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.news()).isEmpty();
    assertThat(verdict(mobileNode, Origin.LINK, packet(HOME_AGENT, CARE_OF, IPV6, udp(HOME_AGENT, HOME, 8))))
        .isEqualTo(Verdict.DECAPSULATED);
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  void amongManyPeersEachIsToldOfAtOnce() {
    int told = 0;
    for (int i = 1; i <= 200; i++) {
      Ipv6Address peer = new Ipv6Address(STRANGER.high(), i);
      forwarder.forward(show(udp(HOME, peer, 8), Origin.HOST), mobileNode, NOW);
      told += forwarder.news().size();
    }
    assertThat(told).isEqualTo(200);
  }

  @Test
  void signallingOutOfTheTunnelIsForTheRoles() {
    Octets homeTest = packet(CORRESPONDENT, HOME, MOBILITY, Octets.ofHex("3b00 0300 0000 0000"));
    assertThat(verdict(mobileNode, Origin.LINK, packet(HOME_AGENT, CARE_OF, IPV6, homeTest)))
        .isEqualTo(Verdict.SIGNALLING);
    assertThat(forwarder.news())
        .containsExactly(new Event.PacketReceived(TUNNEL, new LinkLayerAddress(0), homeTest));

    Octets error = packet(STRANGER, HOME, 58, Octets.ofHex("0104 0000 00000000"));
    assertThat(verdict(mobileNode, Origin.LINK, packet(HOME_AGENT, CARE_OF, IPV6, error)))
        .isEqualTo(Verdict.DECAPSULATED);
    assertThat(forwarder.news()).contains(new Event.PacketReceived(TUNNEL, new LinkLayerAddress(0), error));

    Octets forged = packet(STRANGER, CARE_OF, IPV6, homeTest);
    assertThat(verdict(mobileNode, Origin.LINK, forged)).isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  @Tag("R6275-093")
  @Tag("R6275-120")
  @Tag("R6275-268")
  void homeAddressWithoutThatBindingIsToldOfAndDropped() {
    Octets fromElsewhere = packet(STRANGER, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(UDP, Octets.of()));
    assertThat(verdict(correspondent, Origin.LINK, fromElsewhere)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(forwarder.news()).containsExactly(new Event.UnboundHomeAddress(STRANGER, CORRESPONDENT, HOME));
    Octets toAnother = packet(CARE_OF, STRANGER, DESTINATION_OPTIONS, homeAddressHeader(UDP, Octets.of()));
    assertThat(verdict(correspondent, Origin.LINK, toAnother)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(forwarder.news()).containsExactly(new Event.UnboundHomeAddress(CARE_OF, STRANGER, HOME));
    assertThat(verdict(correspondent, Origin.LINK, toAnother)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(forwarder.news()).isEmpty();
  }
}
