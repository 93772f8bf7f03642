package org.roam6.protocol.forwarding;

import org.roam6.protocol.Event;

/**
 * When it is worth telling that packets go between two nodes: of the first, and then once a second at most for each way.
 * It is a table of fixed size, in which those that went longest ago make room; a flood of nodes costs no more than a
 * thousand news a second. Allocates nothing.
 */
final class TrafficNews {

  private static final long INTERVAL_NANOS = 1_000_000_000;
  private static final int SETS = 256;
  private static final int PLACES = 4;
  // The multiplier of Fibonacci hashing; the highest bits choose one of 256 sets.
  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int SHIFT = 56;
  // Two addresses, what goes between them, and when it was told.
  private static final int FIELDS = 6;
  private static final int TOLD = 5;
  private static final int BURST = 1000;
  private static final long FLOOD_INTERVAL_NANOS = 1_000_000;

  private static final long[] NONE = {};

  private long[] fields = NONE;
  private long fullAgain;

  /** Whether to tell it now; if so it counts as told. */
  @SuppressWarnings("EnumOrdinal") // Numbers that live as long as the table.
  boolean due(
      DirectPath.Side side,
      Event.Way way,
      long homeHigh,
      long homeLow,
      long correspondentHigh,
      long correspondentLow,
      long nowNanos) {
    if (fields.length == 0) {
      fields = new long[SETS * PLACES * FIELDS];
    }
    // Never 0, as in a place that is free.
    long kind = 1 + 2L * way.ordinal() + side.ordinal();
    long mixed = (homeHigh * 31 ^ homeLow) * MIX ^ correspondentHigh * 31 ^ correspondentLow ^ kind << 32;
    int first = (int) (mixed * MIX >>> SHIFT) * PLACES * FIELDS;
    int oldest = first;
    for (int at = first; at < first + PLACES * FIELDS; at += FIELDS) {
      if (fields[at] == homeHigh
          && fields[at + 1] == homeLow
          && fields[at + 2] == correspondentHigh
          && fields[at + 3] == correspondentLow
          && fields[at + 4] == kind) {
        return nowNanos - fields[at + TOLD] >= INTERVAL_NANOS && tell(at, nowNanos);
      }
      oldest = isOlder(at, oldest) ? at : oldest;
    }
    if (!tell(oldest, nowNanos)) {
      return false;
    }
    fields[oldest] = homeHigh;
    fields[oldest + 1] = homeLow;
    fields[oldest + 2] = correspondentHigh;
    fields[oldest + 3] = correspondentLow;
    fields[oldest + 4] = kind;
    return true;
  }

  private boolean isOlder(int at, int other) {
    boolean free = fields[at + 4] == 0;
    boolean otherFree = fields[other + 4] == 0;
    return free == otherFree ? fields[at + TOLD] < fields[other + TOLD] : free;
  }

  private boolean tell(int at, long nowNanos) {
    if (fullAgain - nowNanos > FLOOD_INTERVAL_NANOS * (BURST - 1)) {
      return false;
    }
    fullAgain = Math.max(fullAgain, nowNanos) + FLOOD_INTERVAL_NANOS;
    fields[at + TOLD] = nowNanos;
    return true;
  }
}
