package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.OWN;
import static org.roam6.protocol.mobilenode.Scenario.messages;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.FE80_1;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.icmp.SourceLinkLayerAddress;

/** RFC 6059: a link that the node was on before is recognized by an answer of its router. */
class KnownLinksTest {

  private static final long DAY = 86_400;

  private final Scenario scenario = Scenario.unprotected();

  private Optional<Ipv6Address> careOfAddress() {
    return scenario.node.snapshot(scenario.now()).careOfAddress();
  }

  /** The cable goes to some link, a while after the last move. */
  private List<Effect> replug() {
    scenario.pass(Duration.ofMillis(1500));
    scenario.unplug();
    return scenario.plug();
  }

  private List<Effect> answer(TestRouter router) {
    return scenario.hear(
        router.address(), router.mac(), new NeighborAdvertisement(true, true, false, router.address(), List.of()));
  }

  /** To whom a known router's link-layer address was asked. */
  private static List<LinkLayerAddress> asked(List<Effect> effects) {
    List<LinkLayerAddress> asked = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendOnLink(_, LinkLayerAddress to, _)
          && !messages(List.of(effect), NeighborSolicitation.class).isEmpty()) {
        asked.add(to);
      }
    }
    return asked;
  }

  @Test
  void knownRoutersAreAskedBesideTheSolicitation() {
    scenario.registeredAt(VISITED_A);
    scenario.registeredAt(VISITED_B);
    List<Effect> effects = replug();

    assertThat(messages(effects, RouterSolicitation.class)).hasSize(1);
    assertThat(asked(effects)).containsExactly(VISITED_B.mac(), VISITED_A.mac());
    assertThat(messages(effects, NeighborSolicitation.class))
        .containsOnly(new NeighborSolicitation(FE80_1, List.of(new SourceLinkLayerAddress(OWN))));
    assertThat(Scenario.packets(effects).stream().map(packet -> Scenario.decode(packet).header().source()))
        .containsOnly(Ipv6Address.linkLocal(OWN.interfaceIdentifier()));
  }

  @Test
  void answerOfTheRouterOfAnEarlierLinkMovesTheNodeThere() {
    scenario.registeredAt(VISITED_A);
    scenario.registeredAt(VISITED_B);
    replug();
    List<Effect> effects = answer(VISITED_A);

    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
    assertThat(Scenario.updatePackets(effects).getFirst().header().source()).isEqualTo(VISITED_A.careOfAddress());
    assertThat(notices(effects, MobileNodeNotice.RouterRecognized.class))
        .containsExactly(new MobileNodeNotice.RouterRecognized(FE80_1, VISITED_A.prefixes(), true));
    assertThat(updates(scenario.hear(VISITED_A))).as("its advertisement changes nothing").isEmpty();
    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
  }

  @Test
  void answerOfTheRouterOfTheLastLinkNeedsNoUpdate() {
    scenario.registeredAt(VISITED_A);
    replug();
    List<Effect> effects = answer(VISITED_A);

    assertThat(updates(effects)).isEmpty();
    assertThat(notices(effects, MobileNodeNotice.RouterRecognized.class))
        .containsExactly(new MobileNodeNotice.RouterRecognized(FE80_1, VISITED_A.prefixes(), false));
    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
    assertThat(scenario.node.snapshot(scenario.now()).movement()).isEqualTo("attached");
  }

  // RFC 6059 5.7.1: "the host MUST verify that both the IPv6 and link-layer (MAC) addresses of the router match"
  @Test
  void answerOfAnotherNodeOrOneThatNobodyAskedForDoesNotCount() {
    scenario.registeredAt(VISITED_A);
    replug();
    scenario.hear(
        FE80_1, VISITED_B.mac(), new NeighborAdvertisement(true, true, false, FE80_1, List.of()));
    scenario.hear(
        FE80_1, VISITED_A.mac(), new NeighborAdvertisement(true, false, true, FE80_1, List.of()));

    assertThat(scenario.node.snapshot(scenario.now()).movement()).isEqualTo("soliciting");
  }

  @Test
  void advertisementThatComesFirstDecides() {
    scenario.registeredAt(VISITED_A);
    scenario.registeredAt(VISITED_B);
    replug();
    TestRouter unknown = TestRouter.of("02:00:00:00:0c:00", "2001:db8:c::/64");
    assertThat(onlyUpdate(scenario.hear(unknown))).isNotNull();
    answer(VISITED_A);

    assertThat(careOfAddress()).contains(unknown.careOfAddress());
  }

  // RFC 6059 5.7.3.1: "the results obtained from the RS/RA will be considered definitive"
  @Test
  void advertisementOfTheSameRouterWithOtherPrefixesIsDefinitive() {
    scenario.registeredAt(VISITED_A.withPrefixes("2001:db8:a::/64", "2001:db8:aa::/64"));
    replug();
    answer(VISITED_A);
    List<Effect> partly = scenario.hear(VISITED_A.withPrefixes("2001:db8:aa::/64"));
    assertThat(onlyUpdate(partly)).isNotNull();
    assertThat(careOfAddress()).contains(VISITED_A.withPrefixes("2001:db8:aa::/64").careOfAddress());
    replug();
    answer(VISITED_A);
    List<Effect> wholly = scenario.hear(VISITED_A.withPrefixes("2001:db8:ab::/64"));

    assertThat(onlyUpdate(wholly)).isNotNull();
    assertThat(careOfAddress()).contains(VISITED_A.withPrefixes("2001:db8:ab::/64").careOfAddress());
  }

  // RFC 6059 5.11: "the host SHOULD NOT perform the Simple DNA procedure more than once a second."
  @Test
  void flappingLinkAsksKnownRoutersOnceASecond() {
    scenario.registeredAt(VISITED_A);
    List<Effect> effects = new ArrayList<>(replug());
    for (int i = 0; i < 9; i++) {
      scenario.pass(Duration.ofMillis(50));
      scenario.unplug();
      scenario.pass(Duration.ofMillis(50));
      effects.addAll(scenario.plug());
    }
    assertThat(asked(effects)).hasSize(1);
    answer(VISITED_A);

    assertThat(scenario.node.snapshot(scenario.now()).movement())
        .as("nobody was asked on this link")
        .isEqualTo("soliciting");
  }

  // RFC 6059 5.5.3: "A Simple DNA implementation SHOULD limit its NS-based probing to at most six previously seen
  // routers."
  @Test
  void sixRoutersAreAskedAtMostThoseOfTheLastLinks() {
    for (int i = 0; i < 20; i++) {
      scenario.registeredAt(
          TestRouter.of("02:00:00:00:10:" + Integer.toHexString(0x10 + i), "2001:db8:" + (100 + i) + "::/64"));
      scenario.hear(
          TestRouter.of("02:00:00:00:11:" + Integer.toHexString(0x10 + i), "2001:db8:" + (100 + i) + "::/64")
              .withAddress("fe80::2"));
      scenario.pass(Duration.ofSeconds(2));
    }
    List<LinkLayerAddress> asked = asked(replug());

    assertThat(asked).hasSize(6);
    assertThat(asked.subList(0, 2))
        .containsExactly(
            LinkLayerAddress.parse("02:00:00:00:10:23"), LinkLayerAddress.parse("02:00:00:00:11:23"));
  }

  // RFC 6059 5.5.2: "The host MUST NOT send unicast Neighbor Solicitations to a router that is not associated to a
  // valid address in the SDAT."
  @Test
  void routersWhosePrefixesOrLifetimeHaveEndedAreNotAsked() {
    scenario.registeredAt(VISITED_A.withLifetimes(9000, 60, 60));
    scenario.registeredAt(VISITED_B.withLifetimes(60, DAY, DAY));
    scenario.unplug();
    scenario.pass(Duration.ofSeconds(61));

    assertThat(asked(scenario.plug())).isEmpty();
  }

  // RFC 6059 5.10: "When three consecutive RAs from a particular router have not included a prefix, then the router
  // should be removed from the corresponding SDAT entry."
  @Test
  void prefixThatARouterDoesNotMentionThreeTimesIsForgotten() {
    TestRouter both = VISITED_A.withPrefixes("2001:db8:a::/64", "2001:db8:aa::/64");
    TestRouter second = VISITED_A.withPrefixes("2001:db8:aa::/64");
    scenario.registeredAt(both);
    scenario.hear(second);
    scenario.hear(second);
    replug();
    answer(VISITED_A);
    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
    scenario.hear(both);
    scenario.hear(second);
    scenario.hear(second);
    scenario.hear(second);
    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
    replug();
    answer(VISITED_A);

    assertThat(careOfAddress()).contains(second.careOfAddress());
  }

  // RFC 6059 1.5: "The combination of the link-layer address and the link-local IPv6 address of a router is unique
  // across links."
  @Test
  void routerWithTheSameAddressesOnTwoLinksIsNotAsked() {
    TestRouter otherVlan = VISITED_A.withPrefixes("2001:db8:aa::/64");
    scenario.registeredAt(VISITED_A);
    scenario.registeredAt(otherVlan);
    scenario.registeredAt(VISITED_B);
    List<Effect> effects = replug();
    answer(VISITED_A);

    assertThat(asked(effects)).containsExactly(VISITED_B.mac());
    assertThat(scenario.node.snapshot(scenario.now()).movement()).isEqualTo("soliciting");
  }

  @Test
  void homeLinkIsRecognizedByTheHomeAgentAndTheBindingDeletedAtOnce() {
    scenario.moveTo(HOME);
    scenario.registeredAt(VISITED_A);
    replug();
    List<Effect> effects = answer(HOME);

    assertThat(onlyUpdate(effects).lifetimeUnits()).isZero();
    assertThat(effects)
        .anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(
            Effect.SendOnLink.class, sent -> assertThat(sent.to()).isEqualTo(HOME.mac())));
  }

  @Test
  void homeAgentThatAnswersBesideTheHomeRouterIsToldAtOnce() {
    TestRouter router = TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64").withAddress("fe80::7");
    scenario.moveTo(router);
    scenario.hear(HOME);
    scenario.registeredAt(VISITED_A);
    replug();
    assertThat(updates(answer(router))).isEmpty();

    assertThat(onlyUpdate(answer(HOME)).lifetimeUnits()).isZero();
  }

  @Test
  void anotherRouterOfTheLinkThatAnswersTakesOverFromASilentOne() {
    TestRouter beacon = VISITED_A.advertisingEach(Duration.ofSeconds(2));
    TestRouter second = TestRouter.of("02:00:00:00:0a:02", "2001:db8:a::/64").withAddress("fe80::2");
    scenario.registeredAt(beacon);
    scenario.hear(second);
    List<Effect> gone = scenario.pass(Duration.ofMillis(3300));
    List<Effect> answered = answer(second);

    assertThat(asked(gone)).endsWith(second.mac());
    assertThat(scenario.node.snapshot(scenario.now()).router()).contains(second.address());
    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
    assertThat(updates(answered)).isEmpty();
  }

  @Test
  void addressThatProvesToBeADuplicateBeforeTheRouterAnswersIsNotTakenUpAgain() {
    scenario.registeredAt(VISITED_A);
    replug();
    scenario.handle(
        new Event.AddressChanged(Scenario.ETH0, VISITED_A.careOfAddress(), AddressState.DUPLICATE));
    List<Effect> answered = answer(VISITED_A);

    assertThat(careOfAddress()).isPresent().isNotEqualTo(Optional.of(VISITED_A.careOfAddress()));
    assertThat(onlyUpdate(answered)).isNotNull();
  }

  @Test
  void addressOfALinkThatWasLeftIsNotTakenUpAgainAfterItProvedToBeADuplicate() {
    scenario.registeredAt(VISITED_A);
    scenario.registeredAt(VISITED_B);
    scenario.handle(
        new Event.AddressChanged(Scenario.ETH0, VISITED_A.careOfAddress(), AddressState.DUPLICATE));
    assertThat(careOfAddress()).contains(VISITED_B.careOfAddress());
    replug();
    answer(VISITED_A);

    assertThat(careOfAddress()).isPresent().isNotEqualTo(Optional.of(VISITED_A.careOfAddress()));
  }

  @Test
  void identifierThatReplacedADuplicateIsUsedAgainOnItsLink() {
    scenario.registeredAt(VISITED_A);
    scenario.handle(
        new Event.AddressChanged(Scenario.ETH0, VISITED_A.careOfAddress(), AddressState.DUPLICATE));
    Optional<Ipv6Address> replacement = careOfAddress();
    scenario.registeredAt(VISITED_B);
    assertThat(careOfAddress()).contains(VISITED_B.careOfAddress());
    scenario.moveTo(VISITED_A);

    assertThat(careOfAddress()).isEqualTo(replacement).isNotEqualTo(Optional.of(VISITED_A.careOfAddress()));
  }
}
