package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;

/** RFC 6275 10.3.2: primary care-of address de-registration. */
class DeregistrationTest {

  private final Scene scene = Scene.unprotected();

  @Test
  @Tag("R6275-039")
  @Tag("R6275-147")
  @Tag("R6275-184")
  @Tag("R6275-185")
  @Tag("R6275-187")
  void routeAndTunnelAreTakenAwayBeforeTheAcknowledgement() {
    scene.register(new Update());
    List<Effect> effects = scene.tell(Update.atHome().sequence(2).plain());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(effects);
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.sequence()).isEqualTo(2);
    assertThat(acknowledgement.lifetime()).isZero();
    assertThat(acknowledgement.message().options()).noneMatch(option -> option.type() == 2);
    int sent = effects.indexOf(effects.stream().filter(Effect.SendOnLink.class::isInstance).findFirst().get());
    assertThat(effects.subList(0, sent)).filteredOn(Effect.Unwant.class::isInstance).hasSize(2);
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-187")
  void theHomeAgentNoLongerStandsInForTheMobileNode() {
    scene.register(new Update());
    scene.tell(Update.atHome().sequence(2).plain());
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, Scene.HOME))).isEmpty();
    assertThat(Scene.neighborMessages(scene.advertise(Scene.HOME))).isEmpty();
    assertThat(Scene.neighborMessages(scene.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  @Tag("R6275-183")
  void withoutBindingItGets133() {
    assertThat(Acknowledgement.onlyOneIn(scene.tell(Update.atHome().plain())).status()).isEqualTo(133);
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-183")
  void withoutBindingARepeatedOneGets133Again() {
    scene.tell(Update.atHome().sequence(2).plain());
    assertThat(Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(3).plain())).status()).isEqualTo(133);
  }

  @Test
  void aBindingUpdateThatWasOvertakenByTheDeregistrationGets135ForTenSeconds() {
    scene.tell(Update.atHome().sequence(3).plain());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).plain()));
    assertThat(acknowledgement.status()).isEqualTo(135);
    assertThat(acknowledgement.sequence()).isEqualTo(3);
    assertThat(scene.wanted).isEmpty();
    scene.pass(Duration.ofSeconds(10));
    assertThat(scene.register(new Update().sequence(2)).status()).isZero();
  }

  @Test
  void aDelayedBindingUpdateFromTheVisitedLinkGets135ForTenSeconds() {
    scene.register(new Update());
    scene.tell(Update.atHome().sequence(3).plain());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).plain()));
    assertThat(acknowledgement.status()).isEqualTo(135);
    assertThat(acknowledgement.sequence()).isEqualTo(3);
    assertThat(acknowledgement.destination()).isEqualTo(Scene.CARE_OF_A);
    scene.pass(Duration.ofSeconds(10));
    assertThat(scene.register(new Update().sequence(2)).status()).isZero();
  }

  @Test
  void itIsAnsweredAgainWhereTheAcknowledgementWasLost() {
    scene.register(new Update());
    scene.tell(Update.atHome().sequence(2).plain());
    assertThat(Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(3).plain())).status()).isZero();
    assertThat(Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(3).plain())).status()).isEqualTo(135);
  }

  @Test
  void leavingAgainAtOnceRunsDuplicateAddressDetectionAgain() {
    scene.register(new Update());
    scene.tell(Update.atHome().sequence(2).plain());
    List<Effect> effects = scene.tell(Update.from(Scene.CARE_OF_B).sequence(3).plain());
    assertThat(Acknowledgement.in(effects)).isEmpty();
    assertThat(Scene.neighborMessages(effects)).hasSize(1);
    assertThat(Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1))).status()).isZero();
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().remoteEnd()).isEqualTo(Scene.CARE_OF_B);
    scene.pass(Duration.ofSeconds(20));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aMobileNodeMayGiveItsBindingUpFromAVisitedLink() {
    scene.register(new Update());
    Acknowledgement acknowledgement =
        Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(2).lifetime(0).plain()));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.destination()).isEqualTo(Scene.CARE_OF_A);
    assertThat(acknowledgement.routingHeader()).contains(Scene.HOME);
    assertThat(scene.wanted).isEmpty();
  }
}
