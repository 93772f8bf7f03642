package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;

/** RFC 6275 5.2.8, 9.5.3: what made a binding cannot make it again after it is gone. */
class ReplayTest {

  private final Scene scene = new Scene();
  private final Peer peer = Peer.ready(scene);

  private void assertRefused(Ipv6Packet replayed, int status, int sequence) {
    BindingAcknowledgement acknowledgement = scene.answerTo(replayed).message(BindingAcknowledgement.class);
    assertThat(acknowledgement.status()).isEqualTo(status);
    assertThat(acknowledgement.sequenceNumber()).isEqualTo(sequence);
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-016")
  @Tag("R6275-151")
  void afterADeletion() {
    Ipv6Packet update = peer.update().sequence(5).packet();
    scene.receive(update);
    peer.goodbye().sequence(6).acknowledgement();
    assertRefused(update, 135, 6);
    scene.pass(Duration.ofSeconds(239));
    assertRefused(update, 135, 6);
    assertThat(scene.snapshot().remembered()).isEqualTo(1);
    scene.pass(Duration.ofSeconds(1));
    assertRefused(update, 138, 5);
    assertThat(scene.snapshot().remembered()).isZero();
  }

  @Test
  @Tag("R6275-161")
  void afterTheEndOfTheLifetime() {
    Ipv6Packet update = peer.update().sequence(5).lifetime(1).packet();
    scene.receive(update);
    scene.pass(Duration.ofSeconds(4));
    assertRefused(update, 135, 5);
    assertThat(peer.update().sequence(6).acknowledgement().status()).isZero();
  }

  @Test
  @Tag("R6275-016")
  @Tag("R6275-161")
  void ofAnyUpdateThatMadeTheBindingSinceItWasThere() {
    Ipv6Packet first = peer.update().sequence(1).packet();
    scene.receive(first);
    scene.pass(Duration.ofMinutes(1));
    Peer old = new Peer(scene, Scene.HOME, Scene.OWN);
    old.homeTest = peer.homeTest;
    old.careOfTest = peer.careOfTest;
    Ipv6Packet second = peer.askHome().askCareOf(Scene.CARE_OF).update().sequence(2).packet();
    scene.receive(second);
    old.update().sequence(3).lifetime(1).acknowledgement();
    scene.pass(Duration.ofMinutes(3));
    assertRefused(second, 135, 3);
  }

  @Test
  @Tag("R6275-151")
  void afterADeletionThatAnOlderTokenAuthorized() {
    Peer old = Peer.ready(scene);
    scene.pass(Duration.ofMinutes(1));
    Ipv6Packet update = peer.askHome().askCareOf(Scene.CARE_OF).update().sequence(5).packet();
    scene.receive(update);
    old.goodbye().sequence(6).acknowledgement();
    scene.pass(Duration.ofSeconds(200));
    assertRefused(update, 135, 6);
  }

  @Test
  void ofADeletion() {
    Ipv6Packet goodbye = peer.goodbye().sequence(6).packet();
    scene.receive(goodbye);
    assertThat(peer.update().sequence(6).acknowledgement().status()).isEqualTo(135);
    peer.update().sequence(7).acknowledgement();
    assertThat(scene.answerTo(goodbye).message(BindingAcknowledgement.class).status()).isEqualTo(135);
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aLostAnswerToADeletionIsGivenAgain() {
    peer.update().acknowledgement();
    peer.goodbye().sequence(2).acknowledgement();
    assertThat(peer.goodbye().sequence(3).acknowledgement().status()).isZero();
  }

  @Test
  @Tag("R6275-161")
  void afterItMadeWayForAnother() {
    Scene small = Scene.limited(1, 10);
    Peer first = Peer.ready(small);
    Ipv6Packet update = first.update().sequence(5).packet();
    small.receive(update);
    Peer second = new Peer(small, Scene.OTHER_HOME, Scene.OWN).askHome().askCareOf(Scene.CARE_OF);
    second.update().acknowledgement();
    assertThat(small.onlyBinding().homeAddress()).isEqualTo(Scene.OTHER_HOME);
    BindingAcknowledgement again = small.answerTo(update).message(BindingAcknowledgement.class);
    assertThat(List.of(again.status(), again.sequenceNumber())).containsExactly(135, 5);
    assertThat(small.onlyBinding().homeAddress()).isEqualTo(Scene.OTHER_HOME);
  }

  @Test
  void ofANumberThatNobodyKnowsAnyMoreIsRefusedByItsNonces() {
    Scene forgetful = Scene.limited(10, 2);
    Peer first = Peer.ready(forgetful);
    Ipv6Packet update = first.update().packet();
    forgetful.receive(update);
    first.goodbye().sequence(2).acknowledgement();
    forgetful.pass(Duration.ofSeconds(40));
    Ipv6Packet other = Peer.ready(forgetful).update().sequence(9).packet();
    for (int i = 1; i <= 2; i++) {
      Peer next =
          new Peer(forgetful, new Ipv6Address(Scene.HOME.high(), i), Scene.OWN)
              .askHome()
              .askCareOf(Scene.CARE_OF);
      next.update().acknowledgement();
      next.goodbye().sequence(2).acknowledgement();
    }
    assertThat(forgetful.snapshot().remembered()).isEqualTo(2);
    assertThat(forgetful.answerTo(update).message(BindingAcknowledgement.class).status()).isEqualTo(138);
    assertThat(forgetful.answerTo(other).message(BindingAcknowledgement.class).status()).isZero();
  }

  @Test
  void afterTheCareOfAddressWasUnreachable() {
    Ipv6Packet update = peer.update().sequence(5).packet();
    scene.receive(update);
    for (int i = 0; i < 20; i++) {
      scene.pass(Duration.ofSeconds(1));
      scene.tell(UnreachableTest.error(3, Scene.OWN, Scene.CARE_OF, Scene.HOME));
    }
    assertRefused(update, 135, 5);
  }

  @Test
  void packetsDoNotChangeWhatIsRemembered() {
    peer.update().acknowledgement();
    peer.goodbye().sequence(2).acknowledgement();
    assertThat(scene.traffic(Scene.HOME, Way.DIRECT_RECEIVED)).isEmpty();
    assertThat(scene.tell(new Event.DeadlineReached())).isEmpty();
    assertThat(scene.snapshot().remembered()).isEqualTo(1);
  }

  @Test
  void aClockSetForwardAsAfterASnapshotGivesAllNoncesUp() {
    scene.tell(new Event.WallClockSet(1_000_000_000_000L));
    scene.tell(new Event.WallClockSet(1_000_900_000_000L));
    assertThat(scene.snapshot().nonces()).isEqualTo(1);
    scene.tell(new Event.WallClockSet(900_000_000_000L));
    assertThat(peer.update().acknowledgement().status()).isZero();
    scene.tell(new Event.WallClockSet(902_000_000_000L));
    assertThat(peer.update().sequence(9).acknowledgement().status()).isEqualTo(138);
  }

  @Test
  void aSnapshotThatTheMachineTellsOfGivesAllNoncesUp() {
    assertThat(peer.update().acknowledgement().status()).isZero();
    scene.tell(new Event.Resumed());
    assertThat(peer.update().sequence(9).acknowledgement().status()).isEqualTo(138);
  }
}
