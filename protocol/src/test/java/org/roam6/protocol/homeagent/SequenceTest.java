package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.NonceIndices;

/** RFC 6275 9.5.1: sequence numbers, and the change of the registration type. */
class SequenceTest {

  private final Scene scene = Scene.unprotected();

  private Acknowledgement answerTo(Update update) {
    return Acknowledgement.onlyOneIn(scene.tell(update.plain()));
  }

  @Test
  @Tag("R6275-135")
  @Tag("R6275-178")
  void anyNumberIsAcceptedWithoutBinding() {
    assertThat(scene.register(new Update().sequence(65535)).sequence()).isEqualTo(65535);
  }

  @Test
  @Tag("R6275-136")
  @Tag("R6275-155")
  void aNumberThatIsNotGreaterGets135WithTheLastAcceptedAndChangesNothing() {
    scene.register(new Update().sequence(10));
    HomeAgentSnapshot before = scene.agent.snapshot(scene.now());
    for (int number : new int[] {10, 9, 0, 65535, 10 + 32768}) {
      Acknowledgement acknowledgement = answerTo(Update.from(Scene.CARE_OF_B).sequence(number));
      assertThat(acknowledgement.status()).isEqualTo(135);
      assertThat(acknowledgement.sequence()).isEqualTo(10);
    }
    assertThat(scene.bindings()).isEqualTo(before.bindings());
    assertThat(scene.agent.snapshot(scene.now()).refused()).containsEntry(135, 5L);
  }

  @Test
  @Tag("R6275-113")
  void numbersWrapAround() {
    scene.register(new Update().sequence(65535));
    assertThat(answerTo(new Update().sequence(0)).status()).isZero();
    assertThat(answerTo(new Update().sequence(32767)).status()).isZero();
    assertThat(answerTo(new Update().sequence(65534)).status()).isZero();
    assertThat(answerTo(new Update().sequence(32766)).status()).isEqualTo(135);
  }

  @Test
  void aDeregistrationNeedsAGreaterNumberToo() {
    scene.register(new Update().sequence(10));
    assertThat(answerTo(Update.atHome().sequence(10)).status()).isEqualTo(135);
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
  }

  @Test
  @Tag("R6275-142")
  @Tag("R6275-170")
  void theRegistrationTypeCannotBeChanged() {
    scene.register(new Update());
    assertThat(answerTo(new Update().sequence(2).notHome()).status()).isEqualTo(139);
    assertThat(answerTo(new Update().sequence(2).notHome().lifetime(0)).status()).isEqualTo(139);
    assertThat(scene.onlyBinding().sequence().value()).isEqualTo(1);
  }

  @Test
  void whatIsNoHomeRegistrationIsMetWithSilenceWithoutBinding() {
    assertThat(Acknowledgement.in(scene.tell(new Update().notHome().plain()))).isEmpty();
    assertThat(scene.discarded(DiscardCause.NO_HOME_REGISTRATION)).isEqualTo(1);
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  void whatReturnRoutabilityAuthorizesIsForTheCorrespondentNode() {
    scene.register(new Update());
    MobilityOption authorization = new BindingAuthorizationData(Octets.of(new byte[12]));
    for (int lifetime : new int[] {15, 0}) {
      Update update = new Update().sequence(2).notHome().lifetime(lifetime);
      assertThat(scene.tell(update.option(new NonceIndices(1, 2)).option(authorization).plain())).isEmpty();
    }
    assertThat(scene.agent.snapshot(scene.now()).refused()).isEmpty();
    assertThat(scene.onlyBinding().sequence().value()).isEqualTo(1);
  }
}
