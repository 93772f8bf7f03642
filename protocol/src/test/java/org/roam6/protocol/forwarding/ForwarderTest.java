package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.DESTINATION_OPTIONS;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.UDP;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

class ForwarderTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address FORMER_CARE_OF = Ipv6Address.parse("2001:db8:b::100");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:c::1");
  private static final Ipv6Address STRANGER = Ipv6Address.parse("2001:db8:d::1");
  private static final long NOW = 1_000;
  private static final Time LATER = new Time(2_000);

  private final ForwardingState homeAgent = new ForwardingState();
  private final ForwardingState mobileNode = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(TestPackets.TUNNEL);

  ForwarderTest() {
    homeAgent.put(new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER));
    mobileNode.put(
        new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(FORMER_CARE_OF), LATER));
  }

  private Verdict verdict(ForwardingState state, Origin origin, Octets octets) {
    return forwarder.forward(show(octets, origin), state, NOW);
  }

  private static Octets tunnelled(Ipv6Address source, Ipv6Address destination, Octets inner) {
    return packet(source, destination, IPV6, inner);
  }

  @Test
  @Tag("R6275-099")
  @Tag("R6275-191")
  void homeAgentPutsAnOuterHeaderToTheCareOfAddressBeforeThePacket() {
    Octets inner = udp(CORRESPONDENT, HOME, 100);
    Packet packet = show(inner, Origin.HOST);

    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.ENCAPSULATED);

    Octets outer = octets(packet);
    assertThat(outer.slice(40, outer.length())).isEqualTo(inner);
    assertThat(outer.at(0) >>> 4).isEqualTo(6);
    assertThat(outer.slice(4, 8)).isEqualTo(Octets.ofHex("008c 29 40"));
    assertThat(Ipv6Address.read(outer.asBuffer(), 8)).isEqualTo(HOME_AGENT);
    assertThat(Ipv6Address.read(outer.asBuffer(), 24)).isEqualTo(CARE_OF);
    assertThat(forwarder.count(Verdict.ENCAPSULATED)).isEqualTo(1);
  }

  @Test
  @Tag("R6275-107")
  @Tag("R6275-210")
  void mobileNodeTunnelsWhatItsHomeAddressSends() {
    Packet packet = show(udp(HOME, CORRESPONDENT, 100), Origin.HOST);

    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(Ipv6Address.read(octets(packet).asBuffer(), 8)).isEqualTo(CARE_OF);
    assertThat(Ipv6Address.read(octets(packet).asBuffer(), 24)).isEqualTo(HOME_AGENT);
  }

  @Test
  @Tag("R6275-100")
  @Tag("R6275-107")
  void whatOneEndPutsInTheOtherTakesOutUnchanged() {
    Octets down = udp(CORRESPONDENT, HOME, 1);
    Packet packet = show(down, Origin.HOST);
    forwarder.forward(packet, homeAgent, NOW);
    Packet arrived = show(octets(packet), Origin.LINK);
    assertThat(forwarder.forward(arrived, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(arrived)).isEqualTo(down);

    Octets up = udp(HOME, CORRESPONDENT, 1);
    packet = show(up, Origin.HOST);
    forwarder.forward(packet, mobileNode, NOW);
    arrived = show(octets(packet), Origin.LINK);
    assertThat(forwarder.forward(arrived, homeAgent, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(arrived)).isEqualTo(up);
  }

  @Test
  void copiesTheTrafficClassAndKeepsFlowsApartByTheFlowLabel() {
    Octets inner = with(udp(CORRESPONDENT, HOME, 8), 0, 0x6b);
    inner = with(inner, 1, 0x91);
    Packet packet = show(inner, Origin.HOST);
    forwarder.forward(packet, homeAgent, NOW);
    assertThat(octets(packet).at(0)).isEqualTo(0x6b);
    assertThat(octets(packet).at(1) >>> 4).isEqualTo(9);
    Octets label = octets(packet).slice(1, 4);

    Packet sameFlow = show(inner, Origin.HOST);
    forwarder.forward(sameFlow, homeAgent, NOW);
    assertThat(octets(sameFlow).slice(1, 4)).isEqualTo(label);

    Packet otherFlow = show(with(inner, 3, 0x46), Origin.HOST);
    forwarder.forward(otherFlow, homeAgent, NOW);
    assertThat(octets(otherFlow).slice(1, 4)).isNotEqualTo(label);
  }

  @Test
  void congestionOnTheWayGoesOnInsideOrThePacketIsDropped() {
    Octets able = with(udp(CORRESPONDENT, HOME, 8), 1, 0x20);
    Packet marked = show(with(tunnelled(HOME_AGENT, CARE_OF, able), 1, 0x30), Origin.LINK);
    assertThat(forwarder.forward(marked, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(marked).at(1) & 0x30).isEqualTo(0x30);

    Octets unable = with(udp(CORRESPONDENT, HOME, 8), 1, 0x00);
    assertThat(verdict(mobileNode, Origin.LINK, with(tunnelled(HOME_AGENT, CARE_OF, unable), 1, 0x30)))
        .isEqualTo(Verdict.CONGESTION_NOT_CARRIED);
  }

  @Test
  void mobileNodeTakesPacketsAtACareOfAddressItHadBefore() {
    Octets inner = udp(CORRESPONDENT, HOME, 8);
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, FORMER_CARE_OF, inner)))
        .isEqualTo(Verdict.DECAPSULATED);
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, STRANGER, inner)))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
  }

  @Test
  void homeAgentTakesPacketsFromTheFormerCareOfAddressForAMomentOnly() {
    homeAgent.put(
        new Tunnel(
            BindingKey.of(HOME),
            Side.HOME_AGENT,
            HOME_AGENT,
            CARE_OF,
            List.of(),
            LATER,
            true,
            Optional.of(new Tunnel.FormerEnd(FORMER_CARE_OF, new Time(NOW + 1)))));
    Octets late = tunnelled(FORMER_CARE_OF, HOME_AGENT, udp(HOME, CORRESPONDENT, 8));

    assertThat(verdict(homeAgent, Origin.LINK, late)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(forwarder.forward(show(late, Origin.LINK), homeAgent, NOW + 1)).isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(STRANGER, HOME_AGENT, udp(HOME, CORRESPONDENT, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(FORMER_CARE_OF, STRANGER, udp(HOME, CORRESPONDENT, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
  }

  @Test
  @Tag("R6275-100")
  @Tag("R6275-216")
  void endsBelieveNobodyButEachOther() {
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(STRANGER, HOME_AGENT, udp(HOME, CORRESPONDENT, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(STRANGER, CARE_OF, udp(CORRESPONDENT, HOME, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(forwarder.count(Verdict.SOURCE_NOT_BOUND)).isEqualTo(2);
  }

  @Test
  void dropsWhatHasNoBinding() {
    assertThat(verdict(homeAgent, Origin.HOST, udp(CORRESPONDENT, STRANGER, 8))).isEqualTo(Verdict.NO_BINDING);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(STRANGER, CORRESPONDENT, 8))))
        .isEqualTo(Verdict.NO_BINDING);
    homeAgent.remove(BindingKey.of(HOME));
    assertThat(verdict(homeAgent, Origin.HOST, udp(CORRESPONDENT, HOME, 8))).isEqualTo(Verdict.NO_BINDING);
  }

  @Test
  void dropsOnceTheBindingHasRunOutEvenIfNobodyTookItAway() {
    Octets down = udp(CORRESPONDENT, HOME, 8);
    Octets up = tunnelled(CARE_OF, HOME_AGENT, udp(HOME, CORRESPONDENT, 8));
    long end = LATER.nanos();
    assertThat(forwarder.forward(show(down, Origin.HOST), homeAgent, end - 1)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.forward(show(down, Origin.HOST), homeAgent, end)).isEqualTo(Verdict.EXPIRED);
    assertThat(forwarder.forward(show(up, Origin.LINK), homeAgent, end)).isEqualTo(Verdict.EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fe80::1", "ff02::1", "ff0e::1", "::", "::1", "::ffff:192.0.2.1"})
  @Tag("R6275-192")
  @Tag("R6275-193")
  void neverTunnelsAddressesThatRoutersDoNotForward(String text) {
    Ipv6Address address = Ipv6Address.parse(text);
    assertThat(verdict(homeAgent, Origin.HOST, udp(address, HOME, 8))).isEqualTo(Verdict.INNER_SCOPE);
    homeAgent.put(new Tunnel(BindingKey.of(address), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER));
    assertThat(verdict(homeAgent, Origin.HOST, udp(CORRESPONDENT, address, 8))).isEqualTo(Verdict.INNER_SCOPE);
    assertThat(verdict(mobileNode, Origin.HOST, udp(HOME, address, 8))).isEqualTo(Verdict.INNER_SCOPE);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(HOME, address, 8))))
        .isEqualTo(Verdict.INNER_SCOPE);
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, CARE_OF, udp(address, HOME, 8))))
        .isEqualTo(Verdict.INNER_SCOPE);
  }

  @Test
  void dropsWhatMayGoNoFurther() {
    Octets spent = with(udp(CORRESPONDENT, HOME, 8), 7, 0);
    assertThat(verdict(homeAgent, Origin.HOST, spent)).isEqualTo(Verdict.HOP_LIMIT_EXCEEDED);
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, CARE_OF, spent)))
        .isEqualTo(Verdict.HOP_LIMIT_EXCEEDED);
  }

  @Test
  void dropsEveryTruncatedPacket() {
    Octets whole = tunnelled(HOME_AGENT, CARE_OF, udp(CORRESPONDENT, HOME, 8));
    for (int length = 0; length < whole.length(); length++) {
      assertThat(verdict(mobileNode, Origin.LINK, whole.slice(0, length))).isEqualTo(Verdict.MALFORMED);
    }
    Octets inner = udp(CORRESPONDENT, HOME, 8);
    for (int length = 0; length < inner.length(); length++) {
      assertThat(verdict(homeAgent, Origin.HOST, inner.slice(0, length))).isEqualTo(Verdict.MALFORMED);
      assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, CARE_OF, inner.slice(0, length))))
          .isEqualTo(Verdict.MALFORMED);
    }
    assertThat(verdict(homeAgent, Origin.HOST, with(inner, 0, 0x45))).isEqualTo(Verdict.MALFORMED);
    assertThat(verdict(mobileNode, Origin.LINK, udp(HOME_AGENT, CARE_OF, 8))).isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void cutsOffPaddingOfTheLink() {
    Octets inner = udp(CORRESPONDENT, HOME, 8);
    byte[] padded = new byte[100 + 23];
    System.arraycopy(tunnelled(HOME_AGENT, CARE_OF, inner).toByteArray(), 0, padded, 0, 88);
    Packet packet = show(Octets.of(padded), Origin.LINK);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(packet)).isEqualTo(inner);
  }

  @Test
  void judgesALargePacketByTheSegmentsThatItBecomes() {
    Octets large = udp(CORRESPONDENT, HOME, 30_000);
    Packet fits = show(large, Origin.HOST);
    fits.showLarge(fits.memory(), fits.start(), fits.length(), Origin.HOST, 1460);
    assertThat(forwarder.forward(fits, homeAgent, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    Packet tooLarge = show(large, Origin.HOST);
    tooLarge.showLarge(tooLarge.memory(), tooLarge.start(), tooLarge.length(), Origin.HOST, 1461);
    assertThat(forwarder.forward(tooLarge, homeAgent, NOW)).isEqualTo(Verdict.TOO_BIG);
  }

  @Test
  void refusesItsOwnTunnelPacketAndDeepNesting() {
    // A home agent whose care-of address of the one is the home address of the other would never come to an end.
    Octets inner = udp(CORRESPONDENT, HOME, 8);
    Octets own = tunnelled(CARE_OF, HOME_AGENT, inner);
    mobileNode.put(new Tunnel(BindingKey.of(CARE_OF), Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), LATER));
    assertThat(verdict(mobileNode, Origin.HOST, own)).isEqualTo(Verdict.NESTED);

    Octets nested = inner;
    for (int i = 0; i < 3; i++) {
      nested = tunnelled(STRANGER, HOME, nested);
    }
    assertThat(verdict(homeAgent, Origin.HOST, nested)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(verdict(homeAgent, Origin.HOST, tunnelled(STRANGER, HOME, nested))).isEqualTo(Verdict.NESTED);
  }

  @Test
  void lowersTheTunnelEncapsulationLimitThatAPacketCarries() {
    Octets limited = packet(CORRESPONDENT, HOME, DESTINATION_OPTIONS, Octets.ofHex("3b00 040103 010100"));
    Packet packet = show(limited, Origin.HOST);
    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    Octets outer = octets(packet);
    assertThat(outer.at(6)).isEqualTo(DESTINATION_OPTIONS);
    assertThat(outer.slice(40, 48)).isEqualTo(Octets.ofHex("2900 040102 010100"));
    assertThat(outer.slice(48, outer.length())).isEqualTo(limited);

    Packet arrived = show(outer, Origin.LINK);
    assertThat(forwarder.forward(arrived, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(arrived)).isEqualTo(limited);

    Octets spent = packet(CORRESPONDENT, HOME, DESTINATION_OPTIONS, Octets.ofHex("3b00 040100 010100"));
    assertThat(verdict(homeAgent, Origin.HOST, spent)).isEqualTo(Verdict.NESTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2900 0401", "29ff 040103 010100", "2900 c90103 010100", "2900 0401030109"
      })
  void takesNoOtherOptionsForATunnelHeader(String options) {
    assertThat(verdict(mobileNode, Origin.LINK, behindOptions(options))).isEqualTo(Verdict.MALFORMED);
  }

  private static Octets behindOptions(String options) {
    Octets inner = udp(CORRESPONDENT, HOME, 8);
    byte[] behind = Octets.ofHex(options + inner.toHex()).toByteArray();
    return packet(HOME_AGENT, CARE_OF, DESTINATION_OPTIONS, Octets.of(behind));
  }

  @Test
  void leavesOtherPacketsWithOptionsAlone() {
    assertThat(verdict(mobileNode, Origin.LINK, behindOptions("1100 040103 010100")))
        .isEqualTo(Verdict.NOT_FOR_TUNNELS);
  }

  @Test
  void severalBindingsOfOneHomeAddressAreAllBelievedAndTheFirstAliveIsUsed() {
    Ipv6Address second = Ipv6Address.parse("2001:db8:a2::100");
    homeAgent.put(
        new Tunnel(new BindingKey(HOME, 7), Side.HOME_AGENT, HOME_AGENT, second, List.of(), Time.NEVER));
    Octets up = udp(HOME, CORRESPONDENT, 8);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(second, HOME_AGENT, up))).isEqualTo(Verdict.DECAPSULATED);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, up))).isEqualTo(Verdict.DECAPSULATED);

    Packet first = show(packet(CORRESPONDENT, HOME, UDP, Octets.EMPTY), Origin.HOST);
    forwarder.forward(first, homeAgent, NOW);
    assertThat(Ipv6Address.read(octets(first).asBuffer(), 24)).isEqualTo(CARE_OF);
    Packet later = show(packet(CORRESPONDENT, HOME, UDP, Octets.EMPTY), Origin.HOST);
    forwarder.forward(later, homeAgent, LATER.nanos());
    assertThat(Ipv6Address.read(octets(later).asBuffer(), 24)).isEqualTo(second);
  }
}
