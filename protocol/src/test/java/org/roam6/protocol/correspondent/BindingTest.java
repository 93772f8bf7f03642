package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;

/** RFC 6275 9.5.2 to 9.5.4: bindings are made, renewed and deleted, and the answers. */
class BindingTest {

  private final Scene scene = new Scene();
  private final Peer peer = Peer.ready(scene);

  private void assertAuthorized(Scene.Sent answer, Ipv6Address careOfAddress, boolean deletes) {
    var key = deletes ? peer.deletingKey() : peer.key();
    assertThat(key.authorizes(answer.header(), careOfAddress, Scene.OWN)).isTrue();
  }

  @Test
  @Tag("R6275-094")
  @Tag("R6275-130")
  @Tag("R6275-132")
  @Tag("R6275-133")
  @Tag("R6275-146")
  @Tag("R6275-147")
  @Tag("R6275-153")
  @Tag("R6275-155")
  @Tag("R6275-156")
  void aBindingLeadsPacketsToTheCareOfAddress() {
    Scene.Sent answer = scene.answerTo(peer.update().packet());
    BindingAcknowledgement acknowledgement = answer.message(BindingAcknowledgement.class);
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.sequenceNumber()).isEqualTo(1);
    assertThat(acknowledgement.lifetimeUnits()).isEqualTo(25);
    assertAuthorized(answer, Scene.CARE_OF, false);
    assertThat(scene.path(Scene.HOME, Scene.OWN))
        .contains(
            new DirectPath(
                Scene.key(Scene.HOME, Scene.OWN), Scene.CARE_OF, scene.now().plus(Duration.ofSeconds(100))));
    assertThat(scene.route(Scene.HOME))
        .contains(
            new Desired.Route(
                Scene.TABLE,
                new Ipv6Prefix(Scene.HOME, 128),
                Optional.empty(),
                Scene.TUNNEL,
                Optional.of(Scene.OWN)));
    assertThat(scene.wanted).containsKey(new Desired.RedirectionRuleKey(Scene.TABLE));
  }

  @Test
  @Tag("R6275-158")
  @Tag("R6275-159")
  void theAnswerToAHomeAddressOptionHasARoutingHeader() {
    Scene.Sent answer = scene.answerTo(peer.update().packet());
    assertThat(answer.source()).isEqualTo(Scene.OWN);
    assertThat(answer.destination()).isEqualTo(Scene.CARE_OF);
    assertThat(answer.packet().type2HomeAddress()).contains(Scene.HOME);
  }

  @Test
  @Tag("R6275-158")
  @Tag("R6275-159")
  void theAnswerToTheHomeAddressHasNone() {
    peer.update().acknowledgement();
    Scene.Sent answer = scene.answerTo(peer.goodbye().sequence(2).packet());
    assertThat(answer.destination()).isEqualTo(Scene.HOME);
    assertThat(answer.packet().extensionHeaders()).isEmpty();
    assertAuthorized(answer, Scene.HOME, true);
  }

  @Test
  @Tag("R6275-039")
  @Tag("R6275-147")
  @Tag("R6275-150")
  void whoeverWantsNoAnswerGetsNone() {
    assertThat(peer.update().notAcknowledged().send()).isEmpty();
    assertThat(scene.bindings()).hasSize(1);
    assertThat(peer.goodbye().notAcknowledged().sequence(2).send()).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-013")
  @Tag("R6275-148")
  void aLifetimeIsNeverLongerThanAskedForNorThanTheMaximum() {
    assertThat(peer.update().lifetime(65535).acknowledgement().lifetimeUnits()).isEqualTo(105);
    assertThat(peer.update().sequence(2).lifetime(1).acknowledgement().lifetimeUnits()).isEqualTo(1);
    Scene strict =
        new Scene(
            new CorrespondentConfig(
                Scene.TUNNEL, 250, Duration.ofSeconds(62), CorrespondentLimits.DEFAULT, List.of()));
    assertThat(Peer.ready(strict).update().lifetime(105).acknowledgement().lifetimeUnits()).isEqualTo(15);
  }

  @Test
  @Tag("R6275-039")
  @Tag("R6275-149")
  void aBindingEndsWithItsLifetime() {
    peer.update().acknowledgement();
    scene.pass(Duration.ofSeconds(99));
    assertThat(scene.bindings()).hasSize(1);
    scene.pass(Duration.ofSeconds(1));
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  void aRenewedBindingLastsLongerAndKeepsItsRoute() {
    peer.update().acknowledgement();
    scene.pass(Duration.ofSeconds(50));
    var effects = scene.tell(
        new Event.PacketReceived(
            Scene.UPLINK, Scene.ROUTER, peer.update().sequence(2).packet().encode()));
    assertThat(effects).noneMatch(
        effect -> effect instanceof Effect.Want(Desired.Route _));
    scene.pass(Duration.ofSeconds(99));
    assertThat(scene.onlyBinding().remaining()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aMovingMobileNodeReusesItsHomeToken() {
    peer.update().acknowledgement();
    peer.askCareOf(Scene.OTHER_CARE_OF).update().from(Scene.OTHER_CARE_OF).sequence(2).acknowledgement();
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.OTHER_CARE_OF);
    assertThat(scene.path(Scene.HOME, Scene.OWN).map(DirectPath::careOfAddress)).contains(Scene.OTHER_CARE_OF);
  }

  @Test
  @Tag("R6275-150")
  void deletingWhatIsNotThereMakesNoBinding() {
    assertThat(peer.goodbye().acknowledgement().status()).isZero();
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  void eachOwnAddressHasABindingCacheOfItsOwn() {
    Peer other = new Peer(scene, Scene.HOME, Scene.OTHER_OWN).askHome().askCareOf(Scene.OTHER_CARE_OF);
    peer.update().sequence(100).acknowledgement();
    assertThat(other.update().from(Scene.OTHER_CARE_OF).sequence(1).acknowledgement().status()).isZero();
    assertThat(scene.path(Scene.HOME, Scene.OWN).map(DirectPath::careOfAddress)).contains(Scene.CARE_OF);
    assertThat(scene.path(Scene.HOME, Scene.OTHER_OWN).map(DirectPath::careOfAddress)).contains(Scene.OTHER_CARE_OF);
    assertThat(scene.route(Scene.HOME).flatMap(Desired.Route::source)).contains(Scene.OWN);

    peer.goodbye().sequence(101).acknowledgement();
    assertThat(scene.route(Scene.HOME).flatMap(Desired.Route::source)).contains(Scene.OTHER_OWN);
    other.goodbye().sequence(2).acknowledgement();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-058")
  @Tag("R6275-114")
  void packetsWithAHomeAddressOptionChangeNoBinding() {
    Event.UnboundHomeAddress unbound =
        new Event.UnboundHomeAddress(Scene.OTHER_CARE_OF, Scene.OWN, Scene.HOME);
    Event.TrafficSeen traffic =
        new Event.TrafficSeen(Scene.key(Scene.HOME, Scene.OWN), Event.Way.DIRECT_RECEIVED);
    scene.tell(unbound);
    scene.tell(traffic);
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.wanted).isEmpty();

    peer.update().acknowledgement();
    Optional<DirectPath> before = scene.path(Scene.HOME, Scene.OWN);
    scene.pass(Duration.ofSeconds(10));
    scene.tell(unbound);
    scene.tell(traffic);
    assertThat(scene.path(Scene.HOME, Scene.OWN)).isPresent().isEqualTo(before);
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF);
    assertThat(scene.onlyBinding().remaining()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  @Tag("R6275-136")
  @Tag("R6275-154")
  void aNumberThatIsNotGreaterGets135WithTheLastAcceptedAndChangesNothing() {
    peer.update().sequence(10).acknowledgement();
    peer.askCareOf(Scene.OTHER_CARE_OF);
    for (int number : new int[] {10, 9, 0, 65535, 10 + 32768}) {
      Scene.Sent answer =
          scene.answerTo(peer.update().from(Scene.OTHER_CARE_OF).sequence(number).notAcknowledged().packet());
      BindingAcknowledgement acknowledgement = answer.message(BindingAcknowledgement.class);
      assertThat(acknowledgement.status()).isEqualTo(135);
      assertThat(acknowledgement.sequenceNumber()).isEqualTo(10);
      assertAuthorized(answer, Scene.OTHER_CARE_OF, false);
    }
    assertThat(peer.goodbye().sequence(10).acknowledgement().status()).isEqualTo(135);
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF);
    assertThat(scene.snapshot().refused()).containsEntry(135, 6L);
  }

  @Test
  @Tag("R6275-113")
  @Tag("R6275-135")
  void numbersWrapAround() {
    for (int number : new int[] {65535, 0, 32767, 65534}) {
      assertThat(peer.update().sequence(number).acknowledgement().status()).as("" + number).isZero();
    }
    assertThat(peer.update().sequence(32766).acknowledgement().status()).isEqualTo(135);
  }

  @Test
  void theLastNumberIsTheSecretOfThoseWhoCanAuthorize() {
    peer.update().sequence(10).acknowledgement();
    assertThat(peer.update().sequence(10).key(peer.deletingKey()).send()).isEmpty();
  }

  @Test
  @Tag("R6275-156")
  void refusalsFor135HaveAuthorization() {
    peer.update().acknowledgement();
    assertThat(peer.update().acknowledgement().option(BindingAuthorizationData.class)).isPresent();
    assertThat(List.of(scene.onlyBinding().sequence().value())).containsExactly(1);
  }
}
