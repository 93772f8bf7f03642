package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.ETH0;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.Scenario.HOME_PREFIX;
import static org.roam6.protocol.mobilenode.Scenario.ROAM0;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.tunnel;
import static org.roam6.protocol.mobilenode.SeveralHomeAddressesTest.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Memory.FormedHomeAddress;
import org.roam6.protocol.Memory.RenumberedHomeAddresses;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobileNodeIdentifier;

/** RFC 6275 10.6, 11.4.3: a mobile node follows the renumbering of its home network, at home and away. */
class RenumberingTest {

  private static final long DAY = 86_400;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ipv6Prefix NEW_PREFIX = Ipv6Prefix.parse("2001:db8:2::/64");
  private static final Ipv6Address FORMED = NEW_PREFIX.withInterfaceIdentifier(HOME_ADDRESS.low());
  private static final Ipv6Address NEW_AGENT = Ipv6Address.parse("2001:db8:2::1");
  private static final Ipv6Address CARE_OF = VISITED_A.careOfAddress();

  private final Scenario node = new Scenario(config(new Security.None(), PrefixDiscoveryMode.FOLLOW));

  private static MobileNodeConfig config(Security security, PrefixDiscoveryMode mode) {
    return MobileNodeConfig.of(ETH0, HOME_ADDRESS, HOME_PREFIX, HOME_AGENT, security, ROAM0)
        .withPrefixDiscovery(mode);
  }

  private static PrefixInformation prefix(Ipv6Prefix prefix, long valid, long preferred) {
    return new PrefixInformation(prefix.address(), prefix.length(), true, true, false, valid, preferred);
  }

  /** The home agent of a home address says that there is something to learn, is asked, and tells {@code prefixes}. */
  private static List<Effect> tell(Scenario of, Ipv6Address homeAddress, NeighborDiscoveryOption... prefixes) {
    Ipv6Address homeAgent = homeAddress.equals(HOME_ADDRESS) ? HOME_AGENT : NEW_AGENT;
    of.pass(Duration.ofSeconds(10));
    advertise(of, homeAgent, homeAddress, 1);
    int identifier = Scenario.messages(of.all(), MobilePrefixSolicitation.class).getLast().identifier();
    return advertise(of, homeAgent, homeAddress, identifier, prefixes);
  }

  private static List<Effect> advertise(
      Scenario of, Ipv6Address homeAgent, Ipv6Address to, int identifier, NeighborDiscoveryOption... prefixes) {
    Arrival arrival =
        new Arrival(ETH0, VISITED_A.mac(), homeAgent, CARE_OF, 60, Optional.empty(), Optional.of(to));
    return of.handle(
        new Event.DiscoveryMessageReceived(
            arrival, new MobilePrefixAdvertisement(identifier, false, false, List.of(prefixes))));
  }

  /** The home agent of the new prefix is found and accepts; the Binding Update to it. */
  private static Ipv6Packet registerFormed(Scenario of) {
    int identifier = Scenario.messages(of.all(), HomeAgentAddressDiscoveryRequest.class).getLast().identifier();
    Arrival arrival =
        new Arrival(ETH0, VISITED_A.mac(), NEW_AGENT, CARE_OF, 60, Optional.empty(), Optional.empty());
    List<Effect> effects =
        of.handle(
            new Event.DiscoveryMessageReceived(
                arrival, new HomeAgentAddressDiscoveryReply(identifier, false, List.of(NEW_AGENT))));
    Ipv6Packet update = Objects.requireNonNull(updates(effects).get(FORMED), effects::toString);
    SeveralHomeAddressesTest.answer(of, update, 0);
    return update;
  }

  private static void registerAway(Scenario of) {
    updates(of.moveTo(VISITED_A)).values().forEach(packet -> SeveralHomeAddressesTest.answer(of, packet, 0));
  }

  /** A node that is away with both home addresses registered. */
  private Scenario renumbered() {
    registerAway(node);
    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, DAY, DAY), prefix(NEW_PREFIX, DAY, DAY));
    registerFormed(node);
    return node;
  }

  /** Lets time pass, the router advertise and home agents acknowledge refreshes. */
  private static List<Effect> live(Scenario of, Duration duration) {
    Time end = of.now().plus(duration);
    List<Effect> caused = new ArrayList<>();
    while (of.now().isBefore(end)) {
      List<Effect> passed = of.pass(SECOND);
      caused.addAll(passed);
      updates(passed).values().forEach(packet -> caused.addAll(SeveralHomeAddressesTest.answer(of, packet, 0)));
      caused.addAll(of.hear(VISITED_A));
    }
    return caused;
  }

  private static Map<Ipv6Address, SourceUse> onTunnel(Scenario of) {
    Map<Ipv6Address, SourceUse> uses = new TreeMap<>();
    of.wished(InterfaceAddress.class).stream()
        .filter(each -> each.on().equals(ROAM0))
        .forEach(each -> uses.put(each.address(), each.use()));
    return uses;
  }

  private static List<RenumberedHomeAddresses> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Remember(RenumberedHomeAddresses _))
        .map(effect -> (RenumberedHomeAddresses) ((Effect.Remember) effect).item())
        .toList();
  }

  @Test
  @Tag("R6275-232")
  void aNewPrefixGivesAHomeAddressThatIsRegisteredWithAHomeAgentThere() {
    registerAway(node);
    List<Effect> told = tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, DAY, DAY), prefix(NEW_PREFIX, DAY, DAY));

    assertThat(notices(told, MobilePrefixNotice.HomeAddressFormed.class))
        .containsExactly(new MobilePrefixNotice.HomeAddressFormed(FORMED));
    assertThat(Search.requests(told))
        .singleElement()
        .satisfies(
            packet -> assertThat(packet.header().destination()).isEqualTo(HomeAgentsAnycast.of(NEW_PREFIX)));
    Ipv6Packet update = registerFormed(node);
    assertThat(update.header().destination()).isEqualTo(NEW_AGENT);
    assertThat(update.header().source()).isEqualTo(CARE_OF);
    assertThat(tunnel(node, FORMED)).contains(CARE_OF);
    assertThat(tunnel(node, HOME_ADDRESS)).contains(CARE_OF);
    assertThat(onTunnel(node)).containsOnlyKeys(HOME_ADDRESS, FORMED);
    assertThat(node.wished(Desired.SourceRule.class)).extracting(Desired.SourceRule::source).contains(FORMED);
    assertThat(node.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, FORMED);
  }

  @Test
  void theSecurityAssociationIsThatOfTheHomeAddressItIsFormedLike() {
    SecurityAssociation association =
        new SecurityAssociation(
            1000,
            new SecretKey(Octets.ofHex("000102030405060708090a0b0c0d0e0f")),
            "mn@example.org",
            new TreeSet<>(Set.of(HOME_ADDRESS)));
    Scenario authenticated =
        new Scenario(config(new Security.Authenticated(List.of(association)), PrefixDiscoveryMode.FOLLOW));
    authenticated.handle(
        new Event.Recalled(
            new RenumberedHomeAddresses(List.of(new FormedHomeAddress(HOME_ADDRESS, NEW_PREFIX)), List.of())));
    authenticated.moveTo(VISITED_A);
    Ipv6Packet update = registerFormed(authenticated);

    BindingUpdate message = (BindingUpdate) Scenario.mobilityHeader(update).message();
    assertThat(message.option(MobileNodeIdentifier.class)).isPresent();
  }

  @Test
  void whoOnlyLearnsFormsNothing() {
    Scenario learning = new Scenario(config(new Security.None(), PrefixDiscoveryMode.LEARN));
    registerAway(learning);
    List<Effect> told =
        tell(learning, HOME_ADDRESS, prefix(HOME_PREFIX, DAY, DAY), prefix(NEW_PREFIX, DAY, DAY));

    assertThat(notices(told, MobilePrefixNotice.HomePrefixAdded.class))
        .containsExactly(new MobilePrefixNotice.HomePrefixAdded(NEW_PREFIX, false));
    assertThat(learning.node.homeAddresses()).containsExactly(HOME_ADDRESS);
  }

  @Test
  void nothingIsFormedOfAPrefixThatIsDeprecatedOrOfAnotherLengthOrNotForThat() {
    registerAway(node);
    tell(
        node,
        HOME_ADDRESS,
        prefix(HOME_PREFIX, DAY, DAY),
        prefix(NEW_PREFIX, DAY, 0),
        prefix(Ipv6Prefix.parse("2001:db8:3::/56"), DAY, DAY),
        new PrefixInformation(Ipv6Address.parse("2001:db8:4::"), 64, true, false, false, DAY, DAY));

    assertThat(node.node.homeAddresses()).containsExactly(HOME_ADDRESS);
  }

  @Test
  void whatIsAdvertisedOnTheHomeLinkIsFollowedToo() {
    node.moveTo(
        TestRouter.of("02:00:00:00:01:00", HOME_PREFIX.toString())
            .withPrefixes(HOME_PREFIX.toString(), NEW_PREFIX.toString()));

    assertThat(node.wished(InterfaceAddress.class).stream().filter(each -> each.on().equals(ETH0)))
        .extracting(InterfaceAddress::address)
        .contains(HOME_ADDRESS, FORMED);
  }

  @Test
  void whatIsAdvertisedOnAVisitedLinkIsNot() {
    registerAway(node);
    node.hear(VISITED_A.withPrefixes("2001:db8:a::/64", NEW_PREFIX.toString()));

    assertThat(node.node.homeAddresses()).containsExactly(HOME_ADDRESS);
  }

  @Test
  void aLinkWithTheNewPrefixAloneIsTheHomeLink() {
    renumbered();
    node.moveTo(TestRouter.of("02:00:00:00:01:00", NEW_PREFIX.toString()).withHomeAgent(NEW_AGENT));

    assertThat(node.node.snapshot(node.now()).whereabouts()).isEqualTo(MobileNodeSnapshot.Whereabouts.HOME);
  }

  @Test
  void applicationsPreferTheNewAddressAsSoonAsTheOldPrefixIsDeprecated() {
    renumbered();
    assertThat(onTunnel(node)).containsEntry(HOME_ADDRESS, SourceUse.PREFERRED);

    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, DAY, 60), prefix(NEW_PREFIX, DAY, DAY));
    live(node, Duration.ofSeconds(55));
    assertThat(onTunnel(node)).containsEntry(HOME_ADDRESS, SourceUse.PREFERRED);
    live(node, Duration.ofSeconds(10));

    assertThat(onTunnel(node))
        .containsEntry(HOME_ADDRESS, SourceUse.DEPRECATED)
        .containsEntry(FORMED, SourceUse.PREFERRED);
    assertThat(tunnel(node, HOME_ADDRESS)).contains(CARE_OF);
  }

  @Test
  void aDeprecatedAddressThatIsTheOnlyOneIsUsedOn() {
    registerAway(node);
    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, DAY, 0));

    assertThat(onTunnel(node)).containsEntry(HOME_ADDRESS, SourceUse.PREFERRED);
  }

  /** The old prefix has ended; what was done then. */
  private List<Effect> endOld() {
    renumbered();
    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, 7200, 0), prefix(NEW_PREFIX, DAY, DAY));
    live(node, Duration.ofSeconds(7180));
    assertThat(node.node.homeAddresses()).contains(HOME_ADDRESS);
    return live(node, Duration.ofSeconds(40));
  }

  @Test
  void theOldAddressGoesWithItsPrefix() {
    List<Effect> end = endOld();

    assertThat(notices(end, MobilePrefixNotice.HomeAddressEnded.class))
        .containsExactly(new MobilePrefixNotice.HomeAddressEnded(HOME_ADDRESS));
    assertThat(node.node.homeAddresses()).containsExactly(FORMED);
    assertThat(onTunnel(node)).containsOnlyKeys(FORMED);
    assertThat(tunnel(node, HOME_ADDRESS)).isEmpty();
    assertThat(node.wished(Desired.SourceRule.class)).extracting(Desired.SourceRule::source).containsExactly(FORMED);
    assertThat(updates(live(node, Duration.ofHours(1)))).containsOnlyKeys(FORMED);
  }

  @Test
  void withoutTheEndedPrefixTheHomeLinkIsThatOfAllThatAreLeft() {
    endOld();
    node.moveTo(TestRouter.of("02:00:00:00:01:00", NEW_PREFIX.toString()));

    assertThat(node.node.snapshot(node.now()).careOfAddress()).isEmpty();
  }

  @Test
  void theOnlyAddressStaysWhateverBecomesOfItsPrefix() {
    registerAway(node);
    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, 7200, 0));
    live(node, Duration.ofSeconds(8000));

    assertThat(node.node.homeAddresses()).containsExactly(HOME_ADDRESS);
    assertThat(onTunnel(node)).containsOnlyKeys(HOME_ADDRESS);
  }

  @Test
  void aPrefixThatComesBackBringsItsAddressBack() {
    endOld();
    List<Effect> told = tell(node, FORMED, prefix(NEW_PREFIX, DAY, DAY), prefix(HOME_PREFIX, DAY, DAY));

    assertThat(node.node.homeAddresses()).containsExactlyInAnyOrder(HOME_ADDRESS, FORMED);
    assertThat(updates(told)).containsKey(HOME_ADDRESS);
  }

  // ---- restarts

  @Test
  void whatWasFormedAndWhatEndedIsKnownAfterARestart() {
    renumbered();
    assertThat(remembered(node.all()).getLast())
        .isEqualTo(
            new RenumberedHomeAddresses(
                List.of(new FormedHomeAddress(HOME_ADDRESS, NEW_PREFIX)), List.of()));
    tell(node, HOME_ADDRESS, prefix(HOME_PREFIX, 7200, 0), prefix(NEW_PREFIX, DAY, DAY));
    RenumberedHomeAddresses last = remembered(live(node, Duration.ofSeconds(7300))).getLast();
    assertThat(last.ended()).containsExactly(HOME_ADDRESS);

    Scenario restarted = new Scenario(config(new Security.None(), PrefixDiscoveryMode.FOLLOW));
    // It may come before and after what belongs to the home address.
    SequenceNumber used = new SequenceNumber(4711);
    restarted.handle(new Event.Recalled(new Memory.DiscoveredHomeAgents(FORMED, List.of(), Optional.of(NEW_AGENT))));
    restarted.handle(new Event.Recalled(last));
    restarted.handle(new Event.Recalled(new Memory.UsedSequenceNumbers(FORMED, NEW_AGENT, used)));
    Map<Ipv6Address, Ipv6Packet> updates = updates(restarted.moveTo(VISITED_A));

    assertThat(updates).containsOnlyKeys(FORMED);
    BindingUpdate update =
        (BindingUpdate) Scenario.mobilityHeader(Objects.requireNonNull(updates.get(FORMED))).message();
    assertThat(update.sequenceNumber()).isEqualTo(used.next().value());
  }

  @Test
  void whoIsConfiguredOtherwiseMeanwhileGoesByThat() {
    RenumberedHomeAddresses item =
        new RenumberedHomeAddresses(
            List.of(new FormedHomeAddress(HOME_ADDRESS, NEW_PREFIX)), List.of(HOME_ADDRESS));
    Scenario learning = new Scenario(config(new Security.None(), PrefixDiscoveryMode.LEARN));
    learning.handle(new Event.Recalled(item));

    assertThat(learning.node.homeAddresses()).containsExactly(HOME_ADDRESS);
    assertThat(updates(learning.moveTo(VISITED_A))).containsOnlyKeys(HOME_ADDRESS);
  }

  // ---- bounds

  @Test
  void thereAreNoMoreThanEightAndOneThatHasEndedMakesWay() {
    registerAway(node);
    NeighborDiscoveryOption[] many = new NeighborDiscoveryOption[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = prefix(Ipv6Prefix.parse("2001:db8:f:" + i + "::/64"), i == 3 ? 7200 : DAY, i == 3 ? 7200 : DAY);
    }
    tell(node, HOME_ADDRESS, many);
    assertThat(node.node.homeAddresses()).hasSize(MobileNodeConfig.MOST_HOME_ADDRESSES);
    Set<Ipv6Address> before = node.node.homeAddresses();

    live(node, Duration.ofSeconds(7300));

    assertThat(node.node.homeAddresses()).hasSize(MobileNodeConfig.MOST_HOME_ADDRESSES).isNotEqualTo(before);
    assertThat(node.wished(Desired.SourceRule.class))
        .extracting(Desired.SourceRule::table)
        .doesNotHaveDuplicates()
        .hasSize(MobileNodeConfig.MOST_HOME_ADDRESSES)
        .isSubsetOf(config(new Security.None(), PrefixDiscoveryMode.FOLLOW).routingTables());
  }
}
