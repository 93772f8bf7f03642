package org.roam6.sim.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A quality is faultless where nothing goes wrong by chance, and keeps its delay without its faults. */
class LinkQualityTest {

  private static final Delay DELAY = new Delay.Fixed(Duration.ofMillis(3));

  @ParameterizedTest
  @CsvSource({"0.1, 0, 0, 0", "0, 0.1, 0, 0", "0, 0, 0.1, 0", "0, 0, 0, 0.1"})
  void whereAnythingGoesWrongItIsNotFaultless(double loss, double duplication, double reordering, double corruption) {
    LinkQuality quality = new LinkQuality(DELAY, loss, duplication, reordering, corruption);
    assertThat(quality.isFaultless()).isFalse();
    assertThat(quality.withoutFaults()).isEqualTo(LinkQuality.perfect(Duration.ofMillis(3)));
    assertThat(quality.withoutFaults().isFaultless()).isTrue();
  }

  @Test
  void aPerfectLinkHasAFixedDelay() {
    assertThat(LinkQuality.perfect(Duration.ofMillis(3)).delay()).isEqualTo(DELAY);
  }
}
