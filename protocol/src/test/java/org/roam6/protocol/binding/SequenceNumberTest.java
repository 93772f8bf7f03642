package org.roam6.protocol.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SequenceNumberTest {

  /** RFC 6275 9.5.1 gives this example. */
  @Test
  @Tag("R6275-113")
  void afterFifteenTheNumbersOfTheExampleAreNotGreater() {
    SequenceNumber last = new SequenceNumber(15);
    for (int value = 0; value <= 0xffff; value++) {
      boolean lessOrEqual = value <= 15 || value >= 32783;
      assertThat(new SequenceNumber(value).isGreaterThan(last)).as("%d after 15", value).isEqualTo(!lessOrEqual);
    }
  }

  @Test
  @Tag("R6275-113")
  void halfTheNumbersButOneAreGreaterThanAnyNumber() {
    for (int last : new int[] {0, 1, 32767, 32768, 65535}) {
      int greater = 0;
      for (int value = 0; value <= 0xffff; value++) {
        greater += new SequenceNumber(value).isGreaterThan(new SequenceNumber(last)) ? 1 : 0;
      }
      assertThat(greater).isEqualTo(32767);
    }
  }

  @Test
  @Tag("R6275-207")
  void zeroFollowsTheLastNumber() {
    SequenceNumber last = new SequenceNumber(65535);
    assertThat(last.next()).isEqualTo(new SequenceNumber(0));
    assertThat(last.next().isGreaterThan(last)).isTrue();
    assertThat(last.isGreaterThan(last.next())).isFalse();
  }

  @Test
  void refusesWhatDoesNotFitSixteenBits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SequenceNumber(65536));
    assertThatIllegalArgumentException().isThrownBy(() -> new SequenceNumber(-1));
  }
}
