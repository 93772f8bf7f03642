package org.roam6.cli;

import tools.jackson.databind.JsonNode;

/** Durations for people: two units at most. */
final class Durations {

  private Durations() {}

  /** Seconds, as in {@code 10m}; a dash for what is not there. */
  static String seconds(JsonNode value) {
    return value.isNumber() ? millis(value.asLong() * 1000) : "-";
  }

  /** Milliseconds, as in {@code 9m 32s}; a dash for what is not there. */
  static String millis(JsonNode value) {
    return value.isNumber() ? millis(value.asLong()) : "-";
  }

  private static String millis(long millis) {
    if (millis < 10_000) {
      return millis % 1000 == 0
          ? millis / 1000 + "s"
          : "%d.%03ds".formatted(millis / 1000, millis % 1000);
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600 ? two(seconds, 60, "m", "s") : two(seconds / 60, 60, "h", "m");
  }

  private static String two(long value, long base, String great, String small) {
    return value / base + great + (value % base == 0 ? "" : " " + value % base + small);
  }
}
