package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.WLAN0;
import static org.roam6.protocol.mobilenode.TestRouter.FE80_1;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOption;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.dhcp.StatusCode;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;

/** Whatever happens in whatever order, some things always hold. */
class MobileNodePropertyTest {

  private static final int EVENTS = 250;
  private static final List<Integer> STATUSES = List.of(0, 0, 0, 0, 0, 1, 128, 129, 130, 133, 135, 144, 174);

  private final List<TestRouter> routers =
      List.of(
          HOME,
          VISITED_A,
          VISITED_B,
          VISITED_A.withLifetimes(0, 86_400, 43_200),
          VISITED_B.withLifetimes(30, 60, 20),
          VISITED_A.advertisingEach(Duration.ofMillis(70)),
          TestRouter.of("02:00:00:00:0c:00", "2001:db8:c::/64").withAddress("fe80::2"),
          TestRouter.of("02:00:00:00:01:07", "2001:db8:1::/64").withAddress("fe80::7"));

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("R6275-233")
  @Tag("R6275-255")
  void invariantsHold(long seed) {
    Random random = new Random(seed);
    Scenario scenario = Scenario.unprotected();
    Deque<Ipv6Packet> inFlight = new ArrayDeque<>();
    for (int i = 0; i < EVENTS; i++) {
      List<Effect> effects = happen(scenario, random, inFlight);
      inFlight.addAll(Scenario.updatePackets(effects));
      check(scenario);
    }
    checkNumbers(scenario);
    checkRate(scenario.updateTimes);
  }

  private List<Effect> happen(Scenario scenario, Random random, Deque<Ipv6Packet> inFlight) {
    TestRouter router = routers.get(random.nextInt(routers.size()));
    return switch (random.nextInt(15)) {
      case 0 -> scenario.plug();
      case 1 -> scenario.unplug();
      case 2, 3 -> scenario.hear(router);
      case 4 -> scenario.moveTo(router);
      case 5 -> scenario.pass(Duration.ofMillis(random.nextInt(500)));
      case 6 -> scenario.pass(Duration.ofMillis(random.nextInt(60_000)));
      case 7, 8, 9 -> inFlight.isEmpty() ? List.of() : answer(scenario, random, inFlight);
      case 10 ->
          scenario.hear(
              FE80_1, router.mac(), new NeighborAdvertisement(true, true, false, FE80_1, List.of()));
      case 11 ->
          scenario.hear(
              ManagedLink.ROUTER,
              ManagedLink.ROUTER_LINK,
              ManagedLink.advertisement(random.nextInt(4) > 0, random.nextInt(4) == 0));
      case 12, 13 -> lease(scenario, random);
      default -> disturb(scenario, random);
    };
  }

  private static List<Effect> answer(Scenario scenario, Random random, Deque<Ipv6Packet> inFlight) {
    Ipv6Packet packet = random.nextBoolean() ? inFlight.removeLast() : inFlight.removeFirst();
    BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();
    int status = STATUSES.get(random.nextInt(STATUSES.size()));
    int sequence = status == 135 ? random.nextInt(65_536) : update.sequenceNumber();
    int lifetime = Math.min(update.lifetimeUnits(), random.nextInt(200));
    return scenario.acknowledge(status, sequence, lifetime, packet.header().source());
  }

  private static List<Effect> lease(Scenario scenario, Random random) {
    List<DhcpMessage> questions = ManagedLink.messages(scenario.all());
    if (questions.isEmpty()) {
      return List.of();
    }
    Ipv6Address address = Ipv6Address.parse("2001:db8:c::" + (1 + random.nextInt(3)));
    long seconds = random.nextInt(200);
    DhcpOption content =
        random.nextInt(4) == 0
            ? new StatusCode(random.nextInt(7), Octets.EMPTY)
            : new IaAddress(address, seconds, seconds, List.of());
    return scenario.handle(
        ManagedLink.reply(
            questions.getLast(),
            ManagedLink.LINK_LOCAL,
            new IdentityAssociation(ManagedLink.IAID, random.nextInt(50), 50 + random.nextInt(50), List.of(content))));
  }

  private static List<Effect> disturb(Scenario scenario, Random random) {
    Ipv6Address careOfAddress =
        scenario.node.snapshot(scenario.now()).careOfAddress().orElse(HOME_ADDRESS);
    return switch (random.nextInt(3)) {
      case 0 -> scenario.handle(new Event.AddressChanged(ETH0, careOfAddress, AddressState.DUPLICATE));
      case 1 ->
          scenario.receive(
              new BindingError(1, HOME_ADDRESS, List.of()), careOfAddress, Arrivals.withoutRoutingHeader());
      default ->
          scenario.hear(
              Scenario.HOME_AGENT,
              HOME.mac(),
              new NeighborAdvertisement(false, false, false, HOME_ADDRESS, List.of()));
    };
  }

  private static void check(Scenario scenario) {
    MobileNodeSnapshot snapshot = scenario.node.snapshot(scenario.now());
    List<WantedTunnel> tunnels = scenario.wished(WantedTunnel.class);
    List<InterfaceAddress> onLink =
        scenario.wished(InterfaceAddress.class).stream().filter(address -> address.on().equals(ETH0)).toList();

    assertThat(scenario.node.nextDeadline().isBefore(scenario.now())).as("deadlines are kept").isFalse();
    assertThat(scenario.wishes).as("wishes are bounded").hasSizeLessThanOrEqualTo(13);
    assertThat(onLink).as("one address on the link").hasSizeLessThanOrEqualTo(1);
    assertThat(tunnels).as("one tunnel").hasSizeLessThanOrEqualTo(1);
    if (snapshot.whereabouts() == Whereabouts.AWAY) {
      assertThat(onLink)
          .as("the care-of address")
          .extracting(InterfaceAddress::address)
          .containsExactly(snapshot.careOfAddress().orElseThrow());
      assertThat(tunnels)
          .as("tunnel from the care-of address")
          .allSatisfy(
              wanted ->
                  assertThat(wanted.tunnel().localEnd()).isEqualTo(snapshot.careOfAddress().orElseThrow()));
    } else {
      assertThat(tunnels).as("no tunnel but away").isEmpty();
      assertThat(onLink)
          .as("no care-of address but away")
          .allSatisfy(address -> assertThat(address.address()).isEqualTo(HOME_ADDRESS));
    }
    assertThat(scenario.wished(Desired.Route.class))
        .as("packets from the home address leave by the link only at home")
        .filteredOn(route -> route.table() == 252 && route.out().equals(ETH0))
        .hasSizeLessThanOrEqualTo(snapshot.whereabouts() == Whereabouts.HOME ? 2 : 0);
  }

  private static void checkNumbers(Scenario scenario) {
    List<BindingUpdate> updates = Scenario.updates(scenario.all());
    for (int i = 1; i < updates.size(); i++) {
      int ahead =
          Math.floorMod(updates.get(i).sequenceNumber() - updates.get(i - 1).sequenceNumber(), 65_536);
      assertThat(ahead).as("sequence numbers only grow").isBetween(1, 32_768);
    }
  }

  private static void checkRate(List<Time> sent) {
    for (int i = 3; i < sent.size(); i++) {
      assertThat(sent.get(i).since(sent.get(i - 3)))
          .as("at most MAX_UPDATE_RATE updates in a second")
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("R6275-233")
  void invariantsHoldWithTwoInterfaces(long seed) {
    Random random = new Random(seed);
    Scenario scenario = Scenario.withTwoInterfaces();
    Deque<Ipv6Packet> inFlight = new ArrayDeque<>();
    for (int i = 0; i < EVENTS; i++) {
      List<Effect> effects =
          random.nextInt(3) == 0 ? happenToWlan(scenario, random) : happen(scenario, random, inFlight);
      inFlight.addAll(Scenario.updatePackets(effects));
      checkBoth(scenario);
    }
    checkNumbers(scenario);
    checkRate(scenario.updateTimes);
  }

  private List<Effect> happenToWlan(Scenario scenario, Random random) {
    TestRouter router = routers.get(random.nextInt(routers.size()));
    return switch (random.nextInt(6)) {
      case 0 -> scenario.plug(WLAN0);
      case 1 -> scenario.unplug(WLAN0);
      case 2 -> scenario.handle(new Event.InterfacePreferred(Optional.of(random.nextBoolean() ? WLAN0 : ETH0)));
      case 3 -> scenario.handle(new Event.InterfacePreferred(Optional.empty()));
      case 4 -> scenario.join(WLAN0, router);
      default -> scenario.hear(WLAN0, router);
    };
  }

  private static void checkBoth(Scenario scenario) {
    List<WantedTunnel> tunnels = scenario.wished(WantedTunnel.class);
    List<InterfaceAddress> addresses =
        scenario.wished(InterfaceAddress.class).stream()
            .filter(address -> !address.on().equals(Scenario.ROAM0))
            .toList();

    assertThat(scenario.node.nextDeadline().isBefore(scenario.now())).as("deadlines are kept").isFalse();
    assertThat(scenario.wishes).as("wishes are bounded").hasSizeLessThanOrEqualTo(30);
    assertThat(addresses).as("one address on each link").extracting(InterfaceAddress::on).doesNotHaveDuplicates();
    assertThat(addresses)
        .as("the home address on one link at most")
        .filteredOn(address -> address.address().equals(HOME_ADDRESS))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(tunnels).as("one tunnel").hasSizeLessThanOrEqualTo(1);
    assertThat(tunnels)
        .as("tunnel from an address that is there")
        .allSatisfy(
            wanted ->
                assertThat(addresses).extracting(InterfaceAddress::address).contains(wanted.tunnel().localEnd()));
  }

  @Test
  void equalSeedsGiveEqualEffects() {
    assertThat(effectsOf(42)).isEqualTo(effectsOf(42));
  }

  private List<Effect> effectsOf(long seed) {
    Random random = new Random(seed);
    Scenario scenario = Scenario.unprotected();
    Deque<Ipv6Packet> inFlight = new ArrayDeque<>();
    for (int i = 0; i < EVENTS; i++) {
      inFlight.addAll(Scenario.updatePackets(happen(scenario, random, inFlight)));
    }
    return scenario.all();
  }

  /** In a quiet world with an answering home agent every node ends up registered where it is. */
  @ParameterizedTest
  @MethodSource("seeds")
  void nodeIsRegisteredWhenThingsCalmDown(long seed) {
    Random random = new Random(seed);
    Scenario scenario = Scenario.unprotected();
    for (int i = 0; i < 50; i++) {
      List<Integer> harmless = List.of(0, 1, 2, 4, 5, 6);
      Deque<Ipv6Packet> none = new ArrayDeque<>();
      if (harmless.contains(i % 7)) {
        happen(scenario, random, none);
      }
    }
    List<Effect> effects = new ArrayList<>(scenario.moveTo(VISITED_B));
    for (int i = 0; i < 100; i++) {
      for (Ipv6Packet packet : Scenario.updatePackets(effects)) {
        BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();
        scenario.acknowledge(update, packet.header().source());
      }
      effects = scenario.pass(Duration.ofMillis(500));
      scenario.hear(VISITED_B);
    }

    assertThat(scenario.node.snapshot(scenario.now()).bindingUpdateList())
        .as("%s", scenario.all().subList(Math.max(0, scenario.all().size() - 40), scenario.all().size()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.acknowledged()).isTrue();
              assertThat(VISITED_B.prefixes().getFirst().contains(entry.careOfAddress())).isTrue();
            });
  }
}
