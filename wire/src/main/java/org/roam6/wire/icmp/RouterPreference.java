package org.roam6.wire.icmp;

/** How a router wants to be preferred as a default router or for a route (RFC 4191 2.1). */
public enum RouterPreference {
  /** 00. */
  MEDIUM(0),
  /** 01. */
  HIGH(1),
  // RFC 4191 2.2: "If the Reserved (10) value is received, the receiver MUST treat the value as if it were (00)."
  /** 10: counts as {@link #MEDIUM} in a router advertisement and voids a Route Information option. */
  RESERVED(2),
  /** 11. */
  LOW(3);

  private final int bits;

  RouterPreference(int bits) {
    this.bits = bits;
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
}
