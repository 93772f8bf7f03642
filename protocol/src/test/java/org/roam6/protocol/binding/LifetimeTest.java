package org.roam6.protocol.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LifetimeTest {

  @Test
  @Tag("R6275-039")
  void aUnitIsFourSeconds() {
    assertThat(new Lifetime(15).duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(Lifetime.LONGEST.duration()).hasSeconds(262_140);
  }

  @Test
  void roundsDownSoThatNobodyGetsMoreThanAllowed() {
    assertThat(Lifetime.notLongerThan(Duration.ofSeconds(7))).isEqualTo(new Lifetime(1));
    assertThat(Lifetime.notLongerThan(Duration.ofSeconds(3))).isEqualTo(Lifetime.ZERO);
    assertThat(Lifetime.notLongerThan(Duration.ofDays(300))).isEqualTo(Lifetime.LONGEST);
    assertThat(Lifetime.notLongerThan(Duration.ofSeconds(-8))).isEqualTo(Lifetime.ZERO);
  }

  @Test
  void theShorterOfTwoIsTheOneWithFewerUnits() {
    assertThat(Lifetime.shorter(new Lifetime(3), new Lifetime(2))).isEqualTo(new Lifetime(2));
    assertThat(Lifetime.shorter(new Lifetime(2), new Lifetime(3))).isEqualTo(new Lifetime(2));
  }

  @Test
  void refusesWhatDoesNotFitSixteenBits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Lifetime(65536));
    assertThatIllegalArgumentException().isThrownBy(() -> new Lifetime(-1));
  }
}
