package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.messages;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.FE80_1;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.RouteInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.RouterSolicitation;

/** RFC 4191, RFC 4861 6.3 and RFC 6275 11.5.4: which of the routers of a link is used, and with which prefix. */
class DefaultRouterTest {

  private static final long DAY = 86_400;
  private static final TestRouter SECOND =
      TestRouter.of("02:00:00:00:0a:02", "2001:db8:a::/64").withAddress("fe80::2");
  private static final NeighborAdvertisement STILL_HERE =
      new NeighborAdvertisement(true, true, false, FE80_1, List.of());

  private final Scenario scenario = Scenario.unprotected();

  private Ipv6Address router() {
    return scenario.node.snapshot(scenario.now()).router().orElseThrow();
  }

  private Optional<Ipv6Address> careOfAddress() {
    return scenario.node.snapshot(scenario.now()).careOfAddress();
  }

  @Test
  void moreHighlyPreferredRouterTakesOver() {
    scenario.registeredAt(VISITED_A);
    scenario.hear(SECOND.preferred(RouterPreference.HIGH));

    assertThat(router()).isEqualTo(SECOND.address());
    assertThat(scenario.route(254, "::/0")).map(Desired.Route::via).contains(Optional.of(SECOND.address()));
    assertThat(updates(scenario.all())).as("the care-of address is the same").hasSize(1);
  }

  // RFC 4191 2.2: "If the Reserved (10) value is received, the receiver MUST treat the value as if it were (00)."
  @ParameterizedTest
  @EnumSource(names = {"MEDIUM", "RESERVED", "LOW"})
  void routerInUseStaysWhereTheOtherIsNotPreferred(RouterPreference preference) {
    scenario.registeredAt(VISITED_A);
    scenario.hear(SECOND.preferred(preference));

    assertThat(router()).isEqualTo(FE80_1);
  }

  @Test
  void reservedPreferenceIsMoreThanLow() {
    scenario.registeredAt(VISITED_A.preferred(RouterPreference.LOW));
    scenario.hear(SECOND.preferred(RouterPreference.RESERVED));

    assertThat(router()).isEqualTo(SECOND.address());
  }

  @Test
  void routerThatWantsToBePreferredNoLongerGivesWay() {
    scenario.registeredAt(VISITED_A.preferred(RouterPreference.HIGH));
    scenario.hear(SECOND);
    scenario.hear(VISITED_A.preferred(RouterPreference.LOW));

    assertThat(router()).isEqualTo(SECOND.address());
  }

  // RFC 4191 2.2: "If the Router Lifetime value is zero, the preference value [...] MUST be ignored by the receiver."
  @Test
  void preferenceOfWhatIsNoDefaultRouterDoesNotCount() {
    scenario.registeredAt(VISITED_A);
    scenario.hear(SECOND.preferred(RouterPreference.HIGH).withLifetimes(0, DAY, DAY));

    assertThat(router()).isEqualTo(FE80_1);
  }

  @Test
  void moreHighlyPreferredRouterWithAnotherPrefixBringsAnotherCareOfAddress() {
    scenario.registeredAt(VISITED_A);
    TestRouter other = SECOND.preferred(RouterPreference.HIGH).withPrefixes("2001:db8:aa::/64");
    for (int i = 0; i < 2; i++) {
      scenario.hear(other);
      scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);
    }

    assertThat(router()).isEqualTo(other.address());
    assertThat(careOfAddress()).contains(other.careOfAddress());
    assertThat(updates(scenario.all())).hasSize(2);
  }

  // RFC 6275 11.5.4: "The mobile node MUST ensure that its primary care-of address always has a prefix that is
  // advertised by its current default router."
  @Test
  void careOfAddressFollowsTheDefaultRouter() {
    TestRouter other = VISITED_A.withPrefixes("2001:db8:aa::/64").withAddress("fe80::2");
    scenario.registeredAt(VISITED_A.withPrefixes("2001:db8:a::/64", "2001:db8:ac::/64"));
    scenario.hear(other.withPrefixes("2001:db8:ac::/64"));
    List<Effect> resigned =
        scenario.hear(VISITED_A.withPrefixes("2001:db8:a::/64", "2001:db8:ac::/64").withLifetimes(0, DAY, DAY));

    assertThat(onlyUpdate(resigned)).isNotNull();
    assertThat(router()).isEqualTo(other.address());
    assertThat(careOfAddress().orElseThrow().toString()).startsWith("2001:db8:ac:");
  }

  @Test
  void routerWhoseLifetimeRunsOutIsReplaced() {
    scenario.registeredAt(VISITED_A.withLifetimes(25, DAY, DAY));
    scenario.hear(SECOND.withLifetimes(1800, DAY, DAY));
    scenario.pass(Duration.ofMillis(24_900));
    assertThat(router()).isEqualTo(FE80_1);
    scenario.pass(Duration.ofMillis(200));

    assertThat(router()).isEqualTo(SECOND.address());
  }

  @Test
  void lifetimeThatIsAdvertisedAnewCounts() {
    scenario.registeredAt(VISITED_A.withLifetimes(25, DAY, DAY));
    scenario.hear(SECOND);
    scenario.pass(Duration.ofSeconds(10));
    scenario.hear(VISITED_A.withLifetimes(29, DAY, DAY));
    scenario.pass(Duration.ofSeconds(28));
    assertThat(router()).isEqualTo(FE80_1);
    scenario.hear(VISITED_A.withLifetimes(5, DAY, DAY));
    scenario.pass(Duration.ofMillis(5100));

    assertThat(router()).isEqualTo(SECOND.address());
  }

  // Neighbour Unreachability Detection, for routers that do not say how often they advertise themselves
  @Test
  void silentRouterWithoutAnIntervalIsAskedEachHalfMinute() {
    scenario.registeredAt(VISITED_A);
    List<Effect> before = scenario.pass(Duration.ofMillis(29_900));
    List<Effect> asked = scenario.pass(Duration.ofMillis(150));
    scenario.hear(FE80_1, VISITED_A.mac(), STILL_HERE);

    assertThat(messages(before, NeighborSolicitation.class)).isEmpty();
    assertThat(messages(asked, NeighborSolicitation.class)).hasSize(1);
    assertThat(messages(scenario.pass(Duration.ofSeconds(29)), NeighborSolicitation.class)).isEmpty();
    assertThat(messages(scenario.all(), RouterSolicitation.class)).hasSize(1);
  }

  @Test
  void silentRouterThatDoesNotAnswerLeadsToSolicitationsAndToAnotherLink() {
    scenario.registeredAt(VISITED_A);
    scenario.pass(Duration.ofMillis(30_300));

    assertThat(messages(scenario.all(), RouterSolicitation.class)).hasSize(2);
    assertThat(onlyUpdate(scenario.hear(VISITED_B))).isNotNull();
  }

  @Test
  void prefixWithoutTheAutonomousFlagFormsNoAddress() {
    scenario.moveTo(VISITED_A.withoutAutonomousPrefixes());

    assertThat(updates(scenario.all())).isEmpty();
    assertThat(careOfAddress()).isEmpty();
  }

  // RFC 4862 5.5.3: a new address is formed "if the Valid Lifetime is not 0"
  @Test
  void prefixWithoutAnyLifetimeFormsNoAddress() {
    scenario.moveTo(VISITED_A.withLifetimes(1800, 0, 0));

    assertThat(updates(scenario.all())).isEmpty();
  }

  @Test
  void deprecatedPrefixIsBetterThanNone() {
    scenario.moveTo(VISITED_A.withLifetimes(1800, DAY, 0));

    assertThat(careOfAddress()).contains(VISITED_A.careOfAddress());
  }

  @Test
  void deprecatedPrefixIsNotChosenWhereTheRouterHasAPreferredOne() {
    TestRouter deprecated = VISITED_A.withLifetimes(1800, DAY, 0);
    TestRouter preferred = VISITED_A.withPrefixes("2001:db8:ab::/64");
    List<NeighborDiscoveryOption> options = new ArrayList<>(deprecated.advertisement().options());
    options.addAll(preferred.advertisement().options());
    scenario.plug();
    scenario.hear(FE80_1, VISITED_A.mac(), advertisement(options));

    assertThat(careOfAddress()).contains(preferred.careOfAddress());
  }

  private static RouterAdvertisement advertisement(List<NeighborDiscoveryOption> options) {
    return new RouterAdvertisement(64, false, false, false, RouterPreference.MEDIUM, 1800, 0, 0, options);
  }

  @Test
  void prefixWithoutTheAutonomousFlagIsNoPrimaryCareOfAddressBesideOthers() {
    List<NeighborDiscoveryOption> options =
        new ArrayList<>(VISITED_A.withoutAutonomousPrefixes().advertisement().options());
    options.addAll(VISITED_A.withPrefixes("2001:db8:ab::/64").advertisement().options());
    scenario.plug();
    scenario.hear(FE80_1, VISITED_A.mac(), advertisement(options));

    assertThat(careOfAddress().orElseThrow().toString()).startsWith("2001:db8:ab:");
  }

  // RFC 4191 3.1: "Type B hosts [...] ignore all Route Information Options."
  @Test
  void routeInformationIsIgnored() {
    List<NeighborDiscoveryOption> options = new ArrayList<>(VISITED_A.advertisement().options());
    options.add(new RouteInformation(Ipv6Prefix.parse("::/0"), RouterPreference.LOW, 0));
    options.add(new RouteInformation(Ipv6Prefix.parse("2001:db8:1::/64"), RouterPreference.HIGH, 1800));
    scenario.plug();
    scenario.hear(FE80_1, VISITED_A.mac(), advertisement(options));
    scenario.hear(SECOND);

    assertThat(router()).isEqualTo(FE80_1);
    assertThat(scenario.route(254, "2001:db8:1::/64")).isEmpty();
  }
}
