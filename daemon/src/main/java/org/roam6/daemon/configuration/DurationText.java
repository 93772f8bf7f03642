package org.roam6.daemon.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 70ms}, {@code 1.5s}, {@code 5m}, {@code 2h}, {@code 30d}.
 */
final class DurationText {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)");
  private static final Map<String, Long> MILLIS = new LinkedHashMap<>();

  static {
    MILLIS.put("d", 86_400_000L);
    MILLIS.put("h", 3_600_000L);
    MILLIS.put("m", 60_000L);
    MILLIS.put("s", 1_000L);
    MILLIS.put("ms", 1L);
  }

  private DurationText() {}

  /** The duration that {@code text} spells, to the millisecond. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal unit = BigDecimal.valueOf(MILLIS.getOrDefault(matcher.group(2), 1L));
    return Optional.of(
        Duration.ofMillis(new BigDecimal(matcher.group(1)).multiply(unit).longValue()));
  }

  /** The shortest spelling with one unit. */
  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    for (Map.Entry<String, Long> unit : MILLIS.entrySet()) {
      if (millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    throw new IllegalStateException("milliseconds divide everything");
  }

  /** What may have been meant by {@code text}, which is no duration. */
  static String suggestion(String text) {
    if (text.matches("\\d+")) {
      return "did you mean '" + text + "s'?";
    }
    Matcher words = Pattern.compile("(\\d+) ?(milli|sec|min|hour|day).*").matcher(text);
    if (words.matches()) {
      String unit = words.group(2).equals("milli") ? "ms" : words.group(2).substring(0, 1);
      return "did you mean '" + words.group(1) + unit + "'?";
    }
    return "write a number and one of the units ms, s, m, h, d, as in 30s";
  }
}
