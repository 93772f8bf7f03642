package org.roam6.wire.mobility;

/** Bounds of fields. */
final class Range {

  private Range() {}

  /** Refuses a value that does not fit an unsigned field of {@code bits}, fewer than 64. */
  static void check(String name, long value, int bits) {
    if (value >>> bits != 0) {
      throw new IllegalArgumentException(name + " does not fit " + bits + " bits: " + value);
    }
  }
}
