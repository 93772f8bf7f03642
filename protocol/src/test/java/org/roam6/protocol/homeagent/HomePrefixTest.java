package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;

/** RFC 6275 10.3.1: the lifetime of a binding against that of the home prefix. */
class HomePrefixTest {

  private static final int TEN_MINUTES = 150;

  private Scene scene = Scene.unprotected();

  private void administered(Duration valid, Duration preferred) {
    Instant start = new Scene(Scene.config(new Security.None(), HomeAgentLimits.DEFAULT)).instant();
    scene = with(Optional.of(new PrefixLifetimes.Until(start.plus(valid), start.plus(preferred))));
  }

  private static Scene with(Optional<PrefixLifetimes> lifetimes) {
    HomeAgentConfig config = Scene.config(new Security.None(), HomeAgentLimits.DEFAULT);
    return new Scene(
        new HomeAgentConfig(
            config.homeInterface(),
            config.homeAgentAddress(),
            config.homePrefix(),
            lifetimes.map(each -> new AdvertisedPrefix(Scene.HOME_AGENT, 64, each, true)).stream().toList(),
            config.security(),
            config.tunnelInterface(),
            Lifetime.LONGEST.duration(),
            0,
            PrefixDiscoveryPolicy.OFF,
            config.limits()));
  }

  private List<Effect> advertised(Duration valid, Duration preferred) {
    PrefixInformation option =
        new PrefixInformation(
            Scene.HOME_PREFIX.address(), 64, true, true, false, valid.toSeconds(), preferred.toSeconds());
    RouterAdvertisement advertisement =
        new RouterAdvertisement(64, false, false, false, RouterPreference.MEDIUM, 1800, 0, 0, List.of(option));
    return scene.onHomeLink(Scene.NEIGHBOR, Ipv6Address.ALL_NODES, Scene.NEIGHBOR_LINK_LAYER, advertisement);
  }

  @Test
  @Tag("R6275-174")
  @Tag("R6275-206")
  @Tag("R6275-177")
  @Tag("R6275-178")
  void aBindingDoesNotOutliveTheHomePrefix() {
    administered(Duration.ofSeconds(302), Duration.ofSeconds(302));
    Acknowledgement acknowledgement = scene.register(new Update().lifetime(TEN_MINUTES));
    // a second has gone by for duplicate address detection, and 301 seconds are 75 units
    assertThat(acknowledgement.message().lifetimeUnits()).isEqualTo(75);
    assertThat(acknowledgement.status()).isEqualTo(1);
    scene.pass(Duration.ofSeconds(299));
    assertThat(scene.bindings()).hasSize(1);
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-177")
  void theStatusTellsOfAPrefixThatIsOrBecomesDeprecated() {
    administered(Duration.ofDays(1), Duration.ofSeconds(601));
    assertThat(scene.register(new Update().lifetime(TEN_MINUTES)).status()).isEqualTo(0);
    scene.tell(new Update().sequence(2).lifetime(TEN_MINUTES + 1).plain());
    assertThat(answer(3, TEN_MINUTES + 1).status()).isEqualTo(1);
    scene.pass(Duration.ofSeconds(599));
    assertThat(answer(4, 1).status()).isEqualTo(1);
  }

  private Acknowledgement answer(int sequence, int units) {
    return Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(sequence).lifetime(units).plain()));
  }

  @Test
  @Tag("R6275-167")
  void aPrefixThatIsOverIsNoHomeSubnet() {
    administered(Duration.ofSeconds(3), Duration.ZERO);
    List<Effect> effects = scene.tell(new Update().plain());
    assertThat(Acknowledgement.onlyOneIn(effects).status()).isEqualTo(132);
  }

  @Test
  void aPrefixThatIsOverWhenTheDetectionEndsIsNoHomeSubnetEither() {
    administered(Duration.ofMillis(4500), Duration.ZERO);
    Acknowledgement acknowledgement = scene.register(new Update());
    assertThat(acknowledgement.status()).isEqualTo(132);
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  void fixedLifetimesLimitEachBindingAnew() {
    scene = with(Optional.of(new PrefixLifetimes.Fixed(Duration.ofSeconds(100), Duration.ofSeconds(50))));
    assertThat(scene.register(new Update().lifetime(TEN_MINUTES)).message().lifetimeUnits()).isEqualTo(25);
    scene.pass(Duration.ofSeconds(90));
    Acknowledgement refreshed = answer(2, TEN_MINUTES);
    assertThat(refreshed.message().lifetimeUnits()).isEqualTo(25);
    assertThat(refreshed.status()).isEqualTo(1);
    assertThat(answer(3, 12).status()).isEqualTo(0);
  }

  @Test
  @Tag("R6275-175")
  void theWallClockSetForwardEndsBindingsWithThePrefix() {
    administered(Duration.ofSeconds(601), Duration.ofSeconds(601));
    scene.register(new Update().lifetime(TEN_MINUTES));
    scene.setWallClock(Duration.ofSeconds(590));
    scene.pass(Duration.ofSeconds(9));
    assertThat(scene.bindings()).hasSize(1);
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-174")
  @Tag("R6275-206")
  void whatAnotherRouterAdvertisesCountsWhereThisOneDoesNot() {
    scene = with(Optional.empty());
    assertThat(scene.register(new Update().lifetime(0xffff)).message().lifetimeUnits()).isEqualTo(0xffff);
    advertised(Duration.ofHours(3), Duration.ofHours(1));
    Acknowledgement acknowledgement = answer(2, 0xffff);
    assertThat(acknowledgement.message().lifetimeUnits()).isEqualTo(3 * 3600 / 4);
    assertThat(acknowledgement.status()).isEqualTo(1);
  }

  @Test
  @Tag("R6275-175")
  void anAdvertisementShortensBindingsToTwoHoursAtMost() {
    scene = with(Optional.empty());
    scene.register(new Update().lifetime(0xffff));
    advertised(Duration.ZERO, Duration.ZERO);
    assertThat(scene.onlyBinding().remaining()).isEqualTo(Duration.ofHours(2));
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().expiry()).isEqualTo(scene.now().plus(Duration.ofHours(2)));
    scene.pass(Duration.ofHours(2));
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void anotherRouterSaysNothingOfAPrefixThatIsAdministeredHere() {
    administered(Duration.ofDays(2), Duration.ofDays(2));
    scene.register(new Update().lifetime(0xffff));
    advertised(Duration.ZERO, Duration.ZERO);
    assertThat(answer(2, TEN_MINUTES).status()).isEqualTo(0);
  }

  @Test
  void contradictoryLifetimesAreIgnored() {
    scene = with(Optional.empty());
    advertised(Duration.ofHours(1), Duration.ofHours(2));
    assertThat(scene.register(new Update().lifetime(0xffff)).message().lifetimeUnits()).isEqualTo(0xffff);
  }
}
