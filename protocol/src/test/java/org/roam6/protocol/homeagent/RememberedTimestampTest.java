package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.homeagent.Scene.ASSOCIATION;
import static org.roam6.protocol.homeagent.Scene.OTHER_ASSOCIATION;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.auth.NtpTimestamp;

/** RFC 4285 6: a home agent that was started anew with its memory takes no Binding Update that is repeated. */
class RememberedTimestampTest {

  private static final long SECOND = 1L << 32;

  private final Scene before = Scene.authenticated();
  private final Scene after = Scene.authenticated();
  private final NtpTimestamp sent = before.timeOfDay();
  private final Event.PacketReceived update = new Update().signed(ASSOCIATION, sent);

  private static List<Memory> remembered(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Remember.class::isInstance)
        .map(effect -> ((Effect.Remember) effect).item())
        .filter(Memory.AcceptedTimestamp.class::isInstance)
        .toList();
  }

  /** The home agent accepts the update, is started anew within the window, and knows of it. */
  private void restart() {
    remembered(before.tell(update)).forEach(item -> after.tell(new Event.Recalled(item)));
    after.pass(Duration.ofSeconds(2));
  }

  private Acknowledgement answer(Event.PacketReceived received) {
    return Acknowledgement.onlyOneIn(after.tell(received));
  }

  // ---- what is remembered

  @Test
  void anAcceptedTimestampIsRememberedBeforeAnythingThatFollowsFromIt() {
    assertThat(before.tell(update))
        .startsWith(new Effect.Remember(new Memory.AcceptedTimestamp(1000, "mn1@example.org", sent)))
        .hasSizeGreaterThan(1);
  }

  @Test
  void eachAcceptedUpdateReplacesTheMemory() {
    before.tell(update);
    before.pass(Duration.ofSeconds(1));
    NtpTimestamp later = before.timeOfDay();
    List<Memory> items = remembered(before.tell(new Update().sequence(2).signed(ASSOCIATION, later)));
    assertThat(items).containsExactly(new Memory.AcceptedTimestamp(1000, "mn1@example.org", later));
  }

  @Test
  void aRefusedTimestampIsNotRemembered() {
    Event.PacketReceived old = new Update().signed(ASSOCIATION, sent.plusUnits(-60 * SECOND));
    assertThat(remembered(before.tell(old))).isEmpty();
    before.tell(update);
    assertThat(remembered(before.tell(update))).isEmpty();
  }

  @Test
  void withoutAuthenticationThereIsNothingToRemember() {
    assertThat(remembered(Scene.unprotected().tell(new Update().plain()))).isEmpty();
  }

  // ---- what is recalled

  @Test
  void aReplayedUpdateIsRefusedWith144AfterARestart() {
    restart();
    Acknowledgement acknowledgement = answer(update);
    assertThat(acknowledgement.status()).isEqualTo(144);
    assertThat(after.pass(Duration.ofSeconds(2))).isEmpty();
    assertThat(after.bindings()).isEmpty();
    assertThat(after.wanted).isEmpty();
  }

  /** That the same update would be taken without memory shows what it is good for. */
  @Test
  void withoutMemoryItWouldBeAccepted() {
    before.tell(update);
    after.pass(Duration.ofSeconds(2));
    after.tell(update);
    assertThat(after.bindings()).hasSize(1);
  }

  @Test
  void anUpdateThatWasSentBeforeTheAcceptedOneIsRefusedToo() {
    restart();
    assertThat(answer(new Update().sequence(9).signed(ASSOCIATION, sent.plusUnits(-1))).status()).isEqualTo(144);
    assertThat(after.bindings()).isEmpty();
  }

  @Test
  void aGreaterTimestampIsAcceptedWhateverTheSequenceNumber() {
    restart();
    after.tell(new Update().sequence(1).signed(ASSOCIATION, sent.plusUnits(1)));
    assertThat(after.bindings()).hasSize(1);
  }

  @Test
  void theMemoryOfOneAssociationIsNoneOfAnother() {
    restart();
    Update other = new Update().homeAddress(Scene.OTHER_HOME);
    after.tell(other.signed(OTHER_ASSOCIATION, sent));
    assertThat(after.bindings()).hasSize(1);
  }

  @Test
  void aReplayIsRefusedThoughTheClockWasSetBackMeanwhile() {
    restart();
    after.tell(new Event.WallClockSet(0));
    assertThat(answer(update).status()).isEqualTo(144);
    Event.PacketReceived fresh = new Update().sequence(2).signed(ASSOCIATION, sent.plusUnits(2 * SECOND));
    after.tell(fresh);
    assertThat(after.bindings()).hasSize(1);
  }
}
