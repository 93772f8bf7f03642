package org.roam6.protocol.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.forwarding.TestPackets.IPV6;
import static org.roam6.protocol.forwarding.TestPackets.octets;
import static org.roam6.protocol.forwarding.TestPackets.packet;
import static org.roam6.protocol.forwarding.TestPackets.show;
import static org.roam6.protocol.forwarding.TestPackets.udp;
import static org.roam6.protocol.forwarding.TestPackets.with;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet.Origin;
import org.roam6.protocol.forwarding.Tunnel.Side;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MulticastListenerDiscovery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.MulticastListenerReport;

/** RFC 6275 10.4.2, 10.4.3 and 11.3.4: multicast groups and tunnels. */
class GroupPacketsTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address SECOND_HOME = Ipv6Address.parse("2001:db8:1::200");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::100");
  private static final Ipv6Address SECOND_CARE_OF = Ipv6Address.parse("2001:db8:b::200");
  private static final Ipv6Address SENDER = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Address STRANGER = Ipv6Address.parse("2001:db8:d::1");
  private static final Ipv6Address GROUP = Ipv6Address.parse("ff0e::77");
  private static final Ipv6Address LINK_LOCAL = Ipv6Address.parse("fe80::100");
  private static final int HOP_LIMIT = 7;
  private static final long NOW = 1_000;
  private static final Time LATER = new Time(2_000);

  private final ForwardingState homeAgent = new ForwardingState();
  private final ForwardingState mobileNode = new ForwardingState();
  private final Forwarder forwarder = new Forwarder(TestPackets.TUNNEL);
  private final GroupForwarder groups = new GroupForwarder();

  GroupPacketsTest() {
    homeAgent.put(new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER));
    homeAgent.put(
        new Tunnel(BindingKey.of(SECOND_HOME), Side.HOME_AGENT, HOME_AGENT, SECOND_CARE_OF, List.of(), LATER));
    homeAgent.groups().setForwarding(true);
    mobileNode.put(new Tunnel(BindingKey.of(HOME), Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), LATER));
    mobileNode.putHomeAddress(HOME);
  }

  private List<Octets> copies(Octets heard) {
    return copies(show(heard, Origin.LINK), NOW);
  }

  private List<Octets> copies(Packet packet, long now) {
    List<Octets> copies = new ArrayList<>();
    if (groups.begin(packet, homeAgent)) {
      Packet copy = show(octets(packet), Origin.LINK);
      while (groups.next(packet, copy, homeAgent, now)) {
        Octets headers = octets(copy).slice(0, groups.headers());
        copies.add(TestPackets.concat(headers, octets(packet)));
        copy = show(octets(packet), Origin.LINK);
      }
    }
    return copies;
  }

  private Verdict verdict(ForwardingState state, Origin origin, Octets octets) {
    return forwarder.forward(show(octets, origin), state, NOW);
  }

  private static Octets listenerMessage(Icmpv6Message message) {
    return MulticastListenerDiscovery.packet(LINK_LOCAL, Ipv6Address.ALL_NODES, message).encode();
  }

  private static Octets tunnelled(Ipv6Address source, Ipv6Address destination, Octets inner) {
    return packet(source, destination, IPV6, inner);
  }

  @Test
  @Tag("R6275-194")
  void theHomeAgentTunnelsWhatIsSentToAGroupToAllThatListen() {
    homeAgent.groups().putListener(GROUP, HOME);
    homeAgent.groups().putListener(GROUP, SECOND_HOME);
    Octets heard = udp(SENDER, GROUP, 100);

    List<Octets> copies = copies(heard);

    Octets inner = with(heard, HOP_LIMIT, 62);
    assertThat(copies).hasSize(2);
    assertThat(copies).allSatisfy(copy -> assertThat(copy.slice(40, copy.length())).isEqualTo(inner));
    assertThat(copies).allSatisfy(copy -> assertThat(Ipv6Address.read(copy.asBuffer(), 8)).isEqualTo(HOME_AGENT));
    assertThat(copies).extracting(copy -> Ipv6Address.read(copy.asBuffer(), 24))
        .containsExactly(CARE_OF, SECOND_CARE_OF);
    assertThat(groups.count(Verdict.ENCAPSULATED)).isEqualTo(2);
    assertThat(groups.owesError()).isFalse();
  }

  @Test
  @Tag("R6275-112")
  void theMobileNodeTakesACopyOutOfTheTunnel() {
    homeAgent.groups().putListener(GROUP, HOME);
    Octets copy = copies(udp(SENDER, GROUP, 100)).getFirst();
    Packet arrived = show(copy, Origin.LINK);
    assertThat(forwarder.forward(arrived, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(arrived)).isEqualTo(with(udp(SENDER, GROUP, 100), HOP_LIMIT, 62));
    assertThat(forwarder.news()).isEmpty();

    Octets fromElsewhere = tunnelled(STRANGER, CARE_OF, udp(SENDER, GROUP, 100));
    assertThat(verdict(mobileNode, Origin.LINK, fromElsewhere)).isEqualTo(Verdict.SOURCE_NOT_BOUND);
  }

  @Test
  void whatNobodyListensToIsNotTunnelled() {
    homeAgent.groups().putListener(GROUP, HOME);
    assertThat(copies(udp(SENDER, Ipv6Address.parse("ff0e::78"), 8))).isEmpty();
    homeAgent.groups().removeListener(GROUP, HOME);
    assertThat(homeAgent.groups().hasListeners()).isFalse();
    assertThat(copies(udp(SENDER, GROUP, 8))).isEmpty();
    assertThat(groups.count(Verdict.NOT_FOR_TUNNELS)).isEqualTo(2);
  }

  @Test
  void aCopyGoesNeitherBackToItsSenderNorIntoATunnelThatHasEnded() {
    homeAgent.groups().putListener(GROUP, HOME);
    homeAgent.groups().putListener(GROUP, SECOND_HOME);
    assertThat(copies(udp(HOME, GROUP, 8))).extracting(copy -> Ipv6Address.read(copy.asBuffer(), 24))
        .containsExactly(SECOND_CARE_OF);
    assertThat(copies(show(udp(SENDER, GROUP, 8), Origin.LINK), LATER.nanos())).isEmpty();
    homeAgent.remove(BindingKey.of(HOME));
    assertThat(copies(udp(SENDER, GROUP, 8))).extracting(copy -> Ipv6Address.read(copy.asBuffer(), 24))
        .containsExactly(SECOND_CARE_OF);
  }

  @Test
  @Tag("R6275-193")
  void nothingOfTheLinkAloneIsTunnelled() {
    Ipv6Address ofTheLink = Ipv6Address.parse("ff02::77");
    homeAgent.groups().putListener(ofTheLink, HOME);
    homeAgent.groups().putListener(GROUP, HOME);
    assertThat(copies(udp(SENDER, ofTheLink, 8))).isEmpty();
    assertThat(copies(udp(LINK_LOCAL, GROUP, 8))).isEmpty();
    assertThat(groups.count(Verdict.INNER_SCOPE)).isEqualTo(2);
    assertThat(copies(with(udp(SENDER, GROUP, 8), HOP_LIMIT, 1))).isEmpty();
    assertThat(copies(with(udp(SENDER, GROUP, 8), HOP_LIMIT, 0))).isEmpty();
    assertThat(groups.count(Verdict.HOP_LIMIT_EXCEEDED)).isEqualTo(2);
    assertThat(copies(with(udp(SENDER, GROUP, 8), 0, 0x40))).isEmpty();
    assertThat(groups.count(Verdict.MALFORMED)).isEqualTo(1);
  }

  @Test
  void theSourceHearsHowMuchTheNarrowestTunnelCarries() {
    homeAgent.put(
        new Tunnel(BindingKey.of(HOME), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER), 1400);
    homeAgent.groups().putListener(GROUP, HOME);
    homeAgent.groups().putListener(GROUP, SECOND_HOME);
    Packet packet = show(udp(SENDER, GROUP, 1400), Origin.LINK);

    assertThat(copies(packet, NOW)).hasSize(1);

    assertThat(groups.count(Verdict.TOO_BIG)).isEqualTo(1);
    assertThat(groups.owesError()).isTrue();
    assertThat(groups.showError(packet, NOW)).isTrue();
    Octets error = octets(packet);
    assertThat(error.at(40)).isEqualTo(Icmpv6Type.PACKET_TOO_BIG);
    assertThat(error.asBuffer().getInt(44)).isEqualTo(1360);
    assertThat(Ipv6Address.read(error.asBuffer(), 24)).isEqualTo(SENDER);
    assertThat(Ipv6Address.read(error.asBuffer(), 48 + 24)).isEqualTo(GROUP);
  }

  @Test
  @Tag("R6275-219")
  void theMobileNodeSaysWhatItListensToOnlyAfterItWasAsked() {
    Octets report = listenerMessage(new MulticastListenerReport(GROUP));
    assertThat(verdict(mobileNode, Origin.HOST, report)).isEqualTo(Verdict.NOT_ASKED);

    mobileNode.groups().putAsked(BindingKey.of(HOME));
    Packet packet = show(report, Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(octets(packet).slice(40, packet.length())).isEqualTo(report);
    assertThat(Ipv6Address.read(octets(packet).asBuffer(), 24)).isEqualTo(HOME_AGENT);

    assertThat(forwarder.forward(show(report, Origin.HOST), mobileNode, LATER.nanos())).isEqualTo(Verdict.NOT_ASKED);
    mobileNode.groups().removeAsked(BindingKey.of(HOME));
    assertThat(verdict(mobileNode, Origin.HOST, report)).isEqualTo(Verdict.NOT_ASKED);
  }

  @Test
  @Tag("R6275-220")
  void theMobileNodeTunnelsPacketsToGroupsFromItsHomeAddressOnly() {
    Octets fromHome = udp(HOME, Ipv6Address.parse("ff05::77"), 8);
    Packet packet = show(fromHome, Origin.HOST);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.ENCAPSULATED);
    assertThat(octets(packet).slice(40, packet.length())).isEqualTo(fromHome);
    // No correspondent node is there to be asked for a direct path.
    assertThat(forwarder.news()).isEmpty();

    assertThat(verdict(mobileNode, Origin.HOST, udp(CARE_OF, GROUP, 8))).isEqualTo(Verdict.INNER_SCOPE);
    assertThat(verdict(mobileNode, Origin.HOST, udp(LINK_LOCAL, GROUP, 8))).isEqualTo(Verdict.INNER_SCOPE);
    assertThat(verdict(mobileNode, Origin.HOST, udp(HOME, Ipv6Address.ALL_NODES, 8))).isEqualTo(Verdict.INNER_SCOPE);
    mobileNode.remove(BindingKey.of(HOME));
    assertThat(verdict(mobileNode, Origin.HOST, fromHome)).isEqualTo(Verdict.NO_BINDING);
  }

  @Test
  void theHomeAgentTakesAMobileNodesPacketToAGroupToTheHomeLink() {
    Octets inner = udp(HOME, GROUP, 8);
    Packet packet = show(tunnelled(CARE_OF, HOME_AGENT, inner), Origin.LINK);
    assertThat(forwarder.forward(packet, homeAgent, NOW)).isEqualTo(Verdict.TO_HOME_LINK);
    assertThat(octets(packet)).isEqualTo(with(inner, HOP_LIMIT, 62));

    Octets last = tunnelled(CARE_OF, HOME_AGENT, with(inner, HOP_LIMIT, 1));
    assertThat(verdict(homeAgent, Origin.LINK, last)).isEqualTo(Verdict.HOP_LIMIT_EXCEEDED);
  }

  @Test
  void theHomeAgentTakesPacketsToGroupsFromTheHomeAddressOfTheTunnelOnly() {
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(STRANGER, HOME_AGENT, udp(HOME, GROUP, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(SECOND_HOME, GROUP, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(CARE_OF, GROUP, 8))))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(HOME, Ipv6Address.ALL_NODES, 8))))
        .isEqualTo(Verdict.INNER_SCOPE);
    homeAgent.groups().setForwarding(false);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(HOME, GROUP, 8))))
        .isEqualTo(Verdict.INNER_SCOPE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoHomeAddressesAtOneCareOfAddressBothReachTheHomeLink(boolean other) {
    homeAgent.put(
        new Tunnel(BindingKey.of(SECOND_HOME), Side.HOME_AGENT, HOME_AGENT, CARE_OF, List.of(), LATER));
    assertThat(
            verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, udp(other ? SECOND_HOME : HOME, GROUP, 8))))
        .isEqualTo(Verdict.TO_HOME_LINK);
  }

  @Test
  void theHomeAgentKnowsAListenerByItsTunnel() {
    Octets report = listenerMessage(new MulticastListenerReport(GROUP));
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(SECOND_CARE_OF, HOME_AGENT, report)))
        .isEqualTo(Verdict.SIGNALLING);
    assertThat(forwarder.news())
        .containsExactly(new Event.TunnelPacketReceived(BindingKey.of(SECOND_HOME), report));
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(STRANGER, HOME_AGENT, report)))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(forwarder.news()).isEmpty();
    // It moves, and its tunnel with it.
    homeAgent.put(new Tunnel(BindingKey.of(SECOND_HOME), Side.HOME_AGENT, HOME_AGENT, STRANGER, List.of(), LATER));
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(STRANGER, HOME_AGENT, report))).isEqualTo(Verdict.SIGNALLING);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(SECOND_CARE_OF, HOME_AGENT, report)))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    homeAgent.groups().setForwarding(false);
    assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, report))).isEqualTo(Verdict.INNER_SCOPE);
  }

  @Test
  void aQueryIsForTheMobileNodeAndItsKernel() {
    Octets query = listenerMessage(new MulticastListenerQueryV2(1000, Ipv6Address.UNSPECIFIED, 2, 125));
    Packet packet = show(tunnelled(HOME_AGENT, CARE_OF, query), Origin.LINK);
    assertThat(forwarder.forward(packet, mobileNode, NOW)).isEqualTo(Verdict.DECAPSULATED);
    assertThat(octets(packet)).isEqualTo(query);
    assertThat(forwarder.news()).containsExactly(new Event.TunnelPacketReceived(BindingKey.of(HOME), query));

    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(STRANGER, CARE_OF, query)))
        .isEqualTo(Verdict.SOURCE_NOT_BOUND);
    assertThat(forwarder.news()).isEmpty();
    Octets report = listenerMessage(new MulticastListenerReport(GROUP));
    assertThat(verdict(mobileNode, Origin.LINK, tunnelled(HOME_AGENT, CARE_OF, report)))
        .isEqualTo(Verdict.INNER_SCOPE);
  }

  @Test
  void anythingInATunnelIsForwardedOrDropped() {
    homeAgent.groups().putListener(GROUP, HOME);
    java.util.Random random = new java.util.Random(1);
    Octets report = listenerMessage(new MulticastListenerReport(GROUP));
    for (int i = 0; i < 20_000; i++) {
      Octets inner = random.nextBoolean() ? report : udp(HOME, GROUP, 8);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        inner = with(inner, random.nextInt(inner.length()), random.nextInt(256));
      }
      assertThat(verdict(homeAgent, Origin.LINK, tunnelled(CARE_OF, HOME_AGENT, inner))).isNotNull();
      assertThat(verdict(mobileNode, Origin.HOST, inner)).isNotNull();
      copies(inner);
    }
  }
}
