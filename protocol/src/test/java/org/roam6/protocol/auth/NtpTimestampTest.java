package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NtpTimestampTest {

  private static NtpTimestamp at(String instant) {
    Instant moment = Instant.parse(instant);
    return NtpTimestamp.ofUnixNanos(Math.addExact(moment.getEpochSecond() * 1_000_000_000L, moment.getNano()));
  }

  @Test
  @Tag("R4285-014")
  void countsSecondsSince1900AndBinaryFractions() {
    assertThat(at("1970-01-01T00:00:00Z").value()).isEqualTo(2_208_988_800L << 32);
    assertThat(at("2026-01-01T00:00:00.5Z").value()).isEqualTo(3_976_214_400L << 32 | 0x8000_0000L);
  }

  @Test
  void growsThroughTheEndOfTheEraIn2036() {
    NtpTimestamp before = at("2036-02-07T06:28:15.9Z");
    NtpTimestamp after = at("2036-02-07T06:28:16.1Z");
    assertThat(after.value()).isPositive();
    assertThat(after.isAfter(before)).isTrue();
    assertThat(before.isAfter(after)).isFalse();
    assertThat(after.isWithin(Duration.ofMillis(201), before)).isTrue();
    assertThat(NtpTimestamp.later(before, after)).isEqualTo(after);
  }

  @Test
  void isWithinAWindowOnBothSidesAndNoFurther() {
    NtpTimestamp now = at("2026-11-21T12:00:00Z");
    Duration window = Duration.ofSeconds(7);
    assertThat(at("2026-11-21T12:00:07Z").isWithin(window, now)).isTrue();
    assertThat(at("2026-11-21T11:59:53Z").isWithin(window, now)).isTrue();
    assertThat(at("2026-11-21T12:00:07.001Z").isWithin(window, now)).isFalse();
    assertThat(at("2026-11-21T11:59:52.999Z").isWithin(window, now)).isFalse();
    assertThat(now.plusUnits(Long.MIN_VALUE).isWithin(window, now)).isFalse();
  }

  @Test
  void takesTheFractionOfAnother() {
    NtpTimestamp mine = new NtpTimestamp(0x11111111_22222222L);
    assertThat(mine.withFractionOf(new NtpTimestamp(0x33333333_fffffff0L)))
        .isEqualTo(new NtpTimestamp(0x11111111_fffffff0L));
  }
}
