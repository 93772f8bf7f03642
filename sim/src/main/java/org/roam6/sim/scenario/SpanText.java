package org.roam6.sim.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as scenarios write them: {@code 30s}, {@code 1.5ms}. */
final class SpanText {

  private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");
  private static final Map<String, Long> NANOS = nanos();

  private SpanText() {}

  private static Map<String, Long> nanos() {
    Map<String, Long> nanos = new LinkedHashMap<>();
    nanos.put("h", 3_600_000_000_000L);
    nanos.put("m", 60_000_000_000L);
    nanos.put("s", 1_000_000_000L);
    nanos.put("ms", 1_000_000L);
    nanos.put("us", 1_000L);
    nanos.put("ns", 1L);
    return nanos;
  }

  /** The duration that {@code text} spells; empty where it spells none, or one of more than a year. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit = NANOS.getOrDefault(matcher.group(2), 1L);
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    boolean fits = nanos.compareTo(BigDecimal.valueOf(Duration.ofDays(366).toNanos())) <= 0;
    return fits ? Optional.of(Duration.ofNanos(nanos.longValue())) : Optional.empty();
  }

  /** The shortest text of a duration that is not negative; {@link #parse} gives it back to the nanosecond. */
  static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
      if (nanos % unit.getValue() == 0) {
        return nanos / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalStateException("a nanosecond divides everything");
  }
}
