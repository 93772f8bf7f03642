package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;

/** RFC 6275 9.6, 15.4.5: the Binding Cache is bounded, and who makes way in it. */
class LimitsTest {

  private static Ipv6Address home(int number) {
    return new Ipv6Address(Scene.HOME.high(), 0x1000 + number);
  }

  private static BindingAcknowledgement bind(Scene scene, int number) {
    Peer peer = new Peer(scene, home(number), Scene.OWN).askHome().askCareOf(Scene.CARE_OF);
    return peer.update().lifetime(105).acknowledgement();
  }

  private static List<Ipv6Address> bound(Scene scene) {
    return scene.bindings().stream().map(CorrespondentSnapshot.Binding::homeAddress).toList();
  }

  @Test
  void theLeastRecentlyUsedMakesWay() {
    Scene scene = Scene.limited(3, 10);
    for (int i = 1; i <= 3; i++) {
      bind(scene, i);
      scene.pass(Duration.ofSeconds(20));
    }
    scene.traffic(home(1), Way.DIRECT_SENT);
    assertThat(bind(scene, 4).status()).isZero();
    assertThat(bound(scene)).containsExactly(home(1), home(3), home(4));
    scene.pass(Duration.ofSeconds(20));
    bind(scene, 5);
    assertThat(bound(scene)).containsExactly(home(1), home(4), home(5));
    bind(scene, 6);
    assertThat(bound(scene)).containsExactly(home(4), home(5), home(6));
    assertThat(scene.wanted.values().stream().filter(Desired.Route.class::isInstance)).hasSize(3);
  }

  @Test
  void whatIsInUseDoesNotMakeWayForWhatIsNew() {
    Scene scene = Scene.limited(2, 10);
    bind(scene, 1);
    scene.traffic(home(1), Way.DIRECT_SENT);
    for (int i = 2; i < 50; i++) {
      assertThat(bind(scene, i).status()).isZero();
      assertThat(bound(scene)).containsExactly(home(1), home(i));
    }
  }

  @Test
  void whereAllAreInUseANewOneGets130() {
    Scene scene = Scene.limited(2, 10);
    bind(scene, 1);
    bind(scene, 2);
    scene.traffic(home(1), Way.DIRECT_SENT);
    scene.traffic(home(2), Way.DIRECT_SENT);
    BindingAcknowledgement refused = bind(scene, 3);
    assertThat(refused.status()).isEqualTo(130);
    assertThat(refused.option(BindingAuthorizationData.class)).isPresent();
    assertThat(bound(scene)).containsExactly(home(1), home(2));
    scene.pass(Duration.ofSeconds(10));
    assertThat(bind(scene, 3).status()).isZero();
  }

  @Test
  @Tag("R6275-154")
  void whoWantsNoAnswerIsToldOf130Too() {
    Scene scene = Scene.limited(1, 10);
    bind(scene, 1);
    scene.traffic(home(1), Way.DIRECT_SENT);
    Peer peer = new Peer(scene, home(2), Scene.OWN).askHome().askCareOf(Scene.CARE_OF);
    assertThat(peer.update().notAcknowledged().acknowledgement().status()).isEqualTo(130);
  }

  @Test
  void whoHasABindingNeedsNoRoomToRenewIt() {
    Scene scene = Scene.limited(2, 10);
    bind(scene, 1);
    bind(scene, 2);
    Peer peer = new Peer(scene, home(1), Scene.OWN).askHome().askCareOf(Scene.CARE_OF);
    assertThat(peer.update().sequence(2).acknowledgement().status()).isZero();
    assertThat(bound(scene)).containsExactly(home(1), home(2));
  }

  @Test
  void floodsOfAuthorizedBindingUpdatesNeedBoundedMemory() {
    Scene scene = Scene.limited(100, 200);
    for (int i = 0; i < 5_000; i++) {
      assertThat(bind(scene, i).status()).isZero();
      assertThat(scene.bindings().size()).isLessThanOrEqualTo(100);
      assertThat(scene.snapshot().remembered()).isLessThanOrEqualTo(200);
      assertThat(scene.snapshot().nonces()).isLessThanOrEqualTo(8);
    }
    assertThat(scene.wanted).hasSize(100 + 100 + 1);
    scene.pass(Duration.ofMinutes(7));
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.snapshot().remembered()).isZero();
    assertThat(scene.correspondent.nextDeadline()).isEqualTo(Time.NEVER);
  }

  @Test
  void floodsOfForgedBindingUpdatesLeaveNothing() {
    Scene scene = new Scene();
    Peer peer = Peer.ready(scene);
    Peer forger = new Peer(scene, Scene.OTHER_HOME, Scene.OWN);
    forger.homeTest = peer.homeTest;
    forger.careOfTest = peer.careOfTest;
    for (int i = 0; i < 2_000; i++) {
      assertThat(forger.update().sequence(i).send()).isEmpty();
    }
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.snapshot().remembered()).isZero();
    assertThat(scene.discarded(DiscardCause.AUTHENTICATOR)).isEqualTo(2_000);
    assertThat(peer.update().acknowledgement().status()).isZero();
  }
}
