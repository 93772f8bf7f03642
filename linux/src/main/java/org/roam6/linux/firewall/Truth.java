package org.roam6.linux.firewall;

/** Whether something holds of an imagined packet. */
enum Truth {
  NO,
  UNKNOWN,
  YES;

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  Truth and(Truth other) {
    return compareTo(other) < 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case NO -> YES;
      case UNKNOWN -> UNKNOWN;
      case YES -> NO;
    };
  }
}
