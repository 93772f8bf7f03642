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
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.Icmpv6Message;
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
    Ipv6Packet packet =
        Ipv6Packet.of(
            source,
            destination,
            60,
            IpProtocol.ICMPV6,
            new HomeAgentAddressDiscoveryRequest(identifier, false).encode(source, destination));
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
    Ipv6Address router = new Ipv6Address(Scene.NEIGHBOR.high(), number);
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
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
    scene.onHomeLink(router, Ipv6Address.ALL_NODES, Scene.NEIGHBOR_LINK_LAYER, advertisement);
  }

  private static Ipv6Address other(int number) {
    return new Ipv6Address(Scene.HOME_AGENT.high(), 0xa_0000 + number);
  }

  @Test
  void listensAtTheAnycastAddressOfTheHomePrefix() {
    assertThat(scene.always).contains(new Desired.AnycastAddress(Scene.HOME_LINK, ANYCAST));
  }

  @Test
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
