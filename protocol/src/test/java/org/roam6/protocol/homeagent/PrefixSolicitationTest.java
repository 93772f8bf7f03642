package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.homeagent.PrefixScene.Told;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.UnknownNeighborDiscoveryOption;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 6.7, 6.8, 10.6.2 and 10.6.3: what a mobile node gets that asks for prefixes. */
class PrefixSolicitationTest {

  private final PrefixScene usual = PrefixScene.usual();

  private static Told answer(List<Effect> effects) {
    return PrefixScene.onlyOneIn(effects);
  }

  @Test
  @Tag("R6275-071")
  @Tag("R6275-075")
  @Tag("R6275-204")
  void isAnsweredAtItsSourceWithARoutingHeaderAndTheIdentifier() {
    usual.scene.register(new Update());
    Told told = answer(usual.ask(0xbeef));
    assertThat(told.packet().header().source()).isEqualTo(Scene.HOME_AGENT);
    assertThat(told.packet().header().destination()).isEqualTo(Scene.CARE_OF_A);
    assertThat(told.packet().type2HomeAddress()).contains(Scene.HOME);
    assertThat(told.message().identifier()).isEqualTo(0xbeef);
  }

  @Test
  @Tag("R6275-074")
  @Tag("R6275-077")
  void isToldTheHomePrefixWithTheAddressOfTheHomeAgent() {
    usual.scene.register(new Update());
    Told told = answer(usual.ask(1));
    assertThat(told.prefixes())
        .containsExactly(new PrefixInformation(Scene.HOME_AGENT, 64, true, true, true, 2_592_000, 604_800));
    assertThat(told.message().managed()).isFalse();
    assertThat(told.message().other()).isFalse();
  }

  // RFC 6275 10.6.1: "prefixes advertised by itself and other home agents on the home link"
  @Test
  @Tag("R6275-077")
  void isToldAllPrefixesOfTheHomeLink() {
    PrefixScene several =
        new PrefixScene(
            config ->
                config.withAdvertisedPrefixes(
                    List.of(
                        new AdvertisedPrefix(
                            Ipv6Address.parse("2001:db8:7::1"),
                            64,
                            new PrefixLifetimes.Fixed(Duration.ofHours(5), Duration.ofHours(2)),
                            false),
                        AdvertisedPrefix.of(Scene.HOME_AGENT, 64))));
    several.scene.register(new Update().lifetime(60));
    several.hear("2001:db8:9::", 1000, 500);
    several.scene.pass(Duration.ofSeconds(100));
    Told told = answer(several.ask(1));
    assertThat(told.prefixes())
        .containsExactly(
            new PrefixInformation(Scene.HOME_AGENT, 64, true, true, true, 2_592_000, 604_800),
            new PrefixInformation(Ipv6Address.parse("2001:db8:7::1"), 64, true, false, true, 18_000, 7_200),
            new PrefixInformation(Ipv6Address.parse("2001:db8:9::"), 64, true, true, false, 900, 400));
    // The router that was heard has both flags set, and there is no DHCPv6 for mobile nodes that are away.
    assertThat(told.message().managed()).isFalse();
    assertThat(told.message().other()).isFalse();
  }

  @Test
  void isToldWhatTheRouterOfTheHomeLinkSaysWhereTheHomeAgentAdvertisesNothing() {
    PrefixScene silent = new PrefixScene(config -> config.withAdvertisedPrefixes(List.of()));
    silent.scene.register(new Update());
    assertThat(silent.ask(1)).noneMatch(Effect.SendRouted.class::isInstance);
    assertThat(silent.discarded(SolicitationDiscard.NO_PREFIX)).isEqualTo(1);
    silent.hear(Scene.HOME_PREFIX.address().toString(), 0xffff_ffffL, 0xffff_ffffL);
    assertThat(answer(silent.ask(2)).prefixes())
        .containsExactly(
            new PrefixInformation(Scene.HOME_AGENT, 64, true, true, true, 0xffff_ffffL, 0xffff_ffffL));
    // RFC 4862 5.5.3: a forged advertisement does not end a prefix at once, and mobile nodes are told so.
    silent.hear(Scene.HOME_PREFIX.address().toString(), 0, 0);
    silent.scene.pass(Duration.ofSeconds(30));
    assertThat(answer(silent.ask(3)).prefixes())
        .containsExactly(new PrefixInformation(Scene.HOME_AGENT, 64, true, true, true, 7170, 0));
  }

  @Test
  void aPrefixThatHasEndedIsNotToldOf() {
    usual.scene.register(new Update());
    usual.hear("2001:db8:9::", 20, 10);
    assertThat(answer(usual.ask(1)).prefixes()).hasSize(2);
    usual.scene.pass(Duration.ofSeconds(20));
    assertThat(answer(usual.ask(2)).prefixes()).hasSize(1);
  }

  @Test
  void fitsTheSmallestMtuHoweverManyPrefixesThereAre() {
    usual.scene.register(new Update());
    for (int i = 0; i < 100; i++) {
      usual.hear("2001:db8:f:" + i + "::", 1000, 500);
    }
    Told told = answer(usual.ask(1));
    assertThat(told.prefixes()).hasSize(HomeNetworkPrefixes.MAXIMUM);
    assertThat(told.prefixes().getFirst().prefix()).isEqualTo(Scene.HOME_PREFIX);
    assertThat(told.packet().encode().length()).isLessThanOrEqualTo(1280);
  }

  @Test
  @Tag("R6275-070")
  void optionsAndReservedBitsDoNotMatter() {
    usual.scene.register(new Update());
    MobilePrefixSolicitation odd =
        new MobilePrefixSolicitation(
            9, List.of(new UnknownNeighborDiscoveryOption(253, Octets.of(new byte[6]))), 0xffff);
    assertThat(answer(usual.ask(Scene.HOME, Scene.CARE_OF_A, odd)).message().identifier()).isEqualTo(9);
  }

  @Test
  @Tag("R6275-076")
  void aFloodIsAnsweredOnceASecond() {
    usual.scene.register(new Update());
    List<Effect> effects = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      effects.addAll(usual.ask(i));
      effects.addAll(usual.scene.pass(Duration.ofMillis(20)));
    }
    // At once, and then at each full second, the newest question.
    assertThat(PrefixScene.told(effects))
        .extracting(told -> told.message().identifier())
        .containsExactly(1, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500);
    assertThat(PrefixScene.told(usual.scene.pass(Duration.ofSeconds(30)))).isEmpty();
  }

  @Test
  void oneWhoFloodsDoesNotKeepOthersFromTheirAnswer() {
    usual.scene.register(new Update());
    usual.scene.register(Update.from(Scene.CARE_OF_B).homeAddress(Scene.OTHER_HOME));
    usual.ask(1);
    usual.ask(2);
    assertThat(answer(usual.ask(Scene.OTHER_HOME, Scene.CARE_OF_B, 3)).packet().type2HomeAddress())
        .contains(Scene.OTHER_HOME);
  }

  @Test
  void isNotAnsweredWithoutABindingToItsSource() {
    assertThat(PrefixScene.told(usual.ask(1))).isEmpty();
    usual.scene.tell(new Update().plain());
    assertThat(PrefixScene.told(usual.ask(2))).as("while duplicate address detection runs").isEmpty();
    usual.scene.pass(Duration.ofSeconds(1));
    assertThat(PrefixScene.told(usual.ask(Scene.HOME, Scene.CARE_OF_B, 3))).isEmpty();
    assertThat(PrefixScene.told(usual.ask(Scene.OTHER_HOME, Scene.CARE_OF_A, 4))).isEmpty();
    assertThat(usual.discarded(SolicitationDiscard.NO_BINDING)).isEqualTo(4);
    assertThat(PrefixScene.told(usual.ask(5))).hasSize(1);
  }

  @Test
  void isNotAnsweredWithoutAHomeAddressOption() {
    usual.scene.register(new Update());
    MobilePrefixSolicitation message = new MobilePrefixSolicitation(1, List.of());
    Ipv6Packet bare =
        Ipv6Packet.of(
            Scene.HOME, Scene.HOME_AGENT, 60, IpProtocol.ICMPV6, message.encode(Scene.HOME, Scene.HOME_AGENT));
    assertThat(PrefixScene.told(usual.tell(bare))).isEmpty();
    assertThat(usual.discarded(SolicitationDiscard.NO_HOME_ADDRESS_OPTION)).isEqualTo(1);
  }

  @Test
  @Tag("R6275-103")
  void isNotAnsweredWhereThatIsSwitchedOff() {
    PrefixScene off = new PrefixScene(config -> config.withPrefixDiscovery(PrefixDiscoveryPolicy.OFF));
    off.scene.register(new Update().lifetime(0xffff));
    off.hear("2001:db8:9::", 1000, 500);
    assertThat(PrefixScene.told(off.ask(1))).isEmpty();
    assertThat(off.discarded(SolicitationDiscard.SWITCHED_OFF)).isEqualTo(1);
    assertThat(PrefixScene.told(off.scene.pass(Duration.ofDays(2)))).isEmpty();
  }

  @Test
  void policyNamesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrefixDiscoveryPolicy(true, Duration.ZERO, PrefixScene.MAXIMUM))
        .withMessageContaining("minimumInterval");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrefixDiscoveryPolicy(true, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessageContaining("maximumInterval");
  }
}
