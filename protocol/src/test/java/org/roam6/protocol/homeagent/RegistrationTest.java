package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingRefreshAdvice;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 10.3.1: primary care-of address registration. */
class RegistrationTest {

  private final Scene scene = Scene.unprotected();

  @Test
  void theHostForwardsPacketsEvenWhereItDoesNotAdvertise() {
    assertThat(Scene.unprotected().always)
        .contains(new Desired.InterfaceHandling(Scene.HOME_LINK, Desired.Handling.ROUTER));
  }

  @Test
  @Tag("R6275-153")
  @Tag("R6275-155")
  @Tag("R6275-172")
  @Tag("R6275-177")
  void theFirstAcknowledgementComesAfterDuplicateAddressDetectionAndOnlyOnce() {
    assertThat(Acknowledgement.in(scene.tell(new Update().plain()))).isEmpty();
    assertThat(Acknowledgement.in(scene.pass(Duration.ofMillis(999)))).isEmpty();
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.pass(Duration.ofMillis(1)));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.sequence()).isEqualTo(1);
    assertThat(acknowledgement.lifetime()).isEqualTo(15);
    assertThat(acknowledgement.message().keyManagement()).isFalse();
    assertThat(Acknowledgement.in(scene.pass(Duration.ofSeconds(30)))).isEmpty();
  }

  @Test
  @Tag("R6275-097")
  @Tag("R6275-098")
  @Tag("R6275-099")
  @Tag("R6275-170")
  @Tag("R6275-181")
  void packetsAreInterceptedAndTunnelledToTheCareOfAddress() {
    scene.register(new Update());
    Tunnel tunnel = scene.tunnel(Scene.HOME).orElseThrow();
    assertThat(tunnel.side()).isEqualTo(Tunnel.Side.HOME_AGENT);
    assertThat(tunnel.localEnd()).isEqualTo(Scene.HOME_AGENT);
    assertThat(tunnel.remoteEnd()).isEqualTo(Scene.CARE_OF_A);
    assertThat(tunnel.expiry()).isEqualTo(scene.now().plus(Duration.ofSeconds(60)));
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
    assertThat(scene.hearsFor(Scene.HOME)).isTrue();
  }

  @Test
  void forwardingIsWantedBeforeTheAcknowledgementGoesOut() {
    scene.tell(new Update().plain());
    List<Effect> effects = scene.pass(Duration.ofSeconds(1));
    int acknowledged = effects.indexOf(effects.stream().filter(Effect.SendRouted.class::isInstance).findFirst().get());
    assertThat(effects.subList(0, acknowledged))
        .anyMatch(effect -> effect instanceof Effect.Want(Desired.WantedTunnel _))
        .anyMatch(effect -> effect instanceof Effect.Want(Desired.Route _));
    assertThat(effects.subList(acknowledged, effects.size())).noneMatch(Effect.Want.class::isInstance);
  }

  @Test
  void aRefreshIsAcknowledgedAtOnceAndLengthensTheBinding() {
    scene.register(new Update());
    scene.pass(Duration.ofSeconds(50));
    Acknowledgement acknowledgement =
        Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).lifetime(20).plain()));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.lifetime()).isEqualTo(20);
    scene.pass(Duration.ofSeconds(79));
    assertThat(scene.onlyBinding().remaining()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void packetsFromTheFormerCareOfAddressAreTakenForAMomentHoweverOftenTheNewOneIsRegistered() {
    scene.register(new Update());
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().formerRemoteEnd()).isEmpty();
    scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).plain());
    Tunnel.FormerEnd former = new Tunnel.FormerEnd(Scene.CARE_OF_A, scene.now().plus(BindingCacheEntry.GRACE));
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().formerRemoteEnd()).contains(former);
    scene.pass(Duration.ofSeconds(1));
    scene.tell(Update.from(Scene.CARE_OF_B).sequence(3).plain());

    assertThat(scene.tunnel(Scene.HOME).orElseThrow().formerRemoteEnd()).contains(former);
  }

  @Test
  void aSummaryCountsBindingsAndShowsNone() {
    assertThat(scene.agent.summary(scene.now()).size()).isZero();
    scene.register(new Update());
    HomeAgentSnapshot summary = scene.agent.summary(scene.now());
    assertThat(summary.size()).isEqualTo(1);
    assertThat(summary.bindings()).isEmpty();
    assertThat(scene.agent.snapshot(scene.now()).bindings()).hasSize(1);
    scene.tell(new Update().sequence(2).lifetime(0).plain());
    assertThat(scene.agent.summary(scene.now()).size()).isZero();
  }

  @Test
  void theFormerCareOfAddressIsForgottenWithItsMoment() {
    scene.register(new Update());
    scene.pass(Duration.ofSeconds(10));
    scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).plain());
    scene.pass(BindingCacheEntry.GRACE.minusNanos(1));
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().formerRemoteEnd()).isPresent();
    scene.pass(Duration.ofNanos(1));
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().formerRemoteEnd()).isEmpty();
    assertThat(scene.agent.nextDeadline()).isEqualTo(scene.now().plus(scene.onlyBinding().remaining()));
  }

  @Test
  @Tag("R6275-170")
  @Tag("R6275-181")
  void aNewCareOfAddressIsTakenAtOnceWithoutTouchingTheRoute() {
    scene.register(new Update());
    List<Effect> effects = scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).plain());
    assertThat(Acknowledgement.onlyOneIn(effects).destination()).isEqualTo(Scene.CARE_OF_B);
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().remoteEnd()).isEqualTo(Scene.CARE_OF_B);
    assertThat(effects).noneMatch(Effect.Unwant.class::isInstance);
    assertThat(Scene.notices(effects, HomeAgentNotice.CareOfAddressChanged.class)).hasSize(1);
  }

  @Test
  @Tag("R6275-148")
  @Tag("R6275-174")
  @Tag("R6275-178")
  void theLifetimeIsNeverLongerThanAskedForNorThanConfigured() {
    assertThat(scene.register(new Update().lifetime(61)).lifetime()).isEqualTo(60);
    assertThat(Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).lifetime(59).plain())).lifetime())
        .isEqualTo(59);
  }

  @Test
  @Tag("R6275-039")
  @Tag("R6275-149")
  @Tag("R6275-171")
  void theBindingEndsWithItsLifetimeAndNothingStays() {
    scene.register(new Update().linkLocal());
    scene.pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
    List<Effect> effects = scene.pass(Duration.ofNanos(1));
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.bindings()).isEmpty();
    assertThat(Acknowledgement.in(effects)).isEmpty();
    assertThat(Scene.notices(effects, HomeAgentNotice.BindingExpired.class)).hasSize(1);
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, Scene.HOME))).isEmpty();
  }

  @Test
  @Tag("R6275-135")
  void afterTheEndAnySequenceNumberIsAccepted() {
    scene.register(new Update().sequence(500));
    scene.pass(Duration.ofMinutes(1));
    assertThat(scene.register(new Update().sequence(3)).status()).isZero();
  }

  @Test
  @Tag("R6275-176")
  void itIsAcknowledgedWhetherThatWasAskedForOrNot() {
    assertThat(scene.register(new Update().notAcknowledged()).status()).isZero();
  }

  // RFC 6275 10.3.1: "If the home agent stores the Binding Cache entry in nonvolatile storage, then the Binding Refresh
  // Advice mobility option MUST be omitted."
  @Test
  @Tag("R6275-179")
  @Tag("R6275-180")
  void bindingsThatAreStoredNeedNoRefreshBeforeTheirEnd() {
    scene.tell(new Update().plain());
    List<Effect> effects = scene.pass(Duration.ofSeconds(1));
    assertThat(effects).anyMatch(Effect.Remember.class::isInstance);
    Acknowledgement first = Acknowledgement.onlyOneIn(effects);
    Acknowledgement refreshed = Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).plain()));
    assertThat(List.of(first, refreshed))
        .allSatisfy(each -> assertThat(each.message().option(BindingRefreshAdvice.class)).isEmpty());
    scene.pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(scene.onlyBinding().remaining()).isEqualTo(Duration.ofNanos(1));
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
  }

  @Test
  @Tag("R6275-146")
  void withoutAlternateCareOfAddressTheSourceIsTheCareOfAddress() {
    scene.register(new Update().withoutAlternate());
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_A);
  }

  @Test
  @Tag("R6275-146")
  @Tag("R6275-158")
  void theAlternateCareOfAddressWinsAndTheAnswerGoesToTheSource() {
    Acknowledgement acknowledgement = scene.register(new Update().alternate(Scene.CARE_OF_B));
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_B);
    assertThat(acknowledgement.destination()).isEqualTo(Scene.CARE_OF_A);
  }

  @Test
  @Tag("R6275-040")
  @Tag("R6275-048")
  void unknownOptionsAreSkipped() {
    Octets any = Octets.ofHex("010203");
    assertThat(scene.register(new Update().option(new UnknownMobilityOption(222, any))).status()).isZero();
  }

  @Test
  @Tag("R6275-038")
  @Tag("R6275-044")
  void reservedBitsAreIgnoredAndSentAsZero() {
    Acknowledgement acknowledgement = scene.register(new Update().reserved(0xfff));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.message().reserved()).isZero();
  }

  @Test
  @Tag("R6275-167")
  void aHomeAddressOfAnotherNetworkIsRefusedWith132() {
    Update update = new Update().homeAddress(Ipv6Address.parse("2001:db8:2::100"));
    assertThat(Acknowledgement.onlyOneIn(scene.tell(update.plain())).status()).isEqualTo(132);
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void aCareOfAddressInTheHomeNetworkWouldLoopAndIsRefused() {
    scene.register(new Update());
    Update update = Update.from(Scene.HOME).source(Scene.CARE_OF_B).homeAddress(Scene.OTHER_HOME);
    assertThat(Acknowledgement.onlyOneIn(scene.tell(update.plain())).status()).isEqualTo(174);
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  @Tag("R6275-097")
  @Tag("R6275-147")
  @Tag("R6275-162")
  void twoMobileNodesHaveBindingsOfTheirOwn() {
    scene.register(new Update());
    scene.register(Update.from(Scene.CARE_OF_B).homeAddress(Scene.OTHER_HOME).lifetime(30));
    assertThat(scene.bindings()).extracting(HomeAgentSnapshot.Binding::homeAddress)
        .containsExactly(Scene.HOME, Scene.OTHER_HOME);
    assertThat(Scene.HOME.solicitedNode()).isNotEqualTo(Scene.OTHER_HOME.solicitedNode());
    scene.pass(Duration.ofSeconds(61));
    assertThat(scene.onlyBinding().homeAddress()).isEqualTo(Scene.OTHER_HOME);
    assertThat(scene.hasRoute(Scene.OTHER_HOME)).isTrue();
    assertThat(scene.hasRoute(Scene.HOME)).isFalse();
  }

  @Test
  void aGroupOfTwoBindingsIsLeftWithTheLastOfThem() {
    Ipv6Address twin = new Ipv6Address(Scene.HOME.high(), Scene.HOME.low() | 1L << 40);
    assertThat(twin.solicitedNode()).isEqualTo(Scene.HOME.solicitedNode());
    scene.register(new Update());
    scene.register(Update.from(Scene.CARE_OF_B).homeAddress(twin).lifetime(30));
    scene.pass(Duration.ofSeconds(60));
    assertThat(scene.hearsFor(twin)).isTrue();
    scene.pass(Duration.ofSeconds(60));
    assertThat(scene.hearsFor(twin)).isFalse();
  }
}
