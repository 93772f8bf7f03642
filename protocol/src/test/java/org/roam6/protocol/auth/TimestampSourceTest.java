package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.auth.Exchange.NOON;
import static org.roam6.protocol.auth.Exchange.SECOND;

import org.junit.jupiter.api.Test;

class TimestampSourceTest {

  @Test
  void followsTheTimeOfDay() {
    TimestampSource source = TimestampSource.startingAt(NOON);
    assertThat(source.next(NOON)).isEqualTo(NOON);
    assertThat(source.afterSending(NOON).next(NOON.plusUnits(5))).isEqualTo(NOON.plusUnits(5));
  }

  @Test
  void growsEvenWhereTheClockStandsStillOrGoesBack() {
    TimestampSource source = TimestampSource.startingAt(NOON).afterSending(NOON);
    assertThat(source.next(NOON)).isEqualTo(NOON.plusUnits(1));
    assertThat(source.next(NOON.plusUnits(-SECOND))).isEqualTo(NOON.plusUnits(1));
  }

  @Test
  void aRefusalCorrectsItInEitherDirection() {
    for (long off : new long[] {-3600 * SECOND, 3600 * SECOND}) {
      NtpTimestamp mine = NOON.plusUnits(off);
      TimestampSource source = TimestampSource.startingAt(mine).afterSending(mine).corrected(mine, NOON);
      assertThat(source.next(mine.plusUnits(SECOND))).isEqualTo(NOON.plusUnits(SECOND));
    }
  }

  @Test
  void neverFallsBelowWhatTheHomeAgentHasAccepted() {
    NtpTimestamp accepted = NOON.plusUnits(6 * SECOND);
    TimestampSource source = TimestampSource.startingAt(NOON).afterSending(accepted).afterAcceptance(accepted);
    NtpTimestamp refused = accepted.plusUnits(60 * SECOND);
    assertThat(source.afterSending(refused).corrected(refused, NOON).next(NOON)).isEqualTo(accepted.plusUnits(1));
  }

  /** What was sent may have been accepted, and the refusal be that of a copy of an older update. */
  @Test
  void goesOnBehindWhatWasSentAsLongAsTheHomeAgentCanTakeThat() {
    NtpTimestamp sent = NOON.plusUnits(6 * SECOND);
    TimestampSource source = TimestampSource.startingAt(NOON).afterSending(sent).corrected(NOON, NOON);
    assertThat(source.next(NOON)).isEqualTo(sent.plusUnits(1));
    assertThat(source.next(NOON.plusUnits(7 * SECOND))).isEqualTo(NOON.plusUnits(7 * SECOND));
  }

  /** After the own clock was set back an hour, what is sent is the floor, and not the time of day. */
  @Test
  void aTimestampThatHadToGrowTellsNothingAboutTheClocks() {
    TimestampSource source = TimestampSource.startingAt(NOON).afterSending(NOON).afterAcceptance(NOON);
    NtpTimestamp setBack = NOON.plusUnits(-3600 * SECOND);
    NtpTimestamp sent = source.next(setBack);
    TimestampSource corrected = source.afterSending(sent).corrected(setBack, NOON.plusUnits(60 * SECOND));
    assertThat(corrected.next(setBack.plusUnits(SECOND))).isEqualTo(NOON.plusUnits(61 * SECOND));
  }

  @Test
  void followsAHomeAgentThatHasForgottenThatItsClockWasAhead() {
    NtpTimestamp ahead = NOON.plusUnits(3600 * SECOND);
    TimestampSource source = TimestampSource.startingAt(NOON).afterSending(ahead).afterAcceptance(ahead);
    assertThat(source.corrected(NOON, NOON).next(NOON.plusUnits(SECOND))).isEqualTo(NOON.plusUnits(SECOND));
  }
}
