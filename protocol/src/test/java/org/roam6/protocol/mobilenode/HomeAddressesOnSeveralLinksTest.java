package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.HOME_PREFIX;
import static org.roam6.protocol.mobilenode.Scenario.OWN;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.Scenario.WLAN0;
import static org.roam6.protocol.mobilenode.Scenario.careOfAddress;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.updatePackets;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.answer;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.tunnel;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.updates;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Desired.WantedTunnel;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;

/** A mobile node with a home address on each of two home links: where it is at home for one it is away for another. */
class HomeAddressesOnSeveralLinksTest {

  private static final Ipv6Prefix OTHER_PREFIX = Ipv6Prefix.parse("2001:db8:2::/64");
  private static final Ipv6Address OTHER = Ipv6Address.parse("2001:db8:2::77");
  private static final Ipv6Address OTHER_AGENT = Ipv6Address.parse("2001:db8:2::1");
  private static final TestRouter OTHER_HOME =
      TestRouter.of("02:00:00:00:02:00", OTHER_PREFIX.toString()).withHomeAgent(OTHER_AGENT);
  private static final int TABLE = MobileNodeConfig.DEFAULT_ROUTING_TABLE;
  private static final int OTHER_TABLE = TABLE - 10;
  private static final String EVERYWHERE = "::/0";

  private final Scenario node = new Scenario(config(List.of(ETH0), PrefixDiscoveryMode.OFF));

  private static MobileNodeConfig config(List<InterfaceName> interfaces, PrefixDiscoveryMode discovery) {
    return Scenario.config(interfaces, TABLE)
        .withPrefixDiscovery(discovery)
        .withFurtherHomeAddresses(List.of(other(OTHER_AGENT, discovery)));
  }

  private static HomeAddressConfig other(Ipv6Address homeAgent, PrefixDiscoveryMode discovery) {
    return new HomeAddressConfig(
        OTHER, OTHER_PREFIX, homeAgent, new Security.None(), RouteOptimizationPolicy.OFF, discovery);
  }

  private static void acknowledge(Scenario of, List<Effect> effects) {
    updates(effects).values().forEach(packet -> answer(of, packet, 0));
  }

  private void move(TestRouter router) {
    node.pass(Duration.ofSeconds(2));
    acknowledge(node, node.moveTo(router));
  }

  private static BindingUpdate message(Ipv6Packet packet) {
    return (BindingUpdate) Scenario.mobilityHeader(packet).message();
  }

  private static Ipv6Packet of(Map<Ipv6Address, Ipv6Packet> updates, Ipv6Address home) {
    return Objects.requireNonNull(updates.get(home), () -> "nothing for " + home + " in " + updates);
  }

  private static List<Ipv6Address> onLink(Scenario of, InterfaceName on) {
    return of.wished(InterfaceAddress.class).stream()
        .filter(each -> each.on().equals(on))
        .map(InterfaceAddress::address)
        .toList();
  }

  private InterfaceName wayOut(int table) {
    return node.route(table, EVERYWHERE).orElseThrow().out();
  }

  private static List<Whereabouts> whereabouts(Scenario of) {
    return of.node.snapshot(of.now()).homeAddresses().stream()
        .map(MobileNodeSnapshot.HomeAddress::whereabouts)
        .toList();
  }

  @Test
  void atHomeForOneItRegistersTheOtherWithACareOfAddressOfThatLink() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(node.moveTo(HOME));

    assertThat(updates).containsOnlyKeys(OTHER);
    assertThat(of(updates, OTHER).header().source()).isEqualTo(HOME.careOfAddress());
    assertThat(of(updates, OTHER).header().destination()).isEqualTo(OTHER_AGENT);
    answer(node, of(updates, OTHER), 0);
    assertThat(tunnel(node, OTHER)).contains(HOME.careOfAddress());
    assertThat(tunnel(node, HOME_ADDRESS)).isEmpty();
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(HOME.careOfAddress(), HOME_ADDRESS);
    assertThat(wayOut(TABLE)).isEqualTo(ETH0);
    assertThat(wayOut(OTHER_TABLE)).isEqualTo(ROAM0);
    assertThat(whereabouts(node)).containsExactly(Whereabouts.HOME, Whereabouts.AWAY);
    assertThat(node.node.snapshot(node.now()).careOfAddress()).contains(HOME.careOfAddress());
    assertThat(node.node.snapshot(node.now()).bindingUpdateList())
        .extracting(entry -> entry.key().homeAddress())
        .containsExactly(OTHER);
  }

  @Test
  void onTheOtherHomeLinkItIsTheOtherWayRound() {
    Map<Ipv6Address, Ipv6Packet> updates = updates(node.moveTo(OTHER_HOME));

    assertThat(updates).containsOnlyKeys(HOME_ADDRESS);
    assertThat(of(updates, HOME_ADDRESS).header().source()).isEqualTo(OTHER_HOME.careOfAddress());
    answer(node, of(updates, HOME_ADDRESS), 0);
    assertThat(tunnel(node, HOME_ADDRESS)).contains(OTHER_HOME.careOfAddress());
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(OTHER_HOME.careOfAddress(), OTHER);
    assertThat(wayOut(TABLE)).isEqualTo(ROAM0);
    assertThat(wayOut(OTHER_TABLE)).isEqualTo(ETH0);
    assertThat(whereabouts(node)).containsExactly(Whereabouts.AWAY, Whereabouts.HOME);
  }

  @Test
  void fromOneHomeLinkToTheOtherOneIsRegisteredAndTheOtherDeregistered() {
    move(HOME);
    Map<Ipv6Address, Ipv6Packet> updates = updates(node.moveTo(OTHER_HOME));

    assertThat(of(updates, HOME_ADDRESS).header().source()).isEqualTo(OTHER_HOME.careOfAddress());
    assertThat(message(of(updates, HOME_ADDRESS)).lifetimeUnits()).isPositive();
    // RFC 6275 11.5.5: "The mobile node MUST use its home address as the source address in the Binding Update."
    assertThat(of(updates, OTHER).header().source()).isEqualTo(OTHER);
    assertThat(of(updates, OTHER).header().destination()).isEqualTo(OTHER_AGENT);
    assertThat(message(of(updates, OTHER)).lifetimeUnits()).isZero();
    updates.values().forEach(packet -> answer(node, packet, 0));
    assertThat(tunnel(node, HOME_ADDRESS)).contains(OTHER_HOME.careOfAddress());
    assertThat(tunnel(node, OTHER)).isEmpty();
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(OTHER_HOME.careOfAddress(), OTHER);
  }

  @Test
  void aWayOverAVisitedLinkAndBack() {
    move(HOME);
    move(VISITED_A);
    assertThat(whereabouts(node)).containsExactly(Whereabouts.AWAY, Whereabouts.AWAY);
    assertThat(tunnel(node, HOME_ADDRESS)).contains(VISITED_A.careOfAddress());
    assertThat(tunnel(node, OTHER)).contains(VISITED_A.careOfAddress());
    assertThat(onLink(node, ETH0)).containsExactly(VISITED_A.careOfAddress());
    move(OTHER_HOME);
    move(HOME);

    assertThat(whereabouts(node)).containsExactly(Whereabouts.HOME, Whereabouts.AWAY);
    assertThat(node.wished(WantedTunnel.class)).hasSize(1);
    assertThat(tunnel(node, OTHER)).contains(HOME.careOfAddress());
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(HOME.careOfAddress(), HOME_ADDRESS);
  }

  @Test
  void withTheHomeLinkItsPrefixGoesBeforeItsHomeAgentIsTold() {
    move(HOME);
    List<Effect> moved = node.moveTo(OTHER_HOME);
    Ipv6Packet update = of(updates(moved), HOME_ADDRESS);
    List<Effect> before =
        moved.stream().takeWhile(effect -> !updatePackets(List.of(effect)).contains(update)).toList();

    assertThat(before).contains(new Effect.Unwant(new Desired.AddressKey(ETH0, HOME.careOfAddress())));
  }

  @Test
  void withSeveralInterfacesTheRouteToThePrefixGoesBeforeItsHomeAgentIsToldToo() {
    Scenario two = new Scenario(config(List.of(ETH0, WLAN0), PrefixDiscoveryMode.OFF));
    acknowledge(two, two.moveTo(HOME));
    int table = two.config.tableOf(ETH0);
    assertThat(two.route(table, HOME_PREFIX.toString())).isPresent();
    List<Effect> moved = two.moveTo(OTHER_HOME);
    Ipv6Packet update = of(updates(moved), HOME_ADDRESS);
    List<Effect> before =
        moved.stream().takeWhile(effect -> !updatePackets(List.of(effect)).contains(update)).toList();

    assertThat(before).contains(new Effect.Unwant(new Desired.RouteKey(table, HOME_PREFIX)));
  }

  // RFC 6724 5, rule 3: what binds no address takes the home address, not the care-of address beside it
  @Test
  void applicationsPreferTheHomeAddressToTheCareOfAddressBesideIt() {
    move(HOME);
    assertThat(node.wished(InterfaceAddress.class).stream().filter(each -> each.on().equals(ETH0)))
        .extracting(InterfaceAddress::address, InterfaceAddress::use)
        .contains(
            tuple(HOME.careOfAddress(), SourceUse.DEPRECATED),
            tuple(HOME_ADDRESS, SourceUse.PREFERRED));
    move(VISITED_A);

    assertThat(node.wished(InterfaceAddress.class).stream().filter(each -> each.on().equals(ETH0)))
        .extracting(InterfaceAddress::use)
        .containsExactly(SourceUse.PREFERRED);
  }

  /** A link has both prefixes. */
  private List<Effect> hearBoth() {
    return node.hear(HOME.address(), HOME.mac(), SeveralHomeAddressesTest.homeAdvertisement(true));
  }

  @Test
  void whereAllAreAtHomeThereIsNoCareOfAddress() {
    node.plug();
    hearBoth();

    assertThat(whereabouts(node)).containsExactly(Whereabouts.HOME, Whereabouts.HOME);
    assertThat(updatePackets(node.all())).isEmpty();
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER);
  }

  @Test
  void aPrefixThatIsHeardLaterBringsItsHomeAddressHome() {
    move(HOME);
    Map<Ipv6Address, Ipv6Packet> updates = updates(hearBoth());

    assertThat(whereabouts(node)).containsExactly(Whereabouts.HOME, Whereabouts.HOME);
    assertThat(updates).containsOnlyKeys(OTHER);
    assertThat(message(of(updates, OTHER)).lifetimeUnits()).isZero();
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER);
  }

  // RFC 6275 15.1: "a routing loop [...] can be achieved when a mobile node binds one home address located on a first
  // home agent to another home address on a second home agent"
  @Test
  void noHomeAddressIsTheCareOfAddressOfAnother() {
    Ipv6Address formed = HOME_PREFIX.withInterfaceIdentifier(OWN.interfaceIdentifier());
    Scenario likeTheInterface =
        new Scenario(
            MobileNodeConfig.of(ETH0, formed, HOME_PREFIX, HOME_AGENT, new Security.None(), ROAM0)
                .withFurtherHomeAddresses(List.of(other(OTHER_AGENT, PrefixDiscoveryMode.OFF))));
    Ipv6Packet update = of(updates(likeTheInterface.moveTo(HOME)), OTHER);
    answer(likeTheInterface, update, 0);

    assertThat(update.header().source()).isNotEqualTo(formed);
    assertThat(HOME_PREFIX.contains(update.header().source())).isTrue();
    assertThat(onLink(likeTheInterface, ETH0)).containsExactlyInAnyOrder(update.header().source(), formed);
  }

  @Test
  void noHomeAddressThatIsLeasedIsIt() {
    assertThat(lease(HOME_ADDRESS)).isEmpty();
    assertThat(onLink(node, ETH0)).containsExactly(HOME_ADDRESS);
  }

  @Test
  void theCareOfAddressBesideAHomeAddressMayBeLeased() {
    Ipv6Address leased = Ipv6Address.parse("2001:db8:1::1234");

    assertThat(of(lease(leased), OTHER).header().source()).isEqualTo(leased);
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(leased, HOME_ADDRESS);
  }

  /** The node comes to the first home link, where addresses are leased, and is given this one; what it registers. */
  private Map<Ipv6Address, Ipv6Packet> lease(Ipv6Address address) {
    node.plug();
    node.hear(ManagedLink.ROUTER, ManagedLink.ROUTER_LINK, firstHome(true, false));
    return updates(
        node.handle(
            ManagedLink.reply(
                ManagedLink.messages(node.all()).getFirst(),
                ManagedLink.LINK_LOCAL,
                new IdentityAssociation(
                    ManagedLink.IAID, 0, 0, List.of(new IaAddress(address, 3600, 3600, List.of()))))));
  }

  /** What is advertised on the first home link, without saying the address of a home agent. */
  private static RouterAdvertisement firstHome(boolean managed, boolean homeAgent) {
    PrefixInformation prefix =
        new PrefixInformation(HOME_PREFIX.address(), 64, true, !managed, false, 86_400, 43_200);
    return new RouterAdvertisement(
        64, managed, false, homeAgent, RouterPreference.MEDIUM, 1800, 0, 0, List.of(prefix));
  }

  @Test
  void aHomeAgentThatSaysNoAddressIsNotTakenForThatOfTheOther() {
    node.plug();
    node.hear(HOME.address(), HOME.mac(), firstHome(false, true));

    assertThat(node.wished(Desired.NeighborEntry.class))
        .extracting(Desired.NeighborEntry::address)
        .contains(HOME_AGENT)
        .doesNotContain(OTHER_AGENT);
  }

  @Test
  void aDuplicateCareOfAddressIsReplacedAndTheHomeAddressStays() {
    move(HOME);
    List<Effect> duplicate =
        node.handle(new Event.AddressChanged(ETH0, HOME.careOfAddress(), AddressState.DUPLICATE));
    Ipv6Packet update = of(updates(duplicate), OTHER);

    assertThat(update.header().source()).isNotEqualTo(HOME.careOfAddress());
    assertThat(updates(duplicate)).containsOnlyKeys(OTHER);
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(update.header().source(), HOME_ADDRESS);
    assertThat(notices(duplicate, MobileNodeNotice.CareOfAddressDuplicate.class)).hasSize(1);
  }

  @Test
  void oneHomeLinkIsAnotherLinkThanTheOther() {
    move(HOME);
    node.handle(new Event.AddressChanged(ETH0, HOME.careOfAddress(), AddressState.DUPLICATE));
    List<Effect> moved = node.moveTo(OTHER_HOME);

    assertThat(notices(moved, MobileNodeNotice.RouterHeard.class))
        .containsExactly(new MobileNodeNotice.RouterHeard(OTHER_HOME.address(), OTHER_HOME.prefixes(), true));
    // whose interface identifier nobody there has
    assertThat(onLink(node, ETH0)).contains(OTHER_HOME.careOfAddress());
  }

  @Test
  void aKnownHomeLinkIsNotTheOther() {
    move(HOME);
    move(OTHER_HOME);
    node.pass(Duration.ofMillis(1500));
    node.unplug();
    node.plug();
    node.hear(
        HOME.address(), HOME.mac(), new NeighborAdvertisement(true, true, false, HOME.address(), List.of()));

    assertThat(whereabouts(node)).containsExactly(Whereabouts.HOME, Whereabouts.AWAY);
    assertThat(onLink(node, ETH0)).containsExactlyInAnyOrder(HOME.careOfAddress(), HOME_ADDRESS);
  }

  @Test
  void aMoveWithoutLinkEventIsDetected() {
    move(HOME);
    node.hear(OTHER_HOME);
    List<Effect> moved = node.pass(Duration.ofSeconds(5));

    assertThat(updates(moved)).containsKeys(HOME_ADDRESS, OTHER);
    assertThat(whereabouts(node)).containsExactly(Whereabouts.AWAY, Whereabouts.HOME);
  }

  @Test
  void silenceOfAHomeAgentThrowsNoOtherHomeAddressOutOfItsHomeLink() {
    Scenario two = new Scenario(config(List.of(ETH0, WLAN0), PrefixDiscoveryMode.OFF));
    two.join(ETH0, HOME);
    two.join(WLAN0, VISITED_A);
    List<Effect> later = two.pass(Duration.ofSeconds(20));

    assertThat(updates(later)).containsOnlyKeys(OTHER);
    assertThat(updatePackets(later))
        .hasSizeGreaterThan(2)
        .allMatch(packet -> packet.header().source().equals(careOfAddress(ETH0, HOME)));
    assertThat(whereabouts(two)).containsExactly(Whereabouts.HOME, Whereabouts.AWAY);
  }

  @Test
  void whatIsDirectUsesTheCareOfAddressAsOnAVisitedLink() {
    Traffic somewhere = new Traffic(Ipv6Prefix.parse("2001:db8:f::/48"), Optional.empty());
    MobileNodeConfig config = config(List.of(ETH0), PrefixDiscoveryMode.OFF);
    Scenario direct =
        new Scenario(
            new MobileNodeConfig(
                config.interfaces(),
                HOME_ADDRESS,
                HOME_PREFIX,
                HOME_AGENT,
                config.security(),
                ROAM0,
                TABLE,
                List.of(somewhere),
                config.lifetime(),
                config.timers(),
                config.limits(),
                config.routeOptimization(),
                config.prefixDiscovery(),
                config.furtherHomeAddresses()));
    direct.moveTo(HOME);

    assertThat(direct.route(direct.config.directTable(), EVERYWHERE).orElseThrow().source())
        .contains(HOME.careOfAddress());
  }

  @Test
  void directPathsAreForTheHomeAddressThatIsAway() {
    HomeAddressConfig optimized =
        new HomeAddressConfig(
            OTHER,
            OTHER_PREFIX,
            OTHER_AGENT,
            new Security.None(),
            RouteOptimizationPolicy.EVERYONE,
            PrefixDiscoveryMode.OFF);
    Scenario optimizing =
        new Scenario(
            Scenario.config(List.of(ETH0), TABLE)
                .withRouteOptimization(RouteOptimizationPolicy.EVERYONE)
                .withFurtherHomeAddresses(List.of(optimized)));
    acknowledge(optimizing, optimizing.moveTo(HOME));

    assertThat(testedFrom(optimizing, HOME_ADDRESS)).isEmpty();
    assertThat(testedFrom(optimizing, OTHER)).containsExactly(HOME.careOfAddress());
  }

  /** The care-of addresses that are tested when a program at {@code home} begins to talk to somebody. */
  private static List<Ipv6Address> testedFrom(Scenario of, Ipv6Address home) {
    DirectPath.Key between = new DirectPath.Key(DirectPath.Side.MOBILE_NODE, home, CorrespondentScene.PEER);
    return updatePackets(of.handle(new Event.TrafficSeen(between, Event.Way.TUNNEL_SENT))).stream()
        .filter(packet -> Scenario.mobilityHeader(packet).message() instanceof CareOfTestInit)
        .map(packet -> packet.header().source())
        .toList();
  }

  @Test
  void theHomeAgentOfTheOtherIsLookedForFromThere() {
    Scenario searching =
        new Scenario(
            Scenario.config(List.of(ETH0), TABLE)
                .withFurtherHomeAddresses(
                    List.of(other(HomeAgentsAnycast.of(OTHER_PREFIX), PrefixDiscoveryMode.OFF))));
    List<Effect> moved = searching.moveTo(HOME);

    assertThat(Search.requests(moved))
        .singleElement()
        .satisfies(
            packet -> {
              assertThat(packet.header().source()).isEqualTo(HOME.careOfAddress());
              assertThat(packet.header().destination()).isEqualTo(HomeAgentsAnycast.of(OTHER_PREFIX));
            });
  }

  @Test
  void afterARestartNumbersGoOnAtHomeAndAway() {
    node.handle(
        new Event.Recalled(new Memory.UsedSequenceNumbers(HOME_ADDRESS, HOME_AGENT, new SequenceNumber(100))));
    node.handle(
        new Event.Recalled(new Memory.UsedSequenceNumbers(OTHER, OTHER_AGENT, new SequenceNumber(9000))));
    Map<Ipv6Address, Ipv6Packet> updates = updates(node.moveTo(HOME));
    answer(node, of(updates, OTHER), 0);
    // the home agent yet has the binding of the former life, and defends the home address
    node.handle(new Event.AddressChanged(ETH0, HOME_ADDRESS, AddressState.DUPLICATE));
    Map<Ipv6Address, Ipv6Packet> told =
        updates(
            node.hear(
                HOME_ADDRESS,
                HOME.mac(),
                new NeighborAdvertisement(
                    true, false, true, HOME_ADDRESS, List.of(new TargetLinkLayerAddress(HOME.mac())))));

    assertThat(message(of(updates, OTHER)).sequenceNumber()).isEqualTo(9001);
    assertThat(message(of(told, HOME_ADDRESS)).sequenceNumber()).isEqualTo(101);
    assertThat(message(of(told, HOME_ADDRESS)).lifetimeUnits()).isZero();
    assertThat(tunnel(node, OTHER)).contains(HOME.careOfAddress());
  }

  @Test
  void aNewPrefixOfOneHomeLinkGivesNoHomeAddressLikeThatOfAnother() {
    Scenario following = new Scenario(config(List.of(ETH0), PrefixDiscoveryMode.FOLLOW));
    Ipv6Prefix added = Ipv6Prefix.parse("2001:db8:3::/64");
    following.moveTo(
        TestRouter.of("02:00:00:00:02:00", OTHER_PREFIX.toString())
            .withPrefixes(OTHER_PREFIX.toString(), added.toString()));
    Ipv6Address formed = added.withInterfaceIdentifier(OTHER.low());

    assertThat(following.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER, formed);
    assertThat(whereabouts(following)).containsExactly(Whereabouts.AWAY, Whereabouts.HOME, Whereabouts.HOME);
    acknowledge(following, following.moveTo(HOME));
    assertThat(following.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER, formed);
  }

  // else nobody would be left by whom to hear of another prefix
  @Test
  void theLastHomeAddressOfEachHomeLinkIsKept() {
    Scenario following = new Scenario(config(List.of(ETH0), PrefixDiscoveryMode.FOLLOW));
    following.moveTo(OTHER_HOME.withLifetimes(1800, 100, 50));
    following.pass(Duration.ofSeconds(200));

    assertThat(following.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, OTHER);
  }
}
