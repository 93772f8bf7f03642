package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.DESTINATION_OPTIONS;
import static org.roam6.protocol.forwarding.TestPackets.UDP;
import static org.roam6.protocol.forwarding.TestPackets.concat;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.PacketTooBig;
import org.roam6.wire.ip.Ipv6Packet;

/** The three send each other packets past their home agents. */
class DirectPathTest extends DirectPathHosts {

  @Test
  @Tag("R6275-053")
  @Tag("R6275-212")
  void mobileNodeSendsFromTheCareOfAddressWithAHomeAddressOption() {
    Octets original = udp(HOME, CORRESPONDENT, 100);
    assertThat(sent(mobileNode, original))
        .isEqualTo(packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(UDP, payload(original))));
  }

  @Test
  @Tag("R6275-094")
  void correspondentSendsToTheCareOfAddressWithATypeTwoRoutingHeader() {
    Octets original = udp(CORRESPONDENT, HOME, 100);
    assertThat(sent(correspondent, original))
        .isEqualTo(packet(CORRESPONDENT, CARE_OF, ROUTING, routingHeader(UDP, HOME, payload(original))));
  }

  @Test
  @Tag("R6275-064")
  @Tag("R6275-121")
  void bothTakeTheHeadersOutAgain() {
    Octets up = udp(HOME, CORRESPONDENT, 100);
    assertThat(received(correspondent, sent(mobileNode, up))).isEqualTo(up);
    Octets down = udp(CORRESPONDENT, HOME, 100);
    assertThat(received(mobileNode, sent(correspondent, down))).isEqualTo(down);
  }

  @Test
  void whatIsMadeHereReadsAsOurDecoderAndOthersRead() {
    Ipv6Packet up = decode(sent(mobileNode, udp(HOME, CORRESPONDENT, 100)));
    assertThat(up.homeAddressOption()).contains(HOME);
    assertThat(up.checksumSource()).isEqualTo(HOME);
    Ipv6Packet down = decode(sent(correspondent, udp(CORRESPONDENT, HOME, 100)));
    assertThat(down.type2HomeAddress()).contains(HOME);
    assertThat(down.checksumDestination()).isEqualTo(HOME);
  }

  @Test
  @Tag("R6275-213")
  void mobileNodesReachEachOtherWithBothHeaders() {
    connectMobileNodes();
    Octets original = udp(HOME, HOME_2, 100);
    Octets direct = sent(mobileNode, original);
    assertThat(direct)
        .isEqualTo(
            packet(
                CARE_OF,
                CARE_OF_2,
                ROUTING,
                routingHeader(DESTINATION_OPTIONS, HOME_2, homeAddressHeader(UDP, payload(original)))));
    assertThat(received(mobileNode2, direct)).isEqualTo(original);
  }

  @Test
  void mobileNodeWithoutABindingThereSendsToTheCareOfAddressFromInsideTheTunnel() {
    put(mobileNode, DirectPath.Side.CORRESPONDENT, HOME_2, HOME, CARE_OF_2);
    Octets original = udp(HOME, HOME_2, 100);
    Packet packet = show(original, Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    Octets inner = packet(HOME, CARE_OF_2, ROUTING, routingHeader(UDP, HOME_2, payload(original)));
    assertThat(payload(octets(packet))).isEqualTo(inner);
    assertThat(received(mobileNode2, inner)).isEqualTo(original);
  }

  @Test
  @Tag("R6275-056")
  void fragmentsGetTheHeadersBeforeTheirFragmentHeader() {
    Octets first = packet(HOME, CORRESPONDENT, FRAGMENT, options("1100 0001 00000007", Octets.of(new byte[64])));
    Octets later = packet(HOME, CORRESPONDENT, FRAGMENT, options("1100 0040 00000007", Octets.of(new byte[16])));
    for (Octets fragment : List.of(first, later)) {
      Octets direct = sent(mobileNode, fragment);
      assertThat(payload(direct)).isEqualTo(homeAddressHeader(FRAGMENT, payload(fragment)));
      assertThat(received(correspondent, direct)).isEqualTo(fragment);
    }
    Octets down = packet(CORRESPONDENT, HOME, FRAGMENT, options("1100 0041 00000007", Octets.of(new byte[64])));
    assertThat(payload(sent(correspondent, down))).isEqualTo(routingHeader(FRAGMENT, HOME, payload(down)));
    assertThat(received(mobileNode, sent(correspondent, down))).isEqualTo(down);
  }

  /** The first header and what follows; how much of that stays before the Home Address option; what follows it. */
  @ParameterizedTest
  @CsvSource({
    "0, 1100 0104 00000000, 8, 17",
    "0, 2b00 0104 00000000 1100 0400 00000000, 16, 17",
    "60, 2b00 0104 00000000 2c00 0400 00000000 1100 0001 00000007, 16, 44",
    "43, 1100 0400 00000000, 8, 17",
    "60, 3200 0104 00000000, 0, 60",
    "51, 1104 0000 00000001 00000001 00000000 00000000 00000000, 0, 51",
  })
  @Tag("R6275-056")
  @Tag("R6275-213")
  void headersStandInTheOrderOfTheStandards(int next, String headers, int before, int after) {
    Octets rest = Octets.of(new byte[32]);
    Octets original = packet(HOME, CORRESPONDENT, next, options(headers, rest));
    Octets direct = sent(mobileNode, original);
    int at = 40 + before;
    assertThat(direct.slice(at, direct.length()))
        .isEqualTo(homeAddressHeader(after, original.slice(at, original.length())));
    if (next != 51) {
      assertThat(received(correspondent, direct)).isEqualTo(original);
    }
  }

  @Test
  void aRoutingHeaderThatLeadsOnElsewhereKeepsThePacketFromDirectPaths() {
    Octets segment = options("1102 0401 00000000", octets(STRANGER));
    Packet packet = show(packet(HOME, CORRESPONDENT, ROUTING, segment), Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "1101 0104 00000000", // longer than the packet
    "1100 0106 00000000", // an option longer than its header
    "3c00 0104 00000000 3c00 0104 00000000 3c00 0104 00000000 3c00 0104 00000000 3c00 0104 00000000"
        + "3c00 0104 00000000 3c00 0104 00000000 3c00 0104 00000000 3c00 0104 00000000 1100 0104 00000000",
  })
  void headersThatContradictThemselvesOrAreTooManyAreMalformed(String headers) {
    Octets octets = packet(HOME, CORRESPONDENT, DESTINATION_OPTIONS, Octets.ofHex(headers));
    assertThat(verdict(mobileNode, Origin.HOST, octets)).isEqualTo(Verdict.MALFORMED);
  }

  @Test
  @Tag("R6275-021")
  @Tag("R6275-022")
  @Tag("R6275-023")
  @Tag("R6275-123")
  @Tag("R6275-244")
  void mobilityHeadersAndNeighborDiscoveryGoNoDirectWay() {
    Octets message = Octets.ofHex("3b00 0100 0000 0000");
    assertThat(verdict(mobileNode, Origin.HOST, packet(HOME, CORRESPONDENT, MOBILITY, message)))
        .isEqualTo(Verdict.ENCAPSULATED);
    assertThat(forwarder.news()).isEmpty();
    assertThat(verdict(correspondent, Origin.HOST, packet(CORRESPONDENT, HOME, MOBILITY, message)))
        .isEqualTo(Verdict.AS_IT_IS);
    Octets solicitation = new NeighborSolicitation(HOME, List.of()).encode(CORRESPONDENT, HOME);
    assertThat(verdict(correspondent, Origin.HOST, packet(CORRESPONDENT, HOME, 58, solicitation)))
        .isEqualTo(Verdict.AS_IT_IS);
  }

  // RFC 6275 11.3.1: "MUST NOT use the Home Address destination option when communicating with link-local peers.
  // Similarly [...] for IPv6 Neighbor Discovery packets."
  @Test
  @Tag("R6275-211")
  void homeAddressOptionIsNeitherForNeighborDiscoveryNorForLinkLocalPeers() {
    Octets solicitation = new NeighborSolicitation(CORRESPONDENT, List.of()).encode(HOME, CORRESPONDENT);
    assertThat(verdict(mobileNode, Origin.HOST, packet(HOME, CORRESPONDENT, 58, solicitation)))
        .isEqualTo(Verdict.ENCAPSULATED);
    Ipv6Address neighbor = Ipv6Address.parse("fe80::1");
    put(mobileNode, DirectPath.Side.MOBILE_NODE, HOME, neighbor, CARE_OF);
    assertThat(verdict(mobileNode, Origin.HOST, udp(HOME, neighbor, 8))).isEqualTo(Verdict.INNER_SCOPE);
  }

  @Test
  @Tag("R6275-017")
  @Tag("R6275-021")
  @Tag("R6275-023")
  void mobilityHeadersGoToTheHomeAddressOfAMobilePeer() {
    connectMobileNodes();
    Octets message = packet(HOME, HOME_2, MOBILITY, Octets.ofHex("3b00 0100 0000 0000"));
    Packet packet = show(message, Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(payload(octets(packet))).isEqualTo(message);
  }

  @Test
  void packetsFromOtherAddressesOfTheCorrespondentGoAsTheyAre() {
    Octets original = udp(STRANGER, HOME, 8);
    Packet packet = show(original, Origin.HOST);
    assertThat(forwarder.forward(packet, correspondent, NOW)).isEqualTo(Verdict.AS_IT_IS);
    assertThat(octets(packet)).isEqualTo(original);
    // They would come back.
    correspondent.putHomeAddress(STRANGER);
    assertThat(verdict(correspondent, Origin.HOST, original)).isEqualTo(Verdict.NO_BINDING);
    correspondent.removeHomeAddress(STRANGER);
    assertThat(verdict(correspondent, Origin.HOST, original)).isEqualTo(Verdict.AS_IT_IS);
  }

  @Test
  @Tag("R6275-210")
  void pathsEndInTimeAndWhenTheyAreTakenAway() {
    Octets up = udp(HOME, CORRESPONDENT, 8);
    Octets direct = sent(mobileNode, up);
    assertThat(forwarder.forward(show(direct, Origin.LINK), correspondent, LATER.nanos()))
        .isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    mobileNode.remove(new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME, CORRESPONDENT));
    assertThat(mobileNode.directPaths()).isEmpty();
    assertThat(verdict(mobileNode, Origin.HOST, up)).isEqualTo(Verdict.ENCAPSULATED);
    correspondent.remove(new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT));
    assertThat(verdict(correspondent, Origin.HOST, udp(CORRESPONDENT, HOME, 8))).isEqualTo(Verdict.NO_BINDING);
  }

  @Test
  void severalAddressesOfOneHostHaveTheirOwnPaths() {
    put(correspondent, DirectPath.Side.CORRESPONDENT, HOME, STRANGER, FORMER_CARE_OF);
    assertThat(correspondent.directPaths()).hasSize(2);
    assertThat(address(sent(correspondent, udp(STRANGER, HOME, 8)), 24)).isEqualTo(FORMER_CARE_OF);
    assertThat(address(sent(correspondent, udp(CORRESPONDENT, HOME, 8)), 24)).isEqualTo(CARE_OF);
    put(correspondent, DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT, CARE_OF_2);
    assertThat(address(sent(correspondent, udp(CORRESPONDENT, HOME, 8)), 24)).isEqualTo(CARE_OF_2);
    correspondent.remove(new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, STRANGER));
    assertThat(correspondent.directPaths()).hasSize(1);
    assertThat(address(sent(correspondent, udp(CORRESPONDENT, HOME, 8)), 24)).isEqualTo(CARE_OF_2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff0e::1", "fe80::1", "::", "::1", "::ffff:1.2.3.4"})
  @Tag("R6275-054")
  @Tag("R6275-119")
  void homeAddressThatIsNoUnicastRoutableOneIsDroppedInSilence(String home) {
    Octets octets = packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, concat(
        Octets.ofHex("1102 0102 0000 c910"), octets(Ipv6Address.parse(home)), Octets.of(new byte[8])));
    assertThat(verdict(correspondent, Origin.LINK, octets)).isEqualTo(Verdict.INNER_SCOPE);
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  @Tag("R6275-058")
  @Tag("R6275-114")
  void homeAddressOptionsChangeNoBindingAndNoWay() {
    Octets down = udp(CORRESPONDENT, HOME, 8);
    Octets elsewhere =
        packet(STRANGER, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(UDP, Octets.of(new byte[8])));
    List<DirectPath> before = correspondent.directPaths();
    assertThat(verdict(correspondent, Origin.LINK, elsewhere)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    received(correspondent, sent(mobileNode, udp(HOME, CORRESPONDENT, 8)));
    assertThat(correspondent.directPaths()).isEqualTo(before);
    assertThat(address(sent(correspondent, down), 24)).isEqualTo(CARE_OF);

    correspondent.remove(new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT));
    assertThat(verdict(correspondent, Origin.LINK, elsewhere)).isEqualTo(Verdict.HOME_ADDRESS_NOT_BOUND);
    assertThat(correspondent.directPaths()).isEmpty();
    assertThat(verdict(correspondent, Origin.HOST, down)).isEqualTo(Verdict.NO_BINDING);
  }

  @Test
  void encryptedPacketsNeedNoBinding() {
    Octets rest = Octets.of(new byte[16]);
    Octets octets = packet(STRANGER, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(50, rest));
    assertThat(received(correspondent, octets)).isEqualTo(packet(HOME, CORRESPONDENT, 50, rest));
  }

  @Test
  void mobilityHeadersOnTheWireAreForTheSignalling() {
    Octets message = Octets.ofHex("3b00 0100 0000 0000");
    Octets up = packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, homeAddressHeader(MOBILITY, message));
    assertThat(verdict(correspondent, Origin.LINK, up)).isEqualTo(Verdict.NOT_FOR_TUNNELS);
    Octets down = packet(CORRESPONDENT, CARE_OF, ROUTING, routingHeader(MOBILITY, HOME, message));
    assertThat(verdict(mobileNode, Origin.LINK, down)).isEqualTo(Verdict.NOT_FOR_TUNNELS);
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  void otherOptionsBesideTheHomeAddressStay() {
    Octets rest = Octets.of(new byte[8]);
    Octets options = options("1103 050200 00 c910 20010db8000100000000000000000100 c2040000 0000 0100", rest);
    Octets expected = options("1103 050200 00 0110 00000000000000000000000000000000 c2040000 0000 0100", rest);
    assertThat(received(correspondent, packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, options)))
        .isEqualTo(packet(HOME, CORRESPONDENT, DESTINATION_OPTIONS, expected));
  }

  @Test
  void paddingOfAnyKindGoesWithTheHomeAddress() {
    Octets rest = Octets.of(new byte[8]);
    Octets options = options("1103 0000 0000 c910 20010db8000100000000000000000100 0104 0000 0000 0000", rest);
    assertThat(received(correspondent, packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, options)))
        .isEqualTo(packet(HOME, CORRESPONDENT, UDP, rest));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "1105 0102 0000 c910 20010db8000100000000000000000100 0104 0000 0000 c910 20010db8000100000000000000000100",
    "1102 0103 0000 00c9 0f 20010db80001000000000000000001",
  })
  @Tag("R6275-053")
  @Tag("R6275-057")
  void homeAddressOptionsOfWrongNumberOrLengthAreMalformed(String options) {
    assertThat(
            verdict(
                correspondent,
                Origin.LINK,
                packet(CARE_OF, CORRESPONDENT, DESTINATION_OPTIONS, options(options, Octets.of(new byte[8])))))
        .isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void mobileNodeTakesRoutingHeadersAtACareOfAddressItHadBefore() {
    Octets rest = Octets.of(new byte[8]);
    assertThat(received(mobileNode, packet(STRANGER, FORMER_CARE_OF, ROUTING, routingHeader(UDP, HOME, rest))))
        .isEqualTo(packet(STRANGER, HOME, UDP, rest));
  }

  @Test
  @Tag("R6275-059")
  @Tag("R6275-062")
  @Tag("R6275-092")
  @Tag("R6275-217")
  @Tag("R6275-268")
  void routingHeadersThatAreNotRightAreDroppedInSilence() {
    Octets rest = Octets.of(new byte[8]);
    Octets right = packet(CORRESPONDENT, CARE_OF, ROUTING, routingHeader(UDP, HOME, rest));
    assertThat(verdict(mobileNode, Origin.LINK, right)).isEqualTo(Verdict.DIRECT_RECEIVED);
    assertThat(verdict(mobileNode, Origin.LINK, with(right, 43, 0))).isEqualTo(Verdict.ROUTING_HEADER);
    assertThat(verdict(mobileNode, Origin.LINK, with(right, 43, 2))).isEqualTo(Verdict.ROUTING_HEADER);
    assertThat(verdict(mobileNode, Origin.LINK, with(right, 41, 1))).isEqualTo(Verdict.ROUTING_HEADER);
    Octets notMine = packet(CORRESPONDENT, CARE_OF, ROUTING, routingHeader(UDP, STRANGER, rest));
    assertThat(verdict(mobileNode, Origin.LINK, notMine)).isEqualTo(Verdict.ROUTING_HEADER);
    Octets toAnother = packet(CORRESPONDENT, STRANGER, ROUTING, routingHeader(UDP, HOME, rest));
    assertThat(verdict(mobileNode, Origin.LINK, toAnother)).isEqualTo(Verdict.ROUTING_HEADER);
    // RFC 6275 11.3.3: what it came to is a care-of address as long as the binding lasts.
    assertThat(forwarder.forward(show(right, Origin.LINK), mobileNode, LATER.nanos()))
        .isEqualTo(Verdict.ROUTING_HEADER);
    // RFC 6275 8.2: who is no mobile node discards all of them.
    assertThat(verdict(correspondent, Origin.LINK, right)).isEqualTo(Verdict.ROUTING_HEADER);
    assertThat(forwarder.answer()).isEqualTo(Forwarder.Answer.NONE);
    assertThat(forwarder.news()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff02::1", "ff0e::1", "fe80::100", "::", "::1", "2001:db8:a::100"})
  @Tag("R6275-059")
  @Tag("R6275-060")
  @Tag("R6275-061")
  void routingHeadersToAddressesThatAreNoHomeAddressAreDroppedInSilence(String address) {
    Octets routing = routingHeader(UDP, Ipv6Address.parse(address), Octets.of(new byte[8]));
    assertThat(verdict(mobileNode, Origin.LINK, packet(CORRESPONDENT, CARE_OF, ROUTING, routing)))
        .isEqualTo(Verdict.ROUTING_HEADER);
    assertThat(forwarder.answer()).isEqualTo(Forwarder.Answer.NONE);
    assertThat(forwarder.news()).isEmpty();
  }

  @Test
  @Tag("R6275-063")
  void reservedBitsOfARoutingHeaderDoNotMatter() {
    Octets down = udp(CORRESPONDENT, HOME, 8);
    Octets direct = sent(correspondent, down);
    for (int offset = 44; offset < 48; offset++) {
      assertThat(direct.at(offset)).isZero();
      direct = with(direct, offset, 0xff);
    }
    assertThat(received(mobileNode, direct)).isEqualTo(down);
  }

  @Test
  void packetsThatDoNotFitArePacketsTooBigForTheHost() {
    Packet packet = show(udp(HOME, CORRESPONDENT, 1500 - 40 - 24 + 1), Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.TOO_BIG);
    assertThat(forwarder.answer()).isEqualTo(Forwarder.Answer.TO_HOST);
    assertThat(((PacketTooBig) message(octets(packet))).mtu()).isEqualTo(1476);
    assertThat(address(octets(packet), 24)).isEqualTo(HOME);
    assertThat(sent(mobileNode, udp(HOME, CORRESPONDENT, 1500 - 40 - 24)).length()).isEqualTo(1500);

    connectMobileNodes();
    packet = show(udp(HOME, HOME_2, 1500 - 40 - 48 + 1), Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.TOO_BIG);
    assertThat(((PacketTooBig) message(octets(packet))).mtu()).isEqualTo(1452);
  }

  private static Icmpv6Message message(Octets octets) {
    Ipv6Packet packet = decode(octets);
    if (Icmpv6Message.decode(packet.payload(), packet.header().source(), packet.header().destination())
        instanceof Value<Icmpv6Message>(Icmpv6Message message)) {
      return message;
    }
    throw new AssertionError("no ICMPv6 message: " + octets);
  }

  @Test
  void packetsThatEveryLinkCarriesGoInFragmentsWhereThePathIsNarrow() {
    correspondent.put(
        new DirectPath(
            new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT), CARE_OF, LATER),
        1290);
    Octets direct = sent(correspondent, udp(CORRESPONDENT, HOME, 1240));
    assertThat(direct.length()).isEqualTo(1304);
    assertThat(forwarder.pathMtu()).isEqualTo(1290);
    assertThat(verdict(correspondent, Origin.HOST, udp(CORRESPONDENT, HOME, 1241))).isEqualTo(Verdict.TOO_BIG);
  }

  @Test
  void echoesKeepTheirChecksumOverTheHomeAddresses() {
    connectMobileNodes();
    Octets echo = new EchoRequest(1, 2, Octets.of(new byte[56])).encode(HOME, HOME_2);
    Octets direct = sent(mobileNode, packet(HOME, HOME_2, 58, echo));
    Ipv6Packet packet = decode(direct);
    assertThat(Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination()))
        .isInstanceOf(Value.class);
    assertThat(packet.payload()).isEqualTo(echo);
  }
}
