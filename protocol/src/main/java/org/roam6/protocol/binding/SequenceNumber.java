package org.roam6.protocol.binding;

/**
 * The Sequence Number of Binding Updates, counted modulo 2^16.
 *
 * @param value 0 to 65535
 */
public record SequenceNumber(int value) {

  private static final int MODULUS = 1 << 16;
  private static final int HALF = 1 << 15;

  /** Refuses what does not fit 16 bits. */
  public SequenceNumber {
    if (value < 0 || value >= MODULUS) {
      throw new IllegalArgumentException("sequence number " + value + " is not 0 to 65535");
    }
  }

  /**
   * Whether this number counts as newer than {@code last}: it is one of the 32,767 that follow.
   */
  public boolean isGreaterThan(SequenceNumber last) {
    // RFC 6275 9.5.1: "considered less than or equal to the last received number if its value lies in the range of the
    // last received number and the preceding 32768 values, inclusive"
    int ahead = Math.floorMod(value - last.value, MODULUS);
    return ahead > 0 && ahead < HALF;
  }

  /** The number that comes {@code count} numbers later. */
  public SequenceNumber plus(int count) {
    return new SequenceNumber(Math.floorMod(value + count, MODULUS));
  }

  /** The number that follows this one; 0 follows 65535. */
  public SequenceNumber next() {
    return plus(1);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
