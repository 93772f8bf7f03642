package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.HOME_PREFIX;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.Scenario.WLAN0;
import static org.roam6.protocol.mobilenode.Scenario.careOfAddress;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.updatePackets;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * RFC 6275 3.2: "Mobile nodes can have multiple home addresses, for instance, when there are multiple home prefixes on
 * the home link."
 */
class SeveralHomeAddressesTest {

  private static final Ipv6Prefix OTHER_PREFIX = Ipv6Prefix.parse("2001:db8:2::/64");
  private static final Ipv6Address OTHER = Ipv6Address.parse("2001:db8:2::99");
  private static final Ipv6Address OTHER_AGENT = Ipv6Address.parse("2001:db8:2::1");
  private static final Ipv6Address NEAR = Ipv6Address.parse("2001:db8:1::77");
  private static final int TABLE = MobileNodeConfig.DEFAULT_ROUTING_TABLE;
  private static final int OTHER_TABLE = TABLE - 10;
  private static final String EVERYWHERE = "::/0";
  private static final Ipv6Address AT_A = VISITED_A.careOfAddress();

  /** Of two home prefixes, with a home agent each. */
  private static final HomeAddressConfig OF_OTHER_PREFIX = home(OTHER, OTHER_PREFIX, OTHER_AGENT);

  private static final HomeAddressConfig OF_SAME_PREFIX = home(NEAR, HOME_PREFIX, HOME_AGENT);

  private static HomeAddressConfig home(Ipv6Address address, Ipv6Prefix prefix, Ipv6Address homeAgent) {
    return new HomeAddressConfig(
        address, prefix, homeAgent, new Security.None(), RouteOptimizationPolicy.OFF, PrefixDiscoveryMode.OFF);
  }

  private final Scenario scenario = with(List.of(ETH0), OF_OTHER_PREFIX);

  private static Scenario with(List<InterfaceName> interfaces, HomeAddressConfig... further) {
    return new Scenario(Scenario.config(interfaces, TABLE).withFurtherHomeAddresses(List.of(further)));
  }

  /** The newest Binding Update for each home address. */
  static Map<Ipv6Address, Ipv6Packet> updates(List<Effect> effects) {
    Map<Ipv6Address, Ipv6Packet> all = new TreeMap<>();
    updatePackets(effects).forEach(packet -> all.put(packet.checksumSource(), packet));
    return all;
  }

  private static Ipv6Packet of(Map<Ipv6Address, Ipv6Packet> updates, Ipv6Address home) {
    return Objects.requireNonNull(updates.get(home), () -> "nothing for " + home + " in " + updates);
  }

  static List<Effect> answer(Scenario of, Ipv6Packet packet, int status) {
    BindingUpdate update = (BindingUpdate) Scenario.mobilityHeader(packet).message();
    boolean accepted = status < 128;
    MobilityHeader header =
        MobilityHeader.of(
            new BindingAcknowledgement(
                status, false, 0, update.sequenceNumber(), accepted ? update.lifetimeUnits() : 0, List.of()));
    Ipv6Address homeAgent = packet.header().destination();
    Ipv6Address careOfAddress = packet.header().source();
    Ipv6Address homeAddress = packet.checksumSource();
    Optional<Ipv6Address> type2 =
        careOfAddress.equals(homeAddress) ? Optional.empty() : Optional.of(homeAddress);
    Arrival arrival = new Arrival(ETH0, HOME.mac(), homeAgent, careOfAddress, 255, Optional.empty(), type2);
    return of.handle(
        new Event.MobilityMessageReceived(arrival, header, header.encode(homeAgent, homeAddress)));
  }

  private static void acknowledge(Scenario of, List<Effect> effects) {
    updates(effects).values().forEach(packet -> answer(of, packet, 0));
  }

  private Optional<Ipv6Address> tunnel(Ipv6Address home) {
    return tunnel(scenario, home);
  }

  static Optional<Ipv6Address> tunnel(Scenario of, Ipv6Address home) {
    return Optional.ofNullable((WantedTunnel) of.wishes.get(new Desired.TunnelKey(BindingKey.of(home))))
        .map(wanted -> wanted.tunnel().localEnd());
  }

  private boolean isOnLink(Ipv6Address home) {
    return scenario.wishes.containsKey(new Desired.AddressKey(ETH0, home));
  }

  private InterfaceName wayOut(int table) {
    return scenario.route(table, EVERYWHERE).orElseThrow().out();
  }

  /** The home link has both prefixes, and a router that is both home agents, or none of them. */
  private List<Effect> comeHome(boolean heard) {
    scenario.unplug();
    scenario.plug();
    return scenario.hear(TestRouter.FE80_1, HOME.mac(), homeAdvertisement(heard));
  }

  static RouterAdvertisement homeAdvertisement(boolean heard) {
    RouterAdvertisement one = HOME.advertisement();
    List<NeighborDiscoveryOption> options = new ArrayList<>();
    options.add(prefix(HOME_PREFIX, HOME_AGENT, heard));
    options.add(prefix(OTHER_PREFIX, OTHER_AGENT, heard));
    return new RouterAdvertisement(64, false, false, heard, one.preference(), 1800, 0, 0, options);
  }

  private static PrefixInformation prefix(Ipv6Prefix prefix, Ipv6Address homeAgent, boolean heard) {
    return new PrefixInformation(heard ? homeAgent : prefix.address(), 64, true, true, heard, 86_400, 43_200);
  }

  @Test
  void allAreRegisteredWithTheSameCareOfAddressEachAtItsHomeAgent() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));

    assertThat(updates.keySet()).containsExactly(HOME_ADDRESS, OTHER);
    assertThat(of(updates, HOME_ADDRESS).header().destination()).isEqualTo(HOME_AGENT);
    assertThat(of(updates, OTHER).header().destination()).isEqualTo(OTHER_AGENT);
    assertThat(updates.values()).allMatch(packet -> packet.header().source().equals(AT_A));
    updates.values().forEach(packet -> answer(scenario, packet, 0));
    assertThat(tunnel(HOME_ADDRESS)).contains(AT_A);
    assertThat(tunnel(OTHER)).contains(AT_A);
    assertThat(scenario.node.snapshot(scenario.now()).homeAddresses())
        .extracting(MobileNodeSnapshot.HomeAddress::address, MobileNodeSnapshot.HomeAddress::registered)
        .containsExactly(
            tuple(HOME_ADDRESS, true), tuple(OTHER, true));
  }

  @Test
  void eachHasItsOwnRuleAndTableAndIsOnTheTunnelInterface() {
    acknowledge(scenario, scenario.moveTo(VISITED_A));

    assertThat(scenario.wished(Desired.SourceRule.class))
        .containsExactly(
            new Desired.SourceRule(HOME_ADDRESS, TABLE), new Desired.SourceRule(OTHER, OTHER_TABLE));
    assertThat(wayOut(TABLE)).isEqualTo(ROAM0);
    assertThat(wayOut(OTHER_TABLE)).isEqualTo(ROAM0);
    // the kernel prefers what came last where it has a free choice
    assertThat(
            scenario.wished(Desired.InterfaceAddress.class).stream()
                .filter(each -> each.on().equals(ROAM0))
                .map(Desired.InterfaceAddress::address))
        .containsExactly(OTHER, HOME_ADDRESS);
    assertThat(scenario.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER);
  }

  @Test
  void oneHomeAgentMayHaveBothAndItsAnswersAreToldApart() {
    Scenario near = with(List.of(ETH0), OF_SAME_PREFIX);
    Map<Ipv6Address, Ipv6Packet> updates = updates(near.moveTo(VISITED_A));
    answer(near, of(updates, NEAR), 0);

    assertThat(near.node.snapshot(near.now()).homeAddresses())
        .extracting(MobileNodeSnapshot.HomeAddress::registered)
        .containsExactly(false, true);
    assertThat(updates(near.pass(Duration.ofSeconds(2)))).containsOnlyKeys(HOME_ADDRESS);
  }

  @Test
  void oneMayBeRefusedWhileTheOtherWorks() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));
    answer(scenario, of(updates, HOME_ADDRESS), 129);
    answer(scenario, of(updates, OTHER), 0);

    assertThat(tunnel(HOME_ADDRESS)).isEmpty();
    assertThat(tunnel(OTHER)).contains(AT_A);
    // what is refused for good is not tried by a move
    assertThat(updates(scenario.moveTo(VISITED_B))).containsOnlyKeys(OTHER);
  }

  @Test
  void aSilentHomeAgentHindersNoOther() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));
    answer(scenario, of(updates, OTHER), 0);
    List<Effect> later = scenario.pass(Duration.ofMinutes(2));

    assertThat(updates(later)).containsOnlyKeys(HOME_ADDRESS);
    assertThat(tunnel(OTHER)).contains(AT_A);
    assertThat(updates(scenario.moveTo(VISITED_B))).containsOnlyKeys(HOME_ADDRESS, OTHER);
  }

  @Test
  void silenceOfOneHomeAgentIsNotLaidToAnInterfaceByWhichAnotherAnswers() {
    Scenario two = with(List.of(ETH0, WLAN0), OF_OTHER_PREFIX);
    two.join(WLAN0, VISITED_B);
    List<Effect> joined = two.join(ETH0, VISITED_A);
    joined.addAll(two.pass(Duration.ofSeconds(1).plusMillis(500)));
    Ipv6Address used = careOfAddress(ETH0, VISITED_A);
    assertThat(of(updates(joined), OTHER).header().source()).isEqualTo(used);
    answer(two, of(updates(joined), OTHER), 0);
    List<Effect> later = two.pass(Duration.ofSeconds(25));

    assertThat(updatePackets(later)).hasSizeGreaterThan(3).allMatch(each -> each.header().source().equals(used));
  }

  @Test
  void aSilentInterfaceIsLeftWhereNoHomeAgentAnswersByIt() {
    Scenario two = with(List.of(ETH0, WLAN0), OF_OTHER_PREFIX);
    two.join(WLAN0, VISITED_B);
    two.join(ETH0, VISITED_A);
    List<Effect> later = two.pass(Duration.ofSeconds(25));

    assertThat(updates(later).keySet()).containsExactly(HOME_ADDRESS, OTHER);
    assertThat(updatePackets(later).stream().map(each -> each.header().source()))
        .contains(careOfAddress(ETH0, VISITED_A), careOfAddress(WLAN0, VISITED_B));
  }

  @Test
  void eachIsDeregisteredBeforeItIsUsedOnTheHomeLink() {
    acknowledge(scenario, scenario.moveTo(VISITED_A));
    List<Effect> home = comeHome(true);

    for (Ipv6Address each : List.of(HOME_ADDRESS, OTHER)) {
      int sent =
          home.indexOf(
              home.stream()
                  .filter(
                      effect ->
                          effect instanceof Effect.SendOnLink link
                              && Scenario.decode(link.packet()).header().source().equals(each))
                  .findFirst()
                  .orElseThrow());
      int used =
          IntStream.range(0, home.size())
              .filter(
                  i ->
                      home.get(i) instanceof Effect.Want(Desired.InterfaceAddress item)
                          && item.on().equals(ETH0)
                          && item.address().equals(each))
              .findFirst()
              .orElseThrow();
      assertThat(used).isGreaterThan(sent);
    }
    acknowledge(scenario, home);
    assertThat(wayOut(TABLE)).isEqualTo(ETH0);
    assertThat(wayOut(OTHER_TABLE)).isEqualTo(ETH0);
    assertThat(scenario.route(OTHER_TABLE, OTHER_PREFIX.toString())).isPresent();
    assertThat(scenario.wished(WantedTunnel.class)).isEmpty();
  }

  @Test
  void oneIsAtHomeWhileTheHomeAgentOfTheOtherIsYetToBeFound() {
    acknowledge(scenario, scenario.moveTo(VISITED_A));
    List<Effect> home = comeHome(false);

    assertThat(Scenario.messages(home, NeighborSolicitation.class))
        .extracting(NeighborSolicitation::target)
        .contains(HOME_ADDRESS, OTHER);
    List<Effect> told = claim(OTHER);
    assertThat(updates(told)).containsOnlyKeys(OTHER);
    assertThat(isOnLink(OTHER)).isTrue();
    assertThat(isOnLink(HOME_ADDRESS)).isFalse();
    assertThat(wayOut(OTHER_TABLE)).isEqualTo(ETH0);
    assertThat(wayOut(TABLE)).as("never as it is").isEqualTo(ROAM0);
    answer(scenario, of(updates(told), OTHER), 0);
    assertThat(updates(claim(HOME_ADDRESS))).containsOnlyKeys(HOME_ADDRESS);
    assertThat(isOnLink(HOME_ADDRESS)).isTrue();
    assertThat(isOnLink(OTHER)).as("still").isTrue();
  }

  /** The home agent defends a home address. */
  private List<Effect> claim(Ipv6Address home) {
    LinkLayerAddress homeAgent = LinkLayerAddress.parse("02:00:00:00:01:77");
    return scenario.hear(
        home,
        homeAgent,
        new NeighborAdvertisement(true, false, true, home, List.of(new TargetLinkLayerAddress(homeAgent))));
  }

  @Test
  void whatOneLosesTheOtherKeeps() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));
    answer(scenario, of(updates, HOME_ADDRESS), 0);
    answer(scenario, of(updates, OTHER), 134);

    assertThat(scenario.wished(Desired.SourceRule.class))
        .containsExactly(new Desired.SourceRule(HOME_ADDRESS, TABLE));
    assertThat(scenario.wishes)
        .containsKey(new Desired.AddressKey(ROAM0, HOME_ADDRESS))
        .containsKey(new Desired.AddressKey(ETH0, AT_A))
        .doesNotContainKey(new Desired.AddressKey(ROAM0, OTHER));
    assertThat(tunnel(HOME_ADDRESS)).contains(AT_A);
  }

  @Test
  void aDuplicateAtHomeConcernsThatAddressAlone() {
    comeHome(true);
    List<Effect> duplicate =
        scenario.handle(new Event.AddressChanged(ETH0, OTHER, AddressState.DUPLICATE));

    assertThat(Scenario.messages(duplicate, NeighborSolicitation.class))
        .extracting(NeighborSolicitation::target)
        .containsExactly(OTHER);
    assertThat(isOnLink(HOME_ADDRESS)).isTrue();
  }

  @Test
  void theSourceOfReportsStaysAsLongAsOneOfThemNeedsIt() {
    acknowledge(scenario, scenario.moveTo(VISITED_A));
    MulticastListenerQueryV2 query = new MulticastListenerQueryV2(1000, Ipv6Address.UNSPECIFIED, 2, 125);
    scenario.handle(new Event.ListenerMessageReceived(BindingKey.of(HOME_ADDRESS), query));
    scenario.handle(new Event.ListenerMessageReceived(BindingKey.of(OTHER), query));
    Desired.Key linkLocal = new Desired.AddressKey(ROAM0, Ipv6Address.parse("fe80::99"));
    assertThat(scenario.wished(Desired.ListenerReports.class)).hasSize(2);
    Map<Ipv6Address, Ipv6Packet> moved = updates(scenario.moveTo(VISITED_B));
    answer(scenario, of(moved, OTHER), 134);

    assertThat(scenario.wished(Desired.ListenerReports.class)).hasSize(1);
    assertThat(scenario.wishes).containsKey(linkLocal);
    answer(scenario, of(moved, HOME_ADDRESS), 134);
    assertThat(scenario.wishes).doesNotContainKey(linkLocal);
  }

  @Test
  void eachIsRefreshedInItsOwnTime() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));
    answer(scenario, of(updates, HOME_ADDRESS), 0);
    scenario.unplug();
    scenario.plug();
    scenario.hear(VISITED_A);
    scenario.pass(Duration.ofSeconds(60));
    Map<Ipv6Address, Ipv6Packet> again = updates(scenario.all());
    answer(scenario, of(again, OTHER), 0);
    List<Ipv6Address> refreshed = new ArrayList<>();
    while (refreshed.size() < 2) {
      List<Effect> effects = scenario.pass(scenario.node.nextDeadline().since(scenario.now()));
      refreshed.addAll(updates(effects).keySet());
      acknowledge(scenario, effects);
      scenario.hear(VISITED_A);
    }

    assertThat(refreshed).containsExactly(HOME_ADDRESS, OTHER);
  }

  @Test
  void eachHasSequenceNumbersOfItsOwnOverARestart() {
    scenario.handle(
        new Event.Recalled(new Memory.UsedSequenceNumbers(HOME_ADDRESS, HOME_AGENT, new SequenceNumber(100))));
    scenario.handle(
        new Event.Recalled(new Memory.UsedSequenceNumbers(OTHER, OTHER_AGENT, new SequenceNumber(9000))));
    Map<Ipv6Address, Ipv6Packet> updates = updates(scenario.moveTo(VISITED_A));

    assertThat(number(of(updates, HOME_ADDRESS))).isEqualTo(101);
    assertThat(number(of(updates, OTHER))).isEqualTo(9001);
  }

  private static int number(Ipv6Packet packet) {
    return ((BindingUpdate) Scenario.mobilityHeader(packet).message()).sequenceNumber();
  }

  @Test
  void noticesSayWhichOneTheyAreAbout() {
    List<Effect> moved = scenario.moveTo(VISITED_A);

    assertThat(notices(moved, HomeAddressNotice.class))
        .extracting(HomeAddressNotice::homeAddress)
        .containsExactly(HOME_ADDRESS, OTHER);
    assertThat(notices(moved, HomeAddressNotice.class).getFirst().text()).startsWith(HOME_ADDRESS + ": ");
  }

  // RFC 6275 11.8: "an overall rate limitation applies for messages sent to a particular correspondent node"
  @Test
  void oneHomeAgentGetsNoMoreThanThreeUpdatesInASecondForAllTogether() {
    HomeAddressConfig[] further =
        IntStream.range(1, 5)
            .mapToObj(i -> home(HOME_PREFIX.withInterfaceIdentifier(0x100 + i), HOME_PREFIX, HOME_AGENT))
            .toArray(HomeAddressConfig[]::new);
    Scenario five = with(List.of(ETH0), further);
    List<Effect> moved = five.moveTo(VISITED_A);
    assertThat(updates(moved)).hasSize(3);
    acknowledge(five, moved);
    List<Effect> later = five.pass(Duration.ofMillis(1100));

    assertThat(updates(later)).hasSize(2).doesNotContainKeys(updates(moved).keySet().toArray(Ipv6Address[]::new));
    acknowledge(five, later);
    assertThat(five.node.snapshot(five.now()).homeAddresses()).allMatch(MobileNodeSnapshot.HomeAddress::registered);
  }

  @Test
  void tablesAreDifferentWhateverTheFirstOneIs() {
    List<InterfaceName> interfaces = IntStream.range(0, 8).mapToObj(i -> new InterfaceName("eth" + i)).toList();
    HomeAddressConfig[] further =
        IntStream.range(1, MobileNodeConfig.MOST_HOME_ADDRESSES)
            .mapToObj(i -> home(OTHER_PREFIX.withInterfaceIdentifier(0x100 + i), OTHER_PREFIX, OTHER_AGENT))
            .toArray(HomeAddressConfig[]::new);
    for (int table = 1; table <= TABLE; table++) {
      MobileNodeConfig config =
          Scenario.config(interfaces, table).withFurtherHomeAddresses(List.of(further));
      assertThat(config.routingTables())
          .as("table %d", table)
          .hasSize(1 + interfaces.size() + MobileNodeConfig.MOST_HOME_ADDRESSES)
          .allMatch(each -> each >= 1 && each <= TABLE);
      assertThat(new TreeSet<>(config.routingTables())).contains(table);
    }
  }

  @Test
  void noHomeAddressStandsTwiceOrIsAHomeAgents() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(ETH0), home(HOME_ADDRESS, HOME_PREFIX, HOME_AGENT)))
        .withMessageContaining("different");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(ETH0), home(HOME_AGENT, HOME_PREFIX, NEAR)))
        .withMessageContaining("home agent's");
  }
}
