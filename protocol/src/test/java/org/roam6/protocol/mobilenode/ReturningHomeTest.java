package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.OWN;
import static org.roam6.protocol.mobilenode.Scenario.messages;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updatePackets;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.5.5: Returning Home. */
class ReturningHomeTest {

  private final Scenario scenario = Scenario.unprotected();

  @Test
  @Tag("R6275-042")
  @Tag("R6275-109")
  @Tag("R6275-237")
  @Tag("R6275-249")
  void bindingUpdateComesFromTheHomeAddressAndDeletesTheBinding() {
    scenario.registeredAt(VISITED_A);
    Ipv6Packet packet = updatePackets(scenario.moveTo(HOME)).getFirst();
    BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();

    assertThat(packet.header().source()).isEqualTo(HOME_ADDRESS);
    assertThat(packet.homeAddressOption()).isEmpty();
    assertThat(update.acknowledge()).isTrue();
    assertThat(update.home()).isTrue();
    assertThat(update.lifetimeUnits()).isZero();
    assertThat(update.option(AlternateCareOfAddress.class)).contains(new AlternateCareOfAddress(HOME_ADDRESS));
  }

  @Test
  @Tag("R6275-238")
  void updateGoesToTheHomeAgentsLinkLayerAddressBeforeTheHomeAddressIsUsed() {
    scenario.registeredAt(VISITED_A);
    List<Effect> effects = scenario.moveTo(HOME);
    int sent = indexOf(effects, effect -> effect instanceof Effect.SendOnLink(var out, var to, var packet)
        && to.equals(HOME.mac()));
    int address = indexOf(effects, effect -> effect instanceof Effect.Want(InterfaceAddress wanted)
        && wanted.address().equals(HOME_ADDRESS) && wanted.on().equals(ETH0));
    int unwanted = indexOf(effects, effect -> effect instanceof Effect.Unwant);

    assertThat(sent).isNotNegative();
    assertThat(address).isGreaterThan(sent);
    assertThat(unwanted).isGreaterThan(address);
  }

  /** None of the Binding Updates after the first one need have arrived. */
  @Test
  void theBindingIsDeletedAsLongAsTheHomeAgentMayHaveIt() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(TestRouter.VISITED_B.withLifetimes(1800, 60, 60));
    scenario.moveTo(HOME);
    scenario.unplug();
    scenario.pass(Duration.ofSeconds(100));

    assertThat(onlyUpdate(scenario.moveTo(HOME)).lifetimeUnits()).isZero();
  }

  private static int indexOf(List<Effect> effects, java.util.function.Predicate<Effect> condition) {
    for (int i = 0; i < effects.size(); i++) {
      if (condition.test(effects.get(i))) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void homeAddressLeavesTheInterfaceWithTheCable() {
    scenario.moveTo(HOME);
    scenario.unplug();

    assertThat(homeAddressOnLink()).isEmpty();
  }

  @Test
  void homeAddressLeavesTheInterfaceBeforeTheNodeRegistersAfterASilentMove() {
    scenario.moveTo(HOME);
    scenario.hear(VISITED_A);
    List<Effect> away = scenario.pass(Duration.ofMillis(250));
    Effect unwant = new Effect.Unwant(new Desired.AddressKey(ETH0, HOME_ADDRESS));
    int unwanted = indexOf(away, unwant::equals);
    int sent = indexOf(away, effect -> effect instanceof Effect.SendRouted);

    assertThat(unwanted).isNotNegative().isLessThan(sent);
  }

  @Test
  @Tag("R6275-238")
  void homeAddressWaitsForTheUpdateAlsoWhereTheRateDelaysIt() {
    for (int i = 0; i < 3; i++) {
      scenario.moveTo(VISITED_A);
      scenario.moveTo(TestRouter.VISITED_B);
    }
    List<Effect> home = scenario.moveTo(HOME);
    assertThat(updates(home)).isEmpty();
    assertThat(homeAddressOnLink()).isEmpty();
    assertThat(askForTheHomeAddress(HOME_AGENT)).isEmpty();
    List<Effect> later = scenario.pass(Duration.ofSeconds(1));

    assertThat(onlyUpdate(later).lifetimeUnits()).isZero();
    assertThat(homeAddressOnLink()).isPresent();
  }

  private List<Effect> askForTheHomeAddress(Ipv6Address source) {
    return scenario.hear(source, HOME.mac(), new NeighborSolicitation(HOME_ADDRESS, List.of()));
  }

  // RFC 6275 11.5.5: "Such replies MUST be sent using a unicast Neighbor Advertisement to the sender's link-layer
  // address."
  @Test
  @Tag("R6275-241")
  void solicitationsForTheHomeAddressAreAnsweredFromTheUpdateToItsAcknowledgement() {
    scenario.registeredAt(VISITED_A);
    List<Effect> away = askForTheHomeAddress(HOME_AGENT);
    BindingUpdate update = onlyUpdate(scenario.moveTo(HOME));
    List<Effect> returning = askForTheHomeAddress(HOME_AGENT);
    List<Effect> detection = askForTheHomeAddress(Ipv6Address.UNSPECIFIED);
    scenario.acknowledge(update, HOME_ADDRESS);
    List<Effect> home = askForTheHomeAddress(HOME_AGENT);

    assertThat(messages(returning, NeighborAdvertisement.class))
        .containsExactly(
            new NeighborAdvertisement(false, true, true, HOME_ADDRESS, List.of(new TargetLinkLayerAddress(OWN))));
    Ipv6Packet packet = Scenario.decode(Scenario.packets(returning).getFirst());
    assertThat(packet.header().source()).isEqualTo(HOME_ADDRESS);
    assertThat(packet.header().destination()).isEqualTo(HOME_AGENT);
    assertThat(returning)
        .satisfiesOnlyOnce(effect -> assertThat(effect).isInstanceOfSatisfying(
            Effect.SendOnLink.class, sent -> assertThat(sent.to()).isEqualTo(HOME.mac())));
    assertThat(away).isEmpty();
    assertThat(detection).isEmpty();
    assertThat(home).isEmpty();
  }

  @Test
  void solicitationsAreNotAnsweredWhileTheHomeAgentIsBeingLookedFor() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64"));

    assertThat(messages(askForTheHomeAddress(HOME_AGENT), NeighborAdvertisement.class)).isEmpty();
  }

  // RFC 6275 11.5.5: "set the state of the Neighbor Cache entry for the home agent to REACHABLE"
  @Test
  void homeAgentThatAnsweredIsANeighbor() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64"));
    scenario.hear(HOME_AGENT, HOME.mac(), proxyAnswer(HOME.mac()));

    assertThat(scenario.wished(Desired.NeighborEntry.class))
        .contains(new Desired.NeighborEntry(ETH0, HOME_AGENT, HOME.mac()));
  }

  @Test
  void groupOfTheHomeAddressIsJoinedBeforeTheAddressIsAdded() {
    scenario.registeredAt(VISITED_A);
    List<Effect> effects = scenario.moveTo(HOME);

    assertThat(indexOf(effects, effect -> effect instanceof Effect.Want(Desired.GroupMembership _)))
        .isLessThan(indexOf(effects, effect -> effect instanceof Effect.Want(InterfaceAddress _)));
  }

  @Test
  @Tag("R6275-240")
  void homeAddressIsNotCheckedForDuplicatesWhileTheBindingLives() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(HOME);

    assertThat(homeAddressOnLink()).map(InterfaceAddress::detection).contains(DuplicateDetection.NONE);
  }

  @Test
  void homeAddressIsCheckedForDuplicatesWhereTheBindingHasExpired() {
    scenario.registeredAt(VISITED_A);
    scenario.unplug();
    scenario.pass(Duration.ofMinutes(11));
    scenario.plug();
    List<Effect> home = scenario.hear(HOME);

    assertThat(updates(home)).isEmpty();
    assertThat(homeAddressOnLink()).map(InterfaceAddress::detection).contains(DuplicateDetection.OPTIMISTIC);
  }

  private Optional<InterfaceAddress> homeAddressOnLink() {
    return Optional.ofNullable(
        (InterfaceAddress) scenario.wishes.get(new Desired.AddressKey(ETH0, HOME_ADDRESS)));
  }

  @Test
  @Tag("R6275-242")
  void acknowledgementIsFollowedByOverridingAdvertisements() {
    scenario.registeredAt(VISITED_A);
    BindingUpdate update = onlyUpdate(scenario.moveTo(HOME));
    List<Effect> acknowledged = scenario.acknowledge(update, HOME_ADDRESS);
    List<Effect> later = scenario.pass(Duration.ofSeconds(10));

    List<NeighborAdvertisement> advertisements = messages(acknowledged, NeighborAdvertisement.class);
    assertThat(advertisements)
        .extracting(NeighborAdvertisement::target)
        .containsExactly(HOME_ADDRESS, Ipv6Address.linkLocal(OWN.interfaceIdentifier()));
    assertThat(advertisements)
        .allSatisfy(
            advertisement -> {
              assertThat(advertisement.solicited()).isFalse();
              assertThat(advertisement.override()).isTrue();
              assertThat(advertisement.options()).containsExactly(new TargetLinkLayerAddress(OWN));
            });
    assertThat(Scenario.packets(acknowledged).stream().map(Scenario::decode))
        .extracting(packet -> packet.header().destination())
        .containsOnly(Ipv6Address.ALL_NODES);
    assertThat(messages(later, NeighborAdvertisement.class)).hasSize(4);
    assertThat(notices(acknowledged, MobileNodeNotice.ReturnedHome.class))
        .containsExactly(new MobileNodeNotice.ReturnedHome(HOME_ADDRESS, true));
  }

  @Test
  void nothingOfTheVisitedLinkIsLeftAtHome() {
    scenario.moveTo(HOME);
    scenario.pass(Duration.ofSeconds(5));
    var before = List.copyOf(scenario.wishes.keySet());
    scenario.registeredAt(VISITED_A);
    scenario.acknowledge(onlyUpdate(scenario.moveTo(HOME)), HOME_ADDRESS);

    assertThat(scenario.wishes.keySet()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(scenario.wished(WantedTunnel.class)).isEmpty();
    assertThat(scenario.route(252, "::/0")).map(Desired.Route::out).contains(ETH0);
    assertThat(scenario.route(252, "2001:db8:1::/64")).isPresent();
  }

  @Test
  void updateIsRepeatedUntilItIsAcknowledged() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(HOME);

    assertThat(updates(scenario.pass(Duration.ofMillis(7500)))).hasSize(3);
  }

  @Test
  void homeAgentWithoutBindingIsAsGoodAsAnAcknowledgement() {
    scenario.registeredAt(VISITED_A);
    BindingUpdate update = onlyUpdate(scenario.moveTo(HOME));
    scenario.acknowledge(133, update.sequenceNumber(), 0, HOME_ADDRESS);

    assertThat(updates(scenario.pass(Duration.ofMinutes(1)))).isEmpty();
    assertThat(homeAddressOnLink()).isPresent();
  }

  @Test
  @Tag("R6275-239")
  void unknownLinkLayerAddressOfTheHomeAgentIsAskedForFromTheUnspecifiedAddress() {
    scenario.registeredAt(VISITED_A);
    TestRouter another = TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64");
    List<Effect> effects = scenario.moveTo(another);

    assertThat(updates(effects)).isEmpty();
    assertThat(homeAddressOnLink()).isEmpty();
    assertThat(messages(effects, NeighborSolicitation.class))
        .extracting(NeighborSolicitation::target)
        .containsExactly(HOME_ADDRESS);
    assertThat(Scenario.packets(effects).stream().map(Scenario::decode))
        .anySatisfy(packet -> {
          assertThat(packet.header().source()).isEqualTo(Ipv6Address.UNSPECIFIED);
          assertThat(packet.header().destination()).isEqualTo(HOME_ADDRESS.solicitedNode());
        });

    LinkLayerAddress homeAgent = LinkLayerAddress.parse("02:00:00:00:01:00");
    List<Effect> answered = scenario.hear(HOME_AGENT, homeAgent, proxyAnswer(homeAgent));
    assertThat(answered)
        .anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(
            Effect.SendOnLink.class, sent -> assertThat(sent.to()).isEqualTo(homeAgent)));
    assertThat(updates(answered)).hasSize(1);
  }

  private static NeighborAdvertisement proxyAnswer(LinkLayerAddress homeAgent) {
    return new NeighborAdvertisement(
        false, false, false, HOME_ADDRESS, List.of(new TargetLinkLayerAddress(homeAgent)));
  }

  @Test
  void askingForTheHomeAgentBacksOffAndEndsWithTheBinding() {
    scenario.registeredAt(VISITED_A);
    scenario.moveTo(TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64"));
    int inAMinute = questions(scenario.pass(Duration.ofMinutes(1)));
    scenario.pass(Duration.ofMinutes(10));

    assertThat(inAMinute).isEqualTo(5);
    assertThat(homeAddressOnLink()).map(InterfaceAddress::detection).contains(DuplicateDetection.OPTIMISTIC);
    assertThat(questions(scenario.pass(Duration.ofMinutes(10)))).isZero();
  }

  private static int questions(List<Effect> effects) {
    return (int)
        messages(effects, NeighborSolicitation.class).stream()
            .filter(question -> question.target().equals(HOME_ADDRESS))
            .count();
  }

  @Test
  void leavingBeforeTheAcknowledgementRegistersAnew() {
    scenario.registeredAt(VISITED_A);
    BindingUpdate deletion = onlyUpdate(scenario.moveTo(HOME));
    scenario.pass(Duration.ofMillis(500));
    List<Effect> away = scenario.moveTo(VISITED_A);
    List<Effect> late = scenario.acknowledge(deletion, HOME_ADDRESS);

    assertThat(onlyUpdate(away).lifetimeSeconds()).isEqualTo(600);
    assertThat(notices(late, MobileNodeNotice.AcknowledgementIgnored.class)).hasSize(1);
    assertThat(updates(scenario.pass(Duration.ofMillis(1400)))).isEmpty();
  }

  private BindingUpdate reclaim(LinkLayerAddress defender) {
    scenario.plug();
    scenario.hear(HOME);
    List<Effect> defended =
        scenario.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, AddressState.DUPLICATE));
    assertThat(messages(defended, NeighborSolicitation.class)).hasSize(1);
    scenario.hear(HOME);
    return onlyUpdate(scenario.hear(HOME_AGENT, defender, proxyAnswer(defender)));
  }

  @Test
  void defendedHomeAddressAfterARestartAtHomeIsReclaimedFromTheHomeAgent() {
    BindingUpdate update = reclaim(HOME.mac());

    assertThat(update.lifetimeUnits()).isZero();
    scenario.acknowledge(update, HOME_ADDRESS);
    assertThat(homeAddressOnLink()).map(InterfaceAddress::detection).contains(DuplicateDetection.NONE);
  }

  @Test
  void defendedByTheHomeAgentWhoseBindingHasEndedMeanwhileItIsKept() {
    BindingUpdate update = reclaim(HOME.mac());
    List<Effect> effects = scenario.acknowledge(133, update.sequenceNumber(), 0, HOME_ADDRESS);

    assertThat(notices(effects, MobileNodeNotice.HomeAddressLost.class)).isEmpty();
    assertThat(homeAddressOnLink()).map(InterfaceAddress::detection).contains(DuplicateDetection.NONE);
  }

  /** It was down when the node came home, and has taken its bindings up again. */
  @Test
  void aHomeAgentThatClaimsTheHomeAddressLaterIsToldThatTheNodeIsAtHome() {
    scenario.moveTo(HOME);
    List<Effect> detecting = scenario.hear(HOME_AGENT, HOME.mac(), proxyAnswer(HOME.mac()));
    scenario.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, AddressState.READY));
    BindingUpdate update = onlyUpdate(scenario.hear(HOME_AGENT, HOME.mac(), proxyAnswer(HOME.mac())));

    assertThat(updates(detecting)).isEmpty();
    assertThat(update.lifetimeUnits()).isZero();
    assertThat(homeAddressOnLink()).isPresent();
    scenario.acknowledge(update, HOME_ADDRESS);
    assertThat(updates(scenario.hear(HOME_AGENT, HOME.mac(), proxyAnswer(HOME.mac())))).isEmpty();
  }

  @Test
  void whoClaimsTheHomeAddressAndAnswersNothingTakesNothingAway() {
    LinkLayerAddress stranger = LinkLayerAddress.parse("02:00:00:00:01:66");
    scenario.moveTo(HOME);
    scenario.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, AddressState.READY));
    for (int i = 0; i < 20; i++) {
      scenario.hear(HOME_AGENT, stranger, proxyAnswer(stranger));
      scenario.pass(Duration.ofMillis(100));
    }

    assertThat(homeAddressOnLink()).isPresent();
    assertThat(updates(scenario.all())).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whoClaimsTheHomeAddressThatIsInUseTakesNothingAwayWhereTheHomeAgentHasNoBinding() {
    LinkLayerAddress stranger = LinkLayerAddress.parse("02:00:00:00:01:66");
    scenario.moveTo(HOME);
    scenario.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, AddressState.READY));
    BindingUpdate update = onlyUpdate(scenario.hear(HOME_AGENT, stranger, proxyAnswer(stranger)));
    List<Effect> effects = scenario.acknowledge(133, update.sequenceNumber(), 0, HOME_ADDRESS);

    assertThat(notices(effects, MobileNodeNotice.HomeAddressLost.class)).isEmpty();
    assertThat(homeAddressOnLink()).isPresent();
    assertThat(messages(effects, NeighborAdvertisement.class))
        .extracting(NeighborAdvertisement::target)
        .contains(HOME_ADDRESS);
    // A home agent that had the binding, and not the one that was asked, is to be found the next time.
    scenario.pass(Duration.ofSeconds(1));
    assertThat(updates(scenario.hear(HOME_AGENT, stranger, proxyAnswer(stranger)))).hasSize(1);
  }

  @Test
  void defendedByAnotherNodeWhileTheHomeAgentHasNoBindingItIsLost() {
    BindingUpdate update = reclaim(LinkLayerAddress.parse("02:00:00:00:01:66"));
    List<Effect> effects = scenario.acknowledge(133, update.sequenceNumber(), 0, HOME_ADDRESS);

    assertThat(notices(effects, MobileNodeNotice.HomeAddressLost.class)).hasSize(1);
    assertThat(homeAddressOnLink()).isEmpty();
  }
}
