package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.OWN;
import static org.roam6.protocol.mobilenode.Scenario.messages;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.FE80_1;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.NeighborEntry;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 11.5.1 and 11.5.2: movement detection and home link detection. */
class MovementDetectionTest {

  private static final NeighborAdvertisement STILL_HERE =
      new NeighborAdvertisement(true, true, false, FE80_1, List.of());

  private final Scenario scenario = Scenario.unprotected();

  @Test
  @Tag("R6275-088")
  @Tag("R6275-234")
  void carrierFlushesNeighborsAndSolicitsRoutersAtOnce() {
    List<Effect> effects = scenario.plug();

    assertThat(effects.getFirst()).isEqualTo(new Effect.FlushNeighbors(ETH0));
    assertThat(messages(effects, RouterSolicitation.class)).containsExactly(new RouterSolicitation(List.of()));
    Ipv6Packet packet = Scenario.decode(Scenario.packets(effects).getFirst());
    assertThat(packet.header().source()).isEqualTo(Ipv6Address.linkLocal(OWN.interfaceIdentifier()));
    assertThat(packet.header().destination()).isEqualTo(Ipv6Address.ALL_ROUTERS);
    assertThat(packet.header().hopLimit()).isEqualTo(255);
  }

  @Test
  void silentLinkIsSolicitedThreeTimes() {
    scenario.plug();
    scenario.pass(Duration.ofMillis(8100));
    scenario.pass(Duration.ofHours(1));

    assertThat(messages(scenario.all(), RouterSolicitation.class)).hasSize(3);
  }

  @Test
  void flappingLinkIsSolicitedAtABoundedRate() {
    for (int i = 0; i < 1000; i++) {
      scenario.plug();
      scenario.pass(Duration.ofMillis(4));
      scenario.unplug();
      scenario.pass(Duration.ofMillis(4));
    }

    assertThat(messages(scenario.all(), RouterSolicitation.class)).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void repeatedNewsOfTheSameCarrierIsNoMove() {
    scenario.plug();

    assertThat(scenario.plug()).isEmpty();
  }

  @Test
  @Tag("R6275-088")
  @Tag("R6275-109")
  void oneTurnPreparesEverythingTheUpdateNeedsBeforeItAndCleansUpAfterIt() {
    scenario.registeredAt(VISITED_A);
    List<Effect> effects = scenario.moveTo(VISITED_B);
    Ipv6Address careOf = VISITED_B.careOfAddress();
    int sent = indexOfUpdate(effects);

    assertThat(effects.subList(0, sent).stream().filter(Effect.Want.class::isInstance).map(effect ->
            ((Effect.Want) effect).item().getClass().getSimpleName()))
        .containsExactly(
            "GroupMembership", "InterfaceAddress", "NeighborEntry", "Route", "WantedTunnel", "Route");
    assertThat(effects.subList(sent, effects.size()))
        .contains(new Effect.Unwant(new Desired.AddressKey(ETH0, VISITED_A.careOfAddress())));
    assertThat(scenario.wished(NeighborEntry.class))
        .containsExactly(new NeighborEntry(ETH0, FE80_1, VISITED_B.mac()));
    assertThat(scenario.wished(InterfaceAddress.class))
        .extracting(InterfaceAddress::address)
        .containsExactlyInAnyOrder(Scenario.HOME_ADDRESS, careOf);
    assertThat(notices(effects, MobileNodeNotice.CareOfAddressFormed.class)).hasSize(1);
  }

  private static int indexOfUpdate(List<Effect> effects) {
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof Effect.SendRouted) {
        return i;
      }
    }
    throw new AssertionError("no Binding Update in " + effects);
  }

  @Test
  void otherPrefixWithoutLinkEventIsBelievedOnlyWhenTheRouterDoesNotAnswer() {
    scenario.registeredAt(VISITED_A);
    List<Effect> heard = scenario.hear(VISITED_B);
    List<Effect> later = scenario.pass(Duration.ofMillis(250));

    assertThat(messages(heard, NeighborSolicitation.class))
        .extracting(NeighborSolicitation::target)
        .containsExactly(FE80_1);
    assertThat(heard).anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(
        Effect.SendOnLink.class, sent -> assertThat(sent.to()).isEqualTo(VISITED_A.mac())));
    assertThat(updates(heard)).isEmpty();
    assertThat(onlyUpdate(later)).isNotNull();
    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).contains(VISITED_B.careOfAddress());
  }

  @Test
  void routerThatAnswersTwiceIsKeptAndTheOtherIsNotSuspectedAgain() {
    scenario.registeredAt(VISITED_A);
    TestRouter second = VISITED_B.withAddress("fe80::2");
    for (int i = 0; i < 2; i++) {
      scenario.hear(second);
      scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);
    }
    List<Effect> again = scenario.hear(second);
    scenario.pass(Duration.ofMinutes(1));

    assertThat(again).isEmpty();
    assertThat(updates(scenario.all())).hasSize(1);
    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).contains(VISITED_A.careOfAddress());
  }

  /** Its home prefix would make this link the home link. */
  @Test
  void aRouterThatWasHeardInPassingIsNotTakenForOneOfThisLink() {
    scenario.registeredAt(VISITED_A);
    TestRouter atHome = TestRouter.HOME.withAddress("fe80::2");
    scenario.hear(atHome);
    scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);

    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).contains(VISITED_A.careOfAddress());
    assertThat(onlyUpdate(scenario.moveTo(VISITED_B))).isNotNull();
  }

  @Test
  void answerOfAnotherRouterWithTheSameAddressDoesNotCount() {
    scenario.registeredAt(VISITED_A);
    scenario.hear(VISITED_B);
    scenario.hear(FE80_1, VISITED_B.mac(), STILL_HERE);

    assertThat(updates(scenario.pass(Duration.ofMillis(250)))).hasSize(1);
  }

  @Test
  @Tag("R6275-088")
  void missedAdvertisementsLeadToAProbeAndThenToASolicitation() {
    TestRouter beacon = VISITED_A.advertisingEach(Duration.ofSeconds(2));
    scenario.registeredAt(beacon);
    scenario.pass(Duration.ofSeconds(1));
    scenario.hear(beacon);
    List<Effect> inTime = scenario.pass(Duration.ofMillis(2900));
    List<Effect> missed = scenario.pass(Duration.ofMillis(150));
    List<Effect> unanswered = scenario.pass(Duration.ofMillis(200));

    assertThat(Scenario.packets(inTime)).isEmpty();
    assertThat(messages(missed, NeighborSolicitation.class)).hasSize(1);
    assertThat(messages(unanswered, RouterSolicitation.class)).hasSize(1);
    assertThat(updates(scenario.hear(VISITED_B))).hasSize(1);
  }

  @Test
  void routerThatAnswersTheProbeIsAskedAgainOnlyAnIntervalLater() {
    TestRouter beacon = VISITED_A.advertisingEach(Duration.ofSeconds(2));
    scenario.registeredAt(beacon);
    scenario.pass(Duration.ofSeconds(3));
    scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);

    assertThat(messages(scenario.pass(Duration.ofMillis(2900)), NeighborSolicitation.class)).isEmpty();
  }

  @Test
  void routerThatResignsIsReplacedByAnotherOfTheLink() {
    scenario.registeredAt(VISITED_A);
    TestRouter second = TestRouter.of("02:00:00:00:0a:02", "2001:db8:a::/64").withAddress("fe80::2");
    scenario.hear(second);
    scenario.hear(VISITED_A.withLifetimes(0, 86_400, 43_200));

    assertThat(scenario.node.snapshot(scenario.now()).router()).contains(Ipv6Address.parse("fe80::2"));
    assertThat(scenario.route(254, "::/0")).map(Desired.Route::via)
        .contains(java.util.Optional.of(Ipv6Address.parse("fe80::2")));
    assertThat(updates(scenario.all())).hasSize(1);
  }

  @Test
  void onlyRouterThatResignsLeadsToSolicitations() {
    scenario.registeredAt(VISITED_A);
    List<Effect> resigned = scenario.hear(VISITED_A.withLifetimes(0, 86_400, 43_200));

    assertThat(messages(resigned, RouterSolicitation.class)).hasSize(1);
    assertThat(scenario.route(254, "::/0")).isEmpty();
  }

  // RFC 6275 7.3 and 7.4: "This option MUST be silently ignored for other Neighbor Discovery messages."
  @Test
  @Tag("R6275-081")
  @Tag("R6275-087")
  void optionsOfRoutersInOtherMessagesAreIgnored() {
    scenario.registeredAt(VISITED_A);
    scenario.pass(Duration.ofSeconds(1));
    MobileNodeSnapshot before = scenario.node.snapshot(scenario.now());
    Time deadline = scenario.node.nextDeadline();
    List<Effect> effects =
        scenario.hear(
            FE80_1,
            VISITED_A.mac(),
            new NeighborAdvertisement(
                true,
                false,
                false,
                FE80_1,
                List.of(
                    new AdvertisementInterval(70),
                    new HomeAgentInformation(false, 9, 60),
                    new PrefixInformation(HOME_AGENT, 64, true, true, true, 86_400, 86_400))));

    assertThat(effects).isEmpty();
    assertThat(scenario.node.snapshot(scenario.now())).isEqualTo(before);
    assertThat(scenario.node.nextDeadline()).isEqualTo(deadline);
  }

  @Test
  void floodOfAdvertisementsIsBounded() {
    scenario.registeredAt(VISITED_A);
    for (int i = 0; i < 5000; i++) {
      scenario.hear(
          TestRouter.of("02:00:00:01:00:00", "2001:db8:" + Integer.toHexString(0x1000 + i) + "::/64")
              .withAddress("fe80::1:" + Integer.toHexString(i)));
      scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);
    }

    assertThat(scenario.wishes).hasSizeLessThan(12);
    assertThat(updates(scenario.all())).hasSize(1);
    assertThat(scenario.node.snapshot(scenario.now()).careOfAddress()).contains(VISITED_A.careOfAddress());
  }

  @Test
  void homePrefixIsHome() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(TestRouter.HOME);

    assertThat(scenario.node.snapshot(scenario.now()).whereabouts()).isEqualTo(MobileNodeSnapshot.Whereabouts.HOME);
  }

  @Test
  void silentMoveHomeIsFoundToo() {
    scenario.registeredAt(VISITED_A);
    scenario.hear(TestRouter.HOME);
    BindingDeletion.assertIn(scenario.pass(Duration.ofMillis(250)));
  }

  /** The update that only a node at home sends. */
  private static final class BindingDeletion {
    static void assertIn(List<Effect> effects) {
      assertThat(onlyUpdate(effects).lifetimeUnits()).isZero();
    }
  }
}
