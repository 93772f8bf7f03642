package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

class RefusalLimitsTest {

  private static final BindingAcknowledgementStatus FAILED = BindingAcknowledgementStatus.AUTHENTICATION_FAILED;
  private static final BindingAcknowledgementStatus MISMATCH = BindingAcknowledgementStatus.ID_MISMATCH;

  private final RefusalLimits limits = new RefusalLimits(new HomeAgentLimits(1, 2, Duration.ofSeconds(1)));
  private final Time start = Time.ZERO.plus(Duration.ofSeconds(100));

  private boolean take(BindingAcknowledgementStatus status, Time now) {
    return limits.take(Scene.ASSOCIATION, status, now);
  }

  @Test
  void givesEachAssociationAndStatusItsOwnBurst() {
    assertThat(take(FAILED, start)).isTrue();
    assertThat(take(FAILED, start)).isTrue();
    assertThat(take(FAILED, start)).isFalse();
    assertThat(take(MISMATCH, start)).isTrue();
    assertThat(limits.take(Scene.OTHER_ASSOCIATION, FAILED, start)).isTrue();
    assertThat(take(FAILED, start.plus(Duration.ofSeconds(1)))).isTrue();
    assertThat(take(FAILED, start.plus(Duration.ofSeconds(1)))).isFalse();
  }

  @Test
  void forgetsWhatIsThereAgainAndNothingElse() {
    take(FAILED, start);
    take(FAILED, start);
    take(MISMATCH, start);
    assertThat(limits.size()).isEqualTo(2);

    Time oneLater = start.plus(Duration.ofSeconds(1));
    limits.take(Scene.OTHER_ASSOCIATION, FAILED, oneLater);
    assertThat(take(FAILED, oneLater)).isTrue();
    assertThat(take(FAILED, oneLater)).as("what was used up counts on").isFalse();
    limits.take(Scene.OTHER_ASSOCIATION, MISMATCH, start.plus(Duration.ofSeconds(10)));
    assertThat(limits.size()).isEqualTo(1);
  }
}
