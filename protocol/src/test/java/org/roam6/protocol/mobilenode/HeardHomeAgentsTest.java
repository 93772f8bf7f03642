package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Memory.HeardHomeAgent;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;

/** RFC 6275 11.4.1: the home agents that were heard are ranked, and known after a restart. */
class HeardHomeAgentsTest {

  private static final Ipv6Prefix HOME = Ipv6Prefix.parse("2001:db8:1::/64");
  private static final Ipv6Address ONE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address TWO = Ipv6Address.parse("2001:db8:1::2");
  private static final Ipv6Address ELSEWHERE = Ipv6Address.parse("2001:db8:7::1");

  private final HeardHomeAgents list = new HeardHomeAgents(() -> List.of(HOME));
  private Instant timeOfDay = Instant.parse("2026-11-27T00:00:00Z");
  private Time now = Time.ZERO;

  private void pass(Duration duration) {
    timeOfDay = timeOfDay.plus(duration);
    now = now.plus(duration);
  }

  private Optional<Effect> heard(Ipv6Address address, int preference, int lifetime) {
    return heard(address, true, preference, lifetime);
  }

  private Optional<Effect> heard(Ipv6Address address, boolean homeAgent, int preference, int lifetime) {
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
            64,
            false,
            false,
            homeAgent,
            RouterPreference.MEDIUM,
            1800,
            0,
            0,
            List.of(
                new PrefixInformation(address, 64, true, true, true, 86_400, 86_400),
                new HomeAgentInformation(false, preference, lifetime)));
    return list.heard(advertisement, timeOfDay, now);
  }

  private List<Ipv6Address> addresses() {
    return list.at(timeOfDay).stream().map(HeardHomeAgent::address).toList();
  }

  private static List<HeardHomeAgent> remembered(Optional<Effect> effect) {
    return ((Memory.HeardHomeAgents) ((Effect.Remember) effect.orElseThrow()).item()).all();
  }

  @Test
  void ranksThoseOfALinkByPreference() {
    heard(ELSEWHERE, 9, 1800);
    heard(ONE, 3, 1800);
    heard(TWO, 4, 1800);
    assertThat(addresses()).containsExactly(TWO, ONE, ELSEWHERE);
    heard(ONE, 5, 1800);
    assertThat(addresses()).containsExactly(ONE, TWO, ELSEWHERE);
  }

  @Test
  void forgetsWhoseLifetimeIsOverOrWhoSaysSo() {
    heard(ONE, 1, 60);
    heard(TWO, 1, 1800);
    pass(Duration.ofMinutes(1));
    assertThat(addresses()).containsExactly(TWO);
    heard(TWO, false, 1, 1800);
    assertThat(addresses()).isEmpty();
  }

  @Test
  void whatIsRememberedIsKnownAfterARestart() {
    HeardHomeAgents after = new HeardHomeAgents(() -> List.of(HOME));
    after.recall(new Memory.HeardHomeAgents(remembered(heard(ONE, 7, 1800))));
    assertThat(after.at(timeOfDay))
        .containsExactly(new HeardHomeAgent(ONE, 64, 7, timeOfDay.plus(Duration.ofMinutes(30))));
    assertThat(after.at(timeOfDay.plus(Duration.ofMinutes(30)))).isEmpty();
  }

  @Test
  void theSameAgainIsNotRememberedUntilHalfOfItsLifetimeHasPassed() {
    assertThat(heard(ONE, 7, 1800)).isPresent();
    pass(Duration.ofMinutes(14));
    assertThat(heard(ONE, 7, 1800)).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(remembered(heard(ONE, 7, 1800)))
        .containsExactly(new HeardHomeAgent(ONE, 64, 7, timeOfDay.plus(Duration.ofMinutes(30))));
  }

  @Test
  void theMemoryIsWrittenOnceInAMinute() {
    assertThat(heard(ONE, 7, 1800)).isPresent();
    assertThat(heard(TWO, 7, 1800)).isEmpty();
    pass(HeardHomeAgents.BETWEEN_MEMORIES);
    assertThat(remembered(heard(TWO, 7, 1800))).extracting(HeardHomeAgent::address).containsExactly(ONE, TWO);
  }

  @Test
  void aFloodIsBoundedAndDoesNotDriveOutThoseOfTheHomeLink() {
    heard(ONE, 7, 1800);
    for (int i = 0; i < 1000; i++) {
      heard(new Ipv6Address(ELSEWHERE.high(), i), 1, 60_000);
    }
    assertThat(addresses()).hasSize(HeardHomeAgents.MAXIMUM).contains(ONE);
    heard(TWO, 7, 1800);
    assertThat(addresses()).hasSize(HeardHomeAgents.MAXIMUM).contains(ONE, TWO);
  }

  @Test
  @Tag("R6275-083")
  void withoutTheOptionThePreferenceIsZeroAndTheLifetimeTheRouters() {
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
            64,
            false,
            false,
            true,
            RouterPreference.MEDIUM,
            30,
            0,
            0,
            List.of(new PrefixInformation(ONE, 64, true, true, true, 86_400, 86_400)));
    list.heard(advertisement, timeOfDay, now);
    assertThat(list.at(timeOfDay))
        .containsExactly(new HeardHomeAgent(ONE, 64, 0, timeOfDay.plus(Duration.ofSeconds(30))));
  }

  @Test
  void onlyAddressesOfRoutersCount() {
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
            64,
            false,
            false,
            true,
            RouterPreference.MEDIUM,
            1800,
            0,
            0,
            List.of(new PrefixInformation(ONE, 64, true, true, false, 86_400, 86_400)));
    assertThat(list.heard(advertisement, timeOfDay, now)).isEmpty();
    assertThat(addresses()).isEmpty();
  }
}
