package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.OWN;
import static org.roam6.protocol.mobilenode.Scenario.OWN_WLAN0;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.Scenario.WLAN0;
import static org.roam6.protocol.mobilenode.Scenario.careOfAddress;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updatePackets;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.5.3 and 11.5.4: a mobile node that is on several links at a time. */
class SeveralInterfacesTest {

  private static final Ipv6Address AT_A = careOfAddress(WLAN0, VISITED_A);
  private static final Ipv6Address AT_B = careOfAddress(ETH0, VISITED_B);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TRIAL = InterfaceChoice.SHORTEST_TRIAL;

  private static final List<InterfaceName> NAMES =
      IntStream.range(0, MobileNodeConfig.MOST_INTERFACES).mapToObj(i -> new InterfaceName("eth" + i)).toList();

  private final Scenario scenario = Scenario.withTwoInterfaces();

  /** The worse interface is registered. */
  private void registeredByWlan() {
    scenario.acknowledge(onlyUpdate(scenario.join(WLAN0, VISITED_A)), AT_A);
  }

  private Tunnel tunnel() {
    return scenario.wished(WantedTunnel.class).getFirst().tunnel();
  }

  /** Lets time pass while the routers of these interfaces advertise themselves each second. */
  private List<Effect> live(Duration duration, InterfaceName... connected) {
    List<Effect> caused = new ArrayList<>();
    Time end = scenario.now().plus(duration);
    while (scenario.now().isBefore(end)) {
      Duration left = end.since(scenario.now());
      caused.addAll(scenario.pass(left.compareTo(SECOND) < 0 ? left : SECOND));
      for (InterfaceName on : connected) {
        caused.addAll(scenario.hear(on, on.equals(ETH0) ? VISITED_B : VISITED_A));
      }
    }
    return caused;
  }

  private static List<Ipv6Address> registered(List<Effect> effects) {
    return updatePackets(effects).stream().map(packet -> packet.header().source()).toList();
  }

  @Test
  void theOnlyInterfaceThatWorksIsUsedAtOnce() {
    assertThat(registered(scenario.join(WLAN0, VISITED_A))).containsExactly(AT_A);
  }

  @Test
  @Tag("R6275-236")
  void aBetterInterfaceIsRegisteredOnceItHasProvedItself() {
    registeredByWlan();
    List<Effect> appearing = scenario.join(ETH0, VISITED_B);
    List<Effect> meanwhile = scenario.pass(TRIAL.minusMillis(1));
    List<Effect> then = scenario.pass(Duration.ofMillis(1));

    assertThat(updates(appearing)).isEmpty();
    assertThat(updates(meanwhile)).isEmpty();
    Ipv6Packet packet = updatePackets(then).getFirst();
    BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();
    assertThat(packet.header().source()).isEqualTo(AT_B);
    assertThat(update.home()).isTrue();
    assertThat(update.acknowledge()).isTrue();
    assertThat(notices(then, MobileNodeNotice.InterfaceChosen.class))
        .containsExactly(new MobileNodeNotice.InterfaceChosen(ETH0, WLAN0));
  }

  @Test
  void packetsAreSentFromTheFormerCareOfAddressUntilTheHomeAgentHasAcknowledgedTheNewOne() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    BindingUpdate update = onlyUpdate(scenario.pass(TRIAL));
    Tunnel before = tunnel();
    scenario.acknowledge(update, AT_B);
    Tunnel after = tunnel();

    assertThat(before.localEnd()).isEqualTo(AT_A);
    assertThat(before.formerLocalEnds()).containsExactly(AT_B);
    assertThat(before.sending()).isTrue();
    assertThat(after.localEnd()).isEqualTo(AT_B);
    // RFC 6275 11.5.4: "SHOULD still accept packets at this address, even after registering its new primary care-of
    // address"
    assertThat(after.formerLocalEnds()).containsExactly(AT_A);
  }

  @Test
  void theFormerCareOfAddressIsNotSentFromWhenItsLinkIsLost() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    scenario.pass(TRIAL);
    scenario.unplug(WLAN0);

    assertThat(tunnel().localEnd()).isEqualTo(AT_B);
  }

  @Test
  void theFormerCareOfAddressIsNotSentFromWhenItsBindingHasEnded() {
    BindingUpdate update = onlyUpdate(scenario.join(WLAN0, VISITED_A));
    scenario.acknowledge(0, update.sequenceNumber(), 1, AT_A);
    scenario.join(ETH0, VISITED_B);
    scenario.pass(TRIAL);
    Tunnel before = tunnel();
    scenario.pass(before.expiry().since(scenario.now()));

    assertThat(before.localEnd()).isEqualTo(AT_A);
    assertThat(tunnel().localEnd()).isEqualTo(AT_B);
    assertThat(tunnel().expiry()).isGreaterThan(before.expiry());
  }

  /** The Binding Update may have arrived, and its acknowledgement been lost. */
  @Test
  void theFormerBindingIsCountedOnForNoLongerThanTheNextBindingUpdateAsksFor() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B.withLifetimes(1800, 60, 60));
    BindingUpdate update = onlyUpdate(scenario.pass(TRIAL));

    assertThat(update.lifetimeUnits()).isBetween(1, 15);
    assertThat(tunnel().localEnd()).isEqualTo(AT_A);
    assertThat(tunnel().expiry()).isEqualTo(scenario.now().plus(SECOND.multipliedBy(4L * update.lifetimeUnits())));
  }

  @Test
  void theNextInterfaceIsRegisteredAtOnceWhenTheOneInUseIsLost() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    scenario.acknowledge(onlyUpdate(scenario.pass(TRIAL)), AT_B);
    scenario.pass(Duration.ofSeconds(5));
    List<Effect> lost = scenario.unplug(ETH0);

    assertThat(registered(lost)).containsExactly(AT_A);
    assertThat(tunnel().localEnd()).isEqualTo(AT_A);
  }

  @Test
  void theNextInterfaceIsRegisteredWhenTheRouterOfTheOneInUseIsGone() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B.advertisingEach(Duration.ofMillis(100)));
    scenario.hear(WLAN0, VISITED_A);
    for (int i = 0; i < 12; i++) {
      scenario.pass(Duration.ofMillis(100));
      scenario.hear(ETH0, VISITED_B.advertisingEach(Duration.ofMillis(100)));
    }
    scenario.acknowledge(updates(scenario.all()).getLast(), AT_B);
    assertThat(tunnel().localEnd()).isEqualTo(AT_B);
    List<Effect> silence = scenario.pass(Duration.ofSeconds(2));

    assertThat(registered(silence)).startsWith(AT_A);
  }

  @Test
  void aBetterInterfaceWithoutAddressIsNotUsed() {
    registeredByWlan();
    scenario.plug(ETH0);
    scenario.hear(ETH0, VISITED_B.withoutAutonomousPrefixes());

    assertThat(updates(live(Duration.ofMinutes(1), WLAN0))).isEmpty();
    assertThat(tunnel().localEnd()).isEqualTo(AT_A);
  }

  @Test
  void aWorseInterfaceIsLeftAloneWhileTheBetterOneWorks() {
    scenario.acknowledge(onlyUpdate(scenario.join(ETH0, VISITED_B)), AT_B);
    scenario.join(WLAN0, VISITED_A);

    assertThat(updates(live(Duration.ofMinutes(1), ETH0, WLAN0))).isEmpty();
    assertThat(tunnel().formerLocalEnds()).containsExactly(AT_A);
  }

  @Test
  void packetsOfEachCareOfAddressLeaveByItsInterface() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);

    for (InterfaceName on : List.of(ETH0, WLAN0)) {
      TestRouter router = on.equals(ETH0) ? VISITED_B : VISITED_A;
      int table = scenario.config.tableOf(on);
      assertThat(scenario.wished(Desired.CareOfRule.class))
          .contains(new Desired.CareOfRule(careOfAddress(on, router), table));
      Desired.Route way = scenario.route(table, "::/0").orElseThrow();
      assertThat(way.out()).isEqualTo(on);
      assertThat(way.via()).contains(router.address());
      assertThat(scenario.route(table, router.prefixes().getFirst().toString()).orElseThrow().out()).isEqualTo(on);
      assertThat(scenario.wishes)
          .containsKey(new Desired.NeighborKey(on, router.address()))
          .containsKey(new Desired.AddressKey(on, careOfAddress(on, router)))
          .containsKey(new Desired.HandlingKey(on));
    }
  }

  @Test
  void aFlappingBetterInterfaceCausesNoStorm() {
    registeredByWlan();
    int updates = 0;
    for (int i = 0; i < 100; i++) {
      updates += updates(scenario.join(ETH0, VISITED_B)).size();
      List<Effect> up = live(Duration.ofSeconds(3), ETH0, WLAN0);
      updates += updates(up).size();
      for (BindingUpdate update : updates(up)) {
        scenario.acknowledge(update, AT_B);
      }
      List<Effect> down = scenario.unplug(ETH0);
      updates += updates(down).size();
      for (BindingUpdate update : updates(down)) {
        scenario.acknowledge(update, AT_A);
      }
      live(SECOND, WLAN0);
    }

    // To the other one at first, and two times there and back; from then on the interface is not up for long enough.
    assertThat(notices(scenario.all(), MobileNodeNotice.InterfaceChosen.class)).hasSize(5);
    assertThat(updates).isLessThan(10);
  }

  @Test
  void aFlappingInterfaceIsUsedAgainWhenItLasts() {
    registeredByWlan();
    for (int i = 0; i < 20; i++) {
      scenario.join(ETH0, VISITED_B);
      scenario.unplug(ETH0);
    }
    scenario.join(ETH0, VISITED_B);
    List<Effect> soon = live(InterfaceChoice.LONGEST_TRIAL.minusMillis(1), ETH0, WLAN0);
    List<Effect> then = scenario.pass(Duration.ofMillis(1));

    assertThat(registered(soon)).doesNotContain(AT_B);
    assertThat(registered(then)).containsExactly(AT_B);
  }

  @Test
  void anInterfaceThatLastedIsTriedForTheShortestTimeAgain() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    scenario.acknowledge(onlyUpdate(scenario.pass(TRIAL)), AT_B);
    live(InterfaceChoice.LASTING, ETH0, WLAN0);
    scenario.acknowledge(onlyUpdate(scenario.unplug(ETH0)), AT_A);
    scenario.pass(Duration.ofSeconds(1));
    scenario.join(ETH0, VISITED_B);

    assertThat(registered(scenario.pass(TRIAL))).containsExactly(AT_B);
  }

  @Test
  void anInterfaceByWhichTheHomeAgentDoesNotAnswerIsGivenUpForAnother() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    List<Effect> tries = live(TRIAL.plusMillis(7500), ETH0, WLAN0);

    assertThat(registered(tries)).containsExactly(AT_B, AT_B, AT_B, AT_B, AT_A);
    assertThat(tunnel().localEnd()).isEqualTo(AT_A);
    scenario.acknowledge(updates(tries).getLast(), AT_A);
    assertThat(registered(live(Duration.ofSeconds(3), ETH0, WLAN0))).startsWith(AT_B);
  }

  @Test
  void withoutAnyAnswerBindingUpdatesBecomeRare() {
    scenario.join(WLAN0, VISITED_A);
    scenario.join(ETH0, VISITED_B);
    live(Duration.ofMinutes(10), ETH0, WLAN0);
    int before = updates(scenario.all()).size();
    live(Duration.ofMinutes(10), ETH0, WLAN0);

    assertThat(updates(scenario.all()).size() - before).isLessThan(90);
  }

  @Test
  void anInterfaceWhoseCareOfAddressIsRefusedIsGivenUpForAnother() {
    registeredByWlan();
    scenario.join(ETH0, VISITED_B);
    BindingUpdate update = onlyUpdate(scenario.pass(TRIAL));
    List<Effect> refused = scenario.acknowledge(174, update.sequenceNumber(), 0, AT_B);

    assertThat(registered(refused)).containsExactly(AT_A);
    assertThat(tunnel().localEnd()).isEqualTo(AT_A);
  }

  @Test
  void homeIsBetterThanAnyOtherLink() {
    scenario.acknowledge(onlyUpdate(scenario.join(ETH0, VISITED_B)), AT_B);
    scenario.join(WLAN0, HOME);
    List<Effect> returning = scenario.pass(TRIAL);
    BindingUpdate update = onlyUpdate(returning);

    assertThat(update.lifetimeUnits()).isZero();
    assertThat(returning.stream().filter(Effect.SendOnLink.class::isInstance).map(Effect.SendOnLink.class::cast))
        .extracting(Effect.SendOnLink::out)
        .contains(WLAN0);
    scenario.acknowledge(0, update.sequenceNumber(), 0, HOME_ADDRESS);
    assertThat(scenario.wishes).containsKey(new Desired.AddressKey(WLAN0, HOME_ADDRESS));
    assertThat(scenario.route(252, "::/0").orElseThrow().out()).isEqualTo(WLAN0);
  }

  @Test
  void leavingHomeByOneInterfaceTheOtherIsRegisteredAtOnce() {
    scenario.join(WLAN0, HOME);
    scenario.join(ETH0, VISITED_B);
    List<Effect> lost = scenario.unplug(WLAN0);

    assertThat(registered(lost)).containsExactly(AT_B);
    assertThat(scenario.wishes).doesNotContainKey(new Desired.AddressKey(WLAN0, HOME_ADDRESS));
  }

  @Test
  void theTunnelIsUsedAtHomeUntilTheHomeAgentIsTold() {
    scenario.acknowledge(onlyUpdate(scenario.join(ETH0, VISITED_B)), AT_B);
    // The home agent is not among the routers that are heard: it is looked for first.
    scenario.join(WLAN0, TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64"));
    assertThat(updates(scenario.pass(TRIAL))).isEmpty();

    assertThat(tunnel().localEnd()).isEqualTo(AT_B);
    assertThat(tunnel().sending()).isTrue();
  }

  @Test
  void theHomeAddressGoesToTheOtherInterfaceOnTheHomeLink() {
    scenario.join(ETH0, HOME);
    scenario.join(WLAN0, HOME);
    List<Effect> lost = scenario.unplug(ETH0);

    assertThat(scenario.wishes)
        .containsKey(new Desired.AddressKey(WLAN0, HOME_ADDRESS))
        .doesNotContainKey(new Desired.AddressKey(ETH0, HOME_ADDRESS));
    assertThat(Scenario.messages(lost, NeighborAdvertisement.class))
        .anyMatch(told -> told.target().equals(HOME_ADDRESS) && told.override());
    assertThat(updates(lost)).isEmpty();
  }

  @Test
  void aPreferredInterfaceIsUsedAtOnce() {
    scenario.acknowledge(onlyUpdate(scenario.join(ETH0, VISITED_B)), AT_B);
    scenario.join(WLAN0, VISITED_A);
    List<Effect> preferred = scenario.handle(new Event.InterfacePreferred(Optional.of(WLAN0)));
    scenario.acknowledge(onlyUpdate(preferred), AT_A);
    List<Effect> later = live(Duration.ofMinutes(2), ETH0, WLAN0);
    List<Effect> back = scenario.handle(new Event.InterfacePreferred(Optional.empty()));

    assertThat(registered(preferred)).containsExactly(AT_A);
    assertThat(updates(later)).isEmpty();
    assertThat(registered(back)).containsExactly(AT_B);
  }

  @Test
  void aPreferredInterfaceThatDoesNotWorkYetIsUsedLater() {
    scenario.acknowledge(onlyUpdate(scenario.join(ETH0, VISITED_B)), AT_B);
    List<Effect> preferred = scenario.handle(new Event.InterfacePreferred(Optional.of(WLAN0)));
    scenario.join(WLAN0, VISITED_A);

    assertThat(updates(preferred)).isEmpty();
    assertThat(registered(scenario.pass(TRIAL))).containsExactly(AT_A);
  }

  @Test
  void eachInterfaceFormsItsAddressesOfItsOwnLinkLayerAddress() {
    scenario.join(ETH0, VISITED_A);
    scenario.join(WLAN0, VISITED_A);

    Ipv6Prefix prefix = VISITED_A.prefixes().getFirst();
    assertThat(scenario.wishes)
        .containsKey(
            new Desired.AddressKey(ETH0, prefix.withInterfaceIdentifier(OWN.interfaceIdentifier())))
        .containsKey(
            new Desired.AddressKey(WLAN0, prefix.withInterfaceIdentifier(OWN_WLAN0.interfaceIdentifier())));
  }

  @Test
  void interfacesAreSeveralDifferentOnesAndNotTheTunnel() {
    for (List<InterfaceName> names : List.of(List.<InterfaceName>of(), List.of(ETH0, ETH0), List.of(ETH0, ROAM0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Scenario.config(names, 252))
          .withMessageContaining("interfaces");
    }
  }

  @Test
  void routingTablesOfInterfacesAreOfNoOtherUse() {
    for (int table = 1; table <= MobileNodeConfig.DEFAULT_ROUTING_TABLE; table++) {
      MobileNodeConfig config = Scenario.config(NAMES, table);
      List<Integer> tables = config.interfaces().stream().map(config::tableOf).toList();
      assertThat(tables)
          .doesNotHaveDuplicates()
          .doesNotContain(config.routingTable(), config.directTable())
          .allMatch(number -> number >= 1 && number <= MobileNodeConfig.DEFAULT_ROUTING_TABLE);
    }
  }
}
