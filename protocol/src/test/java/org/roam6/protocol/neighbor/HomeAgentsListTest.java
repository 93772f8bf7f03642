package org.roam6.protocol.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.neighbor.HomeAgentsList.GlobalAddress;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;

/** RFC 6275 10.1 and 10.5.1. */
class HomeAgentsListTest {

  private static final Ipv6Address ROUTER = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address OTHER_ROUTER = Ipv6Address.parse("fe80::2");
  private static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address SECOND_ADDRESS = Ipv6Address.parse("2001:db8:7::1");

  private final HomeAgentsList list = new HomeAgentsList();
  private Time now = Time.ZERO.plus(Duration.ofHours(1));

  private static PrefixInformation prefix(Ipv6Address address, boolean routerAddress, long valid) {
    return new PrefixInformation(address, 64, true, true, routerAddress, valid, valid);
  }

  private static RouterAdvertisement advertisement(
      boolean homeAgent,
      int routerLifetime,
      Optional<HomeAgentInformation> information,
      PrefixInformation... prefixes) {
    List<NeighborDiscoveryOption> options = new ArrayList<>(List.of(prefixes));
    information.ifPresent(options::add);
    return new RouterAdvertisement(64, false, false, homeAgent, RouterPreference.MEDIUM, routerLifetime, 0, 0, options);
  }

  private void heard(int preference, int lifetime, PrefixInformation... prefixes) {
    list.heard(
        ROUTER,
        advertisement(true, 1800, Optional.of(new HomeAgentInformation(false, preference, lifetime)), prefixes),
        now);
  }

  private List<Ipv6Address> addresses() {
    return list.at(now).stream().flatMap(entry -> entry.addresses().stream()).map(GlobalAddress::address).toList();
  }

  @Test
  void takesPreferenceAndLifetimeFromTheOption() {
    heard(40_000, 60, prefix(ADDRESS, true, 3600));
    assertThat(list.at(now))
        .containsExactly(
            new HomeAgentsList.Entry(
                40_000,
                now.plus(Duration.ofSeconds(60)),
                List.of(new GlobalAddress(ADDRESS, now.plus(Duration.ofHours(1))))));
  }

  @Test
  @Tag("R6275-083")
  @Tag("R6275-200")
  void withoutTheOptionThePreferenceIsZeroAndTheLifetimeTheRouters() {
    list.heard(ROUTER, advertisement(true, 30, Optional.empty(), prefix(ADDRESS, true, 3600)), now);
    assertThat(list.at(now)).singleElement().satisfies(entry -> {
      assertThat(entry.preference()).isZero();
      assertThat(entry.until()).isEqualTo(now.plus(Duration.ofSeconds(30)));
    });
  }

  @Test
  @Tag("R6275-163")
  @Tag("R6275-200")
  void forgetsWhatHasNotBeenHeardForItsLifetime() {
    heard(1, 60, prefix(ADDRESS, true, 3600));
    now = now.plus(Duration.ofSeconds(59));
    assertThat(addresses()).containsExactly(ADDRESS);
    now = now.plus(Duration.ofSeconds(1));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void aNewAdvertisementReplacesPreferenceAndLifetime() {
    heard(1, 60, prefix(ADDRESS, true, 3600));
    now = now.plus(Duration.ofSeconds(50));
    heard(2, 20, prefix(ADDRESS, true, 3600));
    assertThat(list.at(now))
        .extracting(HomeAgentsList.Entry::preference, HomeAgentsList.Entry::until)
        .containsExactly(tuple(2, now.plus(Duration.ofSeconds(20))));
  }

  @Test
  @Tag("R6275-163")
  @Tag("R6275-201")
  void aLifetimeOfZeroEndsItAtOnce() {
    heard(1, 60, prefix(ADDRESS, true, 3600));
    heard(1, 0, prefix(ADDRESS, true, 3600));
    assertThat(addresses()).isEmpty();
  }

  @Test
  @Tag("R6275-201")
  void soDoesAnAdvertisementWithoutTheHomeAgentBit() {
    heard(1, 60, prefix(ADDRESS, true, 3600));
    list.heard(OTHER_ROUTER, advertisement(false, 1800, Optional.empty(), prefix(ADDRESS, true, 3600)), now);
    assertThat(addresses()).containsExactly(ADDRESS);
    list.heard(ROUTER, advertisement(false, 1800, Optional.empty(), prefix(ADDRESS, true, 3600)), now);
    assertThat(addresses()).isEmpty();
  }

  @Test
  void onlyAddressesOfTheRouterCount() {
    heard(1, 60, prefix(ADDRESS, false, 3600));
    assertThat(addresses()).isEmpty();
    heard(1, 60, prefix(ADDRESS, true, 3600), prefix(Ipv6Address.parse("fe80::9"), true, 3600));
    assertThat(addresses()).containsExactly(ADDRESS);
  }

  @Test
  @Tag("R6275-163")
  void addressesThatOneAdvertisementLeavesOutStayUntilTheirPrefixEnds() {
    heard(1, 3600, prefix(ADDRESS, true, 100));
    heard(1, 3600, prefix(SECOND_ADDRESS, true, 3600));
    assertThat(addresses()).containsExactlyInAnyOrder(ADDRESS, SECOND_ADDRESS);
    now = now.plus(Duration.ofSeconds(100));
    assertThat(addresses()).containsExactly(SECOND_ADDRESS);
    heard(1, 3600, prefix(SECOND_ADDRESS, true, 0));
    assertThat(addresses()).isEmpty();
  }

  @Test
  void thePreferableComeFirst() {
    heard(1, 60, prefix(ADDRESS, true, 3600));
    list.heard(
        OTHER_ROUTER,
        advertisement(
            true, 1800, Optional.of(new HomeAgentInformation(false, 65_535, 60)), prefix(SECOND_ADDRESS, true, 3600)),
        now);
    assertThat(addresses()).containsExactly(SECOND_ADDRESS, ADDRESS);
  }

  @Test
  void aFloodOfRoutersIsBounded() {
    for (int i = 0; i < 1000; i++) {
      list.heard(
          new Ipv6Address(ROUTER.high(), i),
          advertisement(true, 1800, Optional.empty(), prefix(new Ipv6Address(ADDRESS.high(), i), true, 3600)),
          now);
    }
    assertThat(list.at(now)).hasSize(HomeAgentsList.MAXIMUM);
    now = now.plus(Duration.ofMinutes(30));
    heard(1, 60, prefix(ADDRESS, true, 3600));
    assertThat(addresses()).containsExactly(ADDRESS);
  }
}
