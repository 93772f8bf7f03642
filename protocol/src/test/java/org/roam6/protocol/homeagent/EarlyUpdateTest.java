package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.homeagent.Scene.ASSOCIATION;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.SequenceNumber;

/**
 * A Binding Update whose timestamp lies ahead of the clock is refused (RFC 4285 6); who has kept it gains nothing when its
 * time has come.
 */
class EarlyUpdateTest {

  private static final long SECOND = 1L << 32;

  private final Scene scene = Scene.authenticated();
  private final NtpTimestamp ahead = scene.timeOfDay().plusUnits(60 * SECOND);
  private final Event.PacketReceived early = new Update().sequence(5).signed(ASSOCIATION, ahead);

  private Acknowledgement answer(Event.PacketReceived received) {
    return Acknowledgement.onlyOneIn(scene.tell(received));
  }

  private Event.PacketReceived inTime(Update update) {
    return update.signed(ASSOCIATION, scene.timeOfDay());
  }

  private static List<Memory> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .toList();
  }

  /** The mobile node sets its clock right, registers, and comes home before what it has sent at first becomes true. */
  private void comesHome() {
    assertThat(answer(early).status()).isEqualTo(144);
    scene.tell(inTime(new Update().sequence(6)));
    scene.pass(Duration.ofSeconds(30));
    assertThat(scene.bindings()).hasSize(1);
    assertThat(answer(inTime(Update.atHome().sequence(7))).status()).isZero();
    scene.pass(Duration.ofSeconds(30));
    assertThat(scene.bindings()).isEmpty();
  }

  private static void isOutOfWindow(Acknowledgement acknowledgement, int last) {
    assertThat(acknowledgement.status()).isEqualTo(135);
    assertThat(acknowledgement.sequence()).isEqualTo(last);
  }

  @Test
  void playedBackWhenItsTimeHasComeItIsRefusedWith135() {
    comesHome();
    isOutOfWindow(answer(early), 7);
    assertThat(scene.pass(Duration.ofSeconds(2))).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void theMobileNodeItselfIsServedMeanwhile() {
    comesHome();
    scene.tell(inTime(new Update().sequence(8)));
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void aMobileNodeThatHasLostItsNumbersIsToldThem() {
    comesHome();
    isOutOfWindow(answer(inTime(new Update().sequence(65_000))), 7);
    scene.tell(inTime(new Update().sequence(8)));
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void theNumberOfABindingIsToldWhereItIsGreater() {
    scene.tell(inTime(new Update().sequence(9)));
    scene.pass(Duration.ofSeconds(2));
    scene.tell(new Event.Recalled(new Memory.EarlyBindingUpdate(Scene.HOME, ahead, new SequenceNumber(5))));
    isOutOfWindow(answer(inTime(new Update().sequence(4))), 9);
  }

  @Test
  void onceALaterTimestampIsAcceptedAnyNumberWillDoAgain() {
    assertThat(answer(early).status()).isEqualTo(144);
    scene.pass(Duration.ofSeconds(65));
    scene.tell(inTime(new Update().sequence(6)));
    scene.pass(Duration.ofSeconds(2));
    scene.tell(inTime(Update.atHome().sequence(7)));
    scene.pass(Duration.ofSeconds(30));
    scene.tell(inTime(new Update().sequence(1)));
    scene.pass(Duration.ofSeconds(2));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  void itIsRememberedOnce() {
    Memory item = new Memory.EarlyBindingUpdate(Scene.HOME, ahead, new SequenceNumber(5));
    assertThat(remembered(scene.tell(early))).containsExactly(item);
    assertThat(remembered(scene.tell(early))).isEmpty();
    Event.PacketReceived next = new Update().sequence(6).signed(ASSOCIATION, ahead.plusUnits(SECOND));
    assertThat(remembered(scene.tell(next)))
        .containsExactly(
            new Memory.EarlyBindingUpdate(Scene.HOME, ahead.plusUnits(SECOND), new SequenceNumber(6)));
  }

  @Test
  void itIsRefusedAfterARestartToo() {
    Scene restarted = Scene.authenticated();
    remembered(scene.tell(early)).forEach(item -> restarted.tell(new Event.Recalled(item)));
    restarted.pass(Duration.ofSeconds(60));
    isOutOfWindow(Acknowledgement.onlyOneIn(restarted.tell(early)), 5);
    assertThat(restarted.bindings()).isEmpty();
  }
}
