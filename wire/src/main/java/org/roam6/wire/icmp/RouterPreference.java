package org.roam6.wire.icmp;

/** How a router wants to be preferred as a default router or for a route (RFC 4191 2.1). */
public enum RouterPreference {
  /** 00. */
  MEDIUM(0, 0),
  /** 01. */
  HIGH(1, 1),
  // RFC 4191 2.2: "If the Reserved (10) value is received, the receiver MUST treat the value as if it were (00)."
  /** 10: counts as {@link #MEDIUM} in a router advertisement and voids a Route Information option. */
  RESERVED(2, 0),
  /** 11. */
  LOW(3, -1);

  private final int bits;
  private final int rank;

  RouterPreference(int bits, int rank) {
    this.bits = bits;
    this.rank = rank;
  }

  static RouterPreference ofBits(int bits) {
    return switch (bits & 3) {
      case 0 -> MEDIUM;
      case 1 -> HIGH;
      case 2 -> RESERVED;
      default -> LOW;
    };
  }

  int bits() {
    return bits;
  }

  /** The greater, the better as a default router: -1 to 1. */
  public int rank() {
    return rank;
  }
}
