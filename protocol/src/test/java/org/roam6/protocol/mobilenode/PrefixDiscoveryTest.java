package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.UnknownNeighborDiscoveryOption;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;

/** RFC 6275 11.4.2, 11.4.3 and 11.8: a mobile node that is away asks for the prefixes of its home link. */
class PrefixDiscoveryTest {

  private static final long DAY = 86_400;
  private static final Ipv6Address CARE_OF = TestRouter.VISITED_A.careOfAddress();
  private static final int LIFETIME = 150;

  private final Scenario node = scenario(PrefixDiscoveryMode.LEARN);

  private static Scenario scenario(PrefixDiscoveryMode mode) {
    return new Scenario(
        MobileNodeConfig.of(
                Scenario.ETH0,
                HOME_ADDRESS,
                Scenario.HOME_PREFIX,
                HOME_AGENT,
                new Security.None(),
                Scenario.ROAM0)
            .withPrefixDiscovery(mode));
  }

  /** A Mobile Prefix Solicitation as it was sent. */
  private record Asked(Ipv6Packet packet, MobilePrefixSolicitation message) {}

  private static List<Asked> asked(List<Effect> effects) {
    List<Asked> asked = new ArrayList<>();
    for (Octets octets : Scenario.packets(effects)) {
      Ipv6Packet packet = Scenario.decode(octets);
      if (packet.protocol() == IpProtocol.ICMPV6
          && Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
              instanceof Decoded.Value<Icmpv6Message>(MobilePrefixSolicitation message)) {
        asked.add(new Asked(packet, message));
      }
    }
    return asked;
  }

  private static Asked onlyOneIn(List<Effect> effects) {
    assertThat(asked(effects)).hasSize(1);
    return asked(effects).getFirst();
  }

  /** Registers at a visited link, where the home agent answers with {@code status}. */
  private List<Effect> register(Scenario scenario, TestRouter router, int status) {
    BindingUpdate update = Scenario.onlyUpdate(scenario.moveTo(router));
    scenario.pass(Scenario.ROUND_TRIP);
    return scenario.acknowledge(status, update.sequenceNumber(), LIFETIME, router.careOfAddress());
  }

  private List<Effect> answer(int identifier, PrefixInformation... prefixes) {
    return answer(identifier, UnaryOperator.identity(), prefixes);
  }

  private List<Effect> answer(int identifier, UnaryOperator<Arrival> disguise, NeighborDiscoveryOption... options) {
    return answer(node, identifier, disguise, options);
  }

  private static List<Effect> answer(
      Scenario scenario, int identifier, UnaryOperator<Arrival> disguise, NeighborDiscoveryOption... options) {
    Arrival arrival =
        new Arrival(
            Scenario.ETH0,
            TestRouter.VISITED_A.mac(),
            HOME_AGENT,
            CARE_OF,
            60,
            Optional.empty(),
            Optional.of(HOME_ADDRESS));
    return scenario.handle(
        new Event.DiscoveryMessageReceived(
            disguise.apply(arrival), new MobilePrefixAdvertisement(identifier, false, false, List.of(options))));
  }

  private static PrefixInformation home(long valid, long preferred) {
    return new PrefixInformation(HOME_AGENT, 64, true, true, true, valid, preferred);
  }

  private static <T extends MobilePrefixNotice> List<T> told(List<Effect> effects, Class<T> kind) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Notify(var notice) && kind.isInstance(notice))
        .map(effect -> kind.cast(((Effect.Notify) effect).notice()))
        .toList();
  }

  /** Lets time pass, the router advertise and the home agent acknowledge refreshes; what was done meanwhile. */
  private List<Effect> passRegistered(Duration duration) {
    Time end = node.now().plus(duration);
    List<Effect> caused = new ArrayList<>();
    while (node.now().isBefore(end)) {
      List<Effect> passed = node.pass(Duration.ofSeconds(1));
      caused.addAll(passed);
      Scenario.updates(passed).forEach(update -> caused.addAll(node.acknowledge(update, CARE_OF)));
      caused.addAll(node.hear(TestRouter.VISITED_A));
    }
    return caused;
  }

  @Test
  @Tag("R6275-068")
  void statusOneMakesItAskFromTheCareOfAddressWithTheHomeAddress() {
    Asked asked = onlyOneIn(register(node, TestRouter.VISITED_A, 1));
    assertThat(asked.packet().header().source()).isEqualTo(CARE_OF);
    assertThat(asked.packet().header().destination()).isEqualTo(HOME_AGENT);
    assertThat(asked.packet().homeAddressOption()).contains(HOME_ADDRESS);
    assertThat(asked.message().options()).isEmpty();
    assertThat(asked.message().reserved()).isZero();
  }

  @Test
  void statusZeroDoesNot() {
    assertThat(asked(register(node, TestRouter.VISITED_A, 0))).isEmpty();
    assertThat(asked(passRegistered(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void identifiersAreRandom() {
    Set<Integer> identifiers = new HashSet<>();
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    for (int i = 0; i < 50; i++) {
      identifiers.add(identifier);
      answer(identifier, home(DAY, DAY));
      node.pass(Duration.ofSeconds(10));
      identifier = onlyOneIn(answer(identifier, home(DAY, DAY))).message().identifier();
    }
    assertThat(identifiers).hasSizeGreaterThan(48).allMatch(each -> each >= 0 && each <= 0xffff);
  }

  @Test
  void asksAgainAfterThreeSecondsAndThenEachTimeAfterTwiceAsLong() {
    Asked first = onlyOneIn(register(node, TestRouter.VISITED_A, 1));
    for (int wait : List.of(3, 6, 12, 24, 32, 32, 32)) {
      assertThat(asked(node.pass(Duration.ofMillis(wait * 1000L - 1)))).isEmpty();
      assertThat(onlyOneIn(node.pass(Duration.ofMillis(1))).message()).isEqualTo(first.message());
    }
  }

  @Test
  void anAnswerEndsThat() {
    Asked asked = onlyOneIn(register(node, TestRouter.VISITED_A, 1));
    List<Effect> effects = answer(asked.message().identifier(), home(30 * DAY, 7 * DAY));
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class))
        .containsExactly(
            new MobilePrefixNotice.PrefixesLearned(
                List.of(Scenario.HOME_PREFIX), Optional.of(Duration.ofDays(30))));
    assertThat(asked(passRegistered(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  @Tag("R6275-231")
  void whatIsNotFromTheHomeAgentOrHasNoRoutingHeaderIsDiscarded() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    Ipv6Address stranger = Ipv6Address.parse("2001:db8:1::2");
    List<UnaryOperator<Arrival>> disguises =
        List.of(
            arrival -> with(arrival, stranger, arrival.type2HomeAddress()),
            arrival -> with(arrival, HOME_AGENT, Optional.empty()),
            arrival -> with(arrival, HOME_AGENT, Optional.of(stranger)));
    for (UnaryOperator<Arrival> disguise : disguises) {
      List<Effect> effects = answer(identifier, disguise, home(DAY, DAY));
      assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class)).isEmpty();
      assertThat(told(effects, MobilePrefixNotice.PrefixAdvertisementIgnored.class)).hasSize(1);
      assertThat(asked(effects)).isEmpty();
    }
    assertThat(told(answer(identifier, home(DAY, DAY)), MobilePrefixNotice.PrefixesLearned.class)).hasSize(1);
  }

  private static Arrival with(Arrival arrival, Ipv6Address source, Optional<Ipv6Address> type2) {
    return new Arrival(
        arrival.in(),
        LinkLayerAddress.parse("02:00:00:00:00:66"),
        source,
        arrival.destination(),
        arrival.hopLimit(),
        arrival.homeAddressOption(),
        type2);
  }

  @Test
  @Tag("R6275-231")
  void anotherIdentifierOrASecondAnswerIsDiscarded() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    List<Effect> other = answer(identifier ^ 1, home(DAY, DAY));
    assertThat(told(other, MobilePrefixNotice.PrefixesLearned.class)).isEmpty();
    assertThat(asked(other)).as("it has asked already").isEmpty();
    answer(identifier, home(2 * DAY, DAY));
    List<Effect> second = answer(identifier, home(DAY, DAY));
    assertThat(told(second, MobilePrefixNotice.PrefixesLearned.class)).isEmpty();
    // 2 * DAY counts still: the binding is asked for ten minutes.
    assertThat(asked(second)).hasSize(1);
  }

  // RFC 6275 11.4.3: "In this case the mobile node SHOULD send a Mobile Prefix Solicitation."
  @Test
  void whatNobodyAskedForMakesItAskAFewTimes() {
    register(node, TestRouter.VISITED_A, 0);
    int questions = 0;
    for (int i = 0; i < 200; i++) {
      for (Asked asked : asked(answer(i, home(DAY, DAY)))) {
        questions++;
        answer(asked.message().identifier(), home(DAY, DAY));
      }
      node.pass(Duration.ofMillis(50));
    }
    assertThat(questions).isBetween(1, 4);
  }

  @Test
  @Tag("R6275-108")
  @Tag("R6275-232")
  void lifetimesOfTheHomePrefixLimitWhatItAsksFor() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    List<Effect> effects = answer(identifier, home(7_300, 100));
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class).getFirst().validLeft())
        .contains(Duration.ofSeconds(7_300));
    passRegistered(Duration.ofSeconds(7_100));
    // 180 s are left for the address, and less than the usual ten minutes is asked for.
    BindingUpdate update = Scenario.onlyUpdate(node.moveTo(TestRouter.VISITED_B));
    assertThat(update.lifetimeUnits()).isBetween(1, 50);
  }

  // RFC 4862 5.5.3: "Otherwise, reset the valid lifetime of the corresponding address to 2 hours."
  @Test
  @Tag("R6275-232")
  void whatNothingProtectsShortensThePrefixToTwoHours() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    List<Effect> effects = answer(identifier, home(0, 0));
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class).getFirst().validLeft())
        .contains(Duration.ofHours(2));
    assertThat(told(effects, MobilePrefixNotice.HomePrefixDeprecated.class)).hasSize(1);
    int again = onlyOneIn(answer(identifier + 1)).message().identifier();
    // A lifetime that is too short and a preferred lifetime that is longer count for nothing.
    assertThat(
            told(answer(again, home(100, 50), home(DAY, 2 * DAY)), MobilePrefixNotice.PrefixesLearned.class)
                .getFirst()
                .validLeft())
        .contains(Duration.ofHours(2));
  }

  @Test
  @Tag("R6275-232")
  void aNewPrefixIsToldOfOnce() {
    Ipv6Prefix added = Ipv6Prefix.parse("2001:db8:9::/64");
    PrefixInformation option = new PrefixInformation(added.address(), 64, true, true, false, DAY, DAY);
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    List<Effect> effects = answer(identifier, home(DAY, DAY), option);
    assertThat(told(effects, MobilePrefixNotice.HomePrefixAdded.class))
        .containsExactly(new MobilePrefixNotice.HomePrefixAdded(added, false));
    int again = onlyOneIn(answer(identifier)).message().identifier();
    assertThat(told(answer(again, home(DAY, DAY), option), MobilePrefixNotice.HomePrefixAdded.class)).isEmpty();
  }

  @Test
  @Tag("R6275-073")
  void optionsThatItDoesNotKnowAndReservedBitsDoNotMatter() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    List<Effect> effects =
        answer(
            identifier,
            UnaryOperator.identity(),
            new UnknownNeighborDiscoveryOption(253, Octets.of(new byte[6])),
            home(DAY, DAY));
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class).getFirst().prefixes())
        .containsExactly(Scenario.HOME_PREFIX);
  }

  @Test
  void howeverManyPrefixesItIsToldItRemembersFew() {
    int identifier = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    NeighborDiscoveryOption[] options = new NeighborDiscoveryOption[150];
    for (int i = 0; i < options.length; i++) {
      Ipv6Address address = Ipv6Address.parse("2001:db8:f:" + i + "::");
      options[i] = new PrefixInformation(address, 64, true, true, false, DAY, DAY);
    }
    List<Effect> effects = answer(identifier, UnaryOperator.identity(), options);
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class).getFirst().prefixes())
        .hasSize(HomeNetworkPrefixes.MAXIMUM);
  }

  // RFC 6275 11.4.2: "When a mobile node has a home address that is about to become invalid"
  @Test
  void asksBeforeThePrefixIsDeprecatedAndBeforeItEnds() {
    node.moveTo(TestRouter.HOME.withLifetimes(1800, 20_000, 10_000));
    register(node, TestRouter.VISITED_A, 0);
    assertThat(asked(passRegistered(Duration.ofSeconds(7_998)))).isEmpty();
    Asked first = onlyOneIn(passRegistered(Duration.ofSeconds(4)));
    answer(first.message().identifier(), home(12_000, 0));
    assertThat(asked(passRegistered(Duration.ofSeconds(9_597)))).isEmpty();
    Asked second = onlyOneIn(passRegistered(Duration.ofSeconds(4)));
    answer(second.message().identifier(), home(30 * DAY, 7 * DAY));
    assertThat(asked(passRegistered(Duration.ofHours(12)))).isEmpty();
  }

  @Test
  void asksNothingAtHome() {
    List<Effect> effects = new ArrayList<>(node.moveTo(TestRouter.HOME.withLifetimes(1800, 200, 100)));
    effects.addAll(node.pass(Duration.ofMinutes(3)));
    effects.addAll(answer(1, home(DAY, DAY)));
    assertThat(asked(effects)).isEmpty();
  }

  @Test
  void givesTheQuestionUpWhereItComesHome() {
    register(node, TestRouter.VISITED_A, 1);
    List<Effect> effects = new ArrayList<>(node.moveTo(TestRouter.HOME));
    effects.addAll(node.pass(Duration.ofMinutes(5)));
    assertThat(asked(effects)).isEmpty();
  }

  @Test
  void asksAnewFromAnotherCareOfAddressOnceTheHomeAgentKnowsIt() {
    int former = onlyOneIn(register(node, TestRouter.VISITED_A, 1)).message().identifier();
    BindingUpdate update = Scenario.onlyUpdate(node.moveTo(TestRouter.VISITED_B));
    assertThat(asked(node.pass(Duration.ofMillis(900)))).isEmpty();
    List<Effect> effects = node.acknowledge(update, TestRouter.VISITED_B.careOfAddress());
    Asked asked = onlyOneIn(effects);
    assertThat(asked.packet().header().source()).isEqualTo(TestRouter.VISITED_B.careOfAddress());
    assertThat(asked.message().identifier()).isNotEqualTo(former);
    assertThat(asked(node.pass(Duration.ofSeconds(3)))).hasSize(1);
  }

  @Test
  void waitsWhileThereIsNoLink() {
    register(node, TestRouter.VISITED_A, 1);
    node.unplug();
    assertThat(asked(node.pass(Duration.ofMinutes(1)))).isEmpty();
    node.plug();
    List<Effect> back = node.hear(TestRouter.VISITED_A);
    assertThat(asked(back)).as("the home agent has this care-of address still").hasSize(1);
  }

  @Test
  void asksAndHearsNothingWhereThatIsSwitchedOff() {
    Scenario off = scenario(PrefixDiscoveryMode.OFF);
    List<Effect> effects = new ArrayList<>(register(off, TestRouter.VISITED_A, 1));
    effects.addAll(answer(off, 1, UnaryOperator.identity(), home(DAY, DAY)));
    effects.addAll(off.pass(Duration.ofMinutes(1)));
    assertThat(asked(effects)).isEmpty();
    assertThat(told(effects, MobilePrefixNotice.PrefixesLearned.class)).isEmpty();
    assertThat(told(effects, MobilePrefixNotice.PrefixAdvertisementIgnored.class)).hasSize(1);
  }
}
