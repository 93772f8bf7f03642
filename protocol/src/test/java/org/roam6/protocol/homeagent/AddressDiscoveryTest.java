package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 10.5: the home agent tells which home agents the home link has. */
class AddressDiscoveryTest {

  private static final Ipv6Address ANYCAST = Ipv6Address.parse("2001:db8:1:0:fdff:ffff:ffff:fffe");

  private final Scene scene =
      new Scene(Scene.config(new Security.None(), HomeAgentLimits.DEFAULT).withPreference(7));

  private List<Effect> ask(Ipv6Address source, Ipv6Address destination, int identifier) {
    return ask(source, destination, new HomeAgentAddressDiscoveryRequest(identifier, false));
  }

  private List<Effect> ask(Ipv6Address source, Ipv6Address destination, HomeAgentAddressDiscoveryRequest request) {
    Ipv6Packet packet =
        Ipv6Packet.of(source, destination, 60, IpProtocol.ICMPV6, request.encode(source, destination));
    return scene.tell(new Event.PacketReceived(Scene.HOME_LINK, Scene.NEIGHBOR_LINK_LAYER, packet.encode()));
  }

  private static HomeAgentAddressDiscoveryReply replyIn(List<Effect> effects) {
    Ipv6Packet packet = packetIn(effects);
    Icmpv6Message message =
        Acknowledgement.value(
            Icmpv6Message.decode(packet.payload(), packet.header().source(), packet.header().destination()));
    return (HomeAgentAddressDiscoveryReply) message;
  }

  private static Ipv6Packet packetIn(List<Effect> effects) {
    assertThat(effects).hasSize(1);
    return Acknowledgement.value(Ipv6Packet.decode(((Effect.SendRouted) effects.getFirst()).packet()));
  }

  private void heard(int number, int preference, int lifetime) {
    scene.onHomeLink(
        router(number), Ipv6Address.ALL_NODES, Scene.NEIGHBOR_LINK_LAYER, advertisement(number, preference, lifetime));
  }

  private static Ipv6Address router(int number) {
    return new Ipv6Address(Scene.NEIGHBOR.high(), number);
  }

  private static RouterAdvertisement advertisement(int number, int preference, int lifetime) {
    return new RouterAdvertisement(
        64,
        false,
        false,
        true,
        RouterPreference.MEDIUM,
        1800,
        0,
        0,
        List.of(
            new PrefixInformation(other(number), 64, true, true, true, 86_400, 86_400),
            new HomeAgentInformation(false, preference, lifetime)));
  }

  private static Ipv6Address other(int number) {
    return new Ipv6Address(Scene.HOME_AGENT.high(), 0xa_0000 + number);
  }

  @Test
  @Tag("R6275-102")
  void listensAtTheAnycastAddressOfTheHomePrefix() {
    assertThat(scene.always).contains(new Desired.AnycastAddress(Scene.HOME_LINK, ANYCAST));
  }

  @Test
  @Tag("R6275-065")
  @Tag("R6275-067")
  void answersFromItsUnicastAddressToTheSourceWithTheIdentifier() {
    List<Effect> effects = ask(Scene.CARE_OF_A, ANYCAST, 4711);
    assertThat(packetIn(effects).header().source()).isEqualTo(Scene.HOME_AGENT);
    assertThat(packetIn(effects).header().destination()).isEqualTo(Scene.CARE_OF_A);
    assertThat(replyIn(effects))
        .isEqualTo(new HomeAgentAddressDiscoveryReply(4711, false, List.of(Scene.HOME_AGENT)));
  }

  @Test
  void answersAtItsOwnAddressToo() {
    assertThat(replyIn(ask(Scene.CARE_OF_A, Scene.HOME_AGENT, 1)).homeAgents()).containsExactly(Scene.HOME_AGENT);
  }

  @Test
  @Tag("R6275-067")
  @Tag("R6275-162")
  void listsTheOthersByPreferenceAndItselfAmongThem() {
    heard(1, 6, 1800);
    heard(2, 8, 1800);
    assertThat(replyIn(ask(Scene.CARE_OF_A, ANYCAST, 1)).homeAgents())
        .containsExactly(other(2), Scene.HOME_AGENT, other(1));
  }

  @Test
  @Tag("R6275-163")
  @Tag("R6275-200")
  void leavesOutWhoseLifetimeIsOver() {
    heard(1, 6, 60);
    heard(2, 8, 1800);
    scene.pass(Duration.ofSeconds(60));
    assertThat(replyIn(ask(Scene.CARE_OF_A, ANYCAST, 1)).homeAgents()).containsExactly(other(2), Scene.HOME_AGENT);
  }

  @Test
  void thoseOfEqualPreferenceComeInAnotherOrderEachTime() {
    heard(1, 9, 1800);
    heard(2, 9, 1800);
    heard(3, 9, 1800);
    Set<String> orders = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      orders.add(replyIn(ask(Scene.CARE_OF_A, ANYCAST, i)).homeAgents().toString());
      scene.pass(Duration.ofSeconds(1));
    }
    assertThat(orders).hasSize(6);
  }

  @Test
  @Tag("R6275-087")
  @Tag("R6275-101")
  void listsOnlyWhoAdvertisesItselfOnTheHomeLink() {
    Ipv6Address router = router(1);
    Octets elsewhere = advertisement(1, 9, 1800).encode(router, Ipv6Address.ALL_NODES);
    scene.tell(
        new Event.PacketReceived(
            Scene.UPLINK,
            Scene.NEIGHBOR_LINK_LAYER,
            Ipv6Packet.of(router, Ipv6Address.ALL_NODES, 255, IpProtocol.ICMPV6, elsewhere).encode()));
    NeighborAdvertisement noRouters =
        new NeighborAdvertisement(true, false, false, router, advertisement(1, 9, 1800).options());
    scene.onHomeLink(router, Ipv6Address.ALL_NODES, Scene.NEIGHBOR_LINK_LAYER, noRouters);
    assertThat(replyIn(ask(Scene.CARE_OF_A, ANYCAST, 1)).homeAgents()).containsExactly(Scene.HOME_AGENT);
  }

  // RFC 6275 7.4: "the receiver" ignores what is reserved, here and in requests (6.5).
  @Test
  @Tag("R6275-066")
  @Tag("R6275-082")
  void reservedBitsDoNotMatter() {
    RouterAdvertisement advertisement = advertisement(1, 9, 1800);
    scene.onHomeLink(
        router(1),
        Ipv6Address.ALL_NODES,
        Scene.NEIGHBOR_LINK_LAYER,
        new RouterAdvertisement(
            64,
            false,
            false,
            true,
            RouterPreference.MEDIUM,
            1800,
            0,
            0,
            List.of(advertisement.options().getFirst(), new HomeAgentInformation(false, 9, 1800, 0x7fff))));
    HomeAgentAddressDiscoveryRequest request =
        new HomeAgentAddressDiscoveryRequest(4711, false, 0x7fff, Octets.EMPTY);
    assertThat(replyIn(ask(Scene.CARE_OF_A, ANYCAST, request)))
        .isEqualTo(new HomeAgentAddressDiscoveryReply(4711, false, List.of(other(1), Scene.HOME_AGENT)));
  }

  @Test
  void fitsTheSmallestMtuWithThePreferableOnes() {
    for (int i = 0; i < 64; i++) {
      heard(100 + i, 10 + i, 1800);
    }
    List<Effect> effects = ask(Scene.CARE_OF_A, ANYCAST, 1);
    assertThat(packetIn(effects).encode().length()).isLessThanOrEqualTo(1280);
    assertThat(replyIn(effects).homeAgents()).hasSize(65).startsWith(other(163), other(162)).endsWith(Scene.HOME_AGENT);
  }

  @Test
  void doesNotAnswerWhoCannotBeAnswered() {
    assertThat(ask(Ipv6Address.UNSPECIFIED, ANYCAST, 1)).isEmpty();
    assertThat(ask(Ipv6Address.ALL_NODES, ANYCAST, 1)).isEmpty();
    assertThat(ask(Scene.CARE_OF_A, Ipv6Address.parse("2001:db8:2:0:fdff:ffff:ffff:fffe"), 1)).isEmpty();
  }

  @Test
  void aFloodOfQuestionsGetsTenAnswersASecond() {
    List<Effect> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.addAll(ask(Scene.CARE_OF_A, ANYCAST, i));
    }
    assertThat(answers).hasSize(10);
    scene.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 1000; i++) {
      answers.addAll(ask(Scene.CARE_OF_B, ANYCAST, i));
    }
    assertThat(answers).hasSize(20);
  }
}
