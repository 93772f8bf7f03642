package org.roam6.wire;

/** Range checks of the compact constructors, so that every value that exists can be encoded. */
public final class Checks {

  private Checks() {}

  /** Refuses what does not fit in 8 bits. */
  public static void unsigned8(String field, int value) {
    require((value & ~0xff) == 0, field, value);
  }

  /** Refuses what does not fit in 16 bits. */
  public static void unsigned16(String field, int value) {
    require((value & ~0xffff) == 0, field, value);
  }

  /** Refuses what does not fit in 32 bits. */
  public static void unsigned32(String field, long value) {
    require((value & ~0xffff_ffffL) == 0, field, value);
  }

  /** Refuses what does not fit in {@code width} bits, 1 to 31. */
  public static void bits(String field, int value, int width) {
    require(value >>> width == 0, field, value);
  }

  /** Refuses what is negative or greater than {@code bound}. */
  public static void atMost(String field, int value, int bound) {
    require(value >= 0 && value <= bound, field, value);
  }

  /** Refuses what is not a multiple of {@code unit}. */
  public static void multipleOf(String field, int value, int unit) {
    require(value % unit == 0, field, value);
  }

  private static void require(boolean legal, String field, long value) {
    if (!legal) {
      throw new IllegalArgumentException(field + " cannot be " + value);
    }
  }
}
