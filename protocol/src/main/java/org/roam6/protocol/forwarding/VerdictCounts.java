package org.roam6.protocol.forwarding;

/** How many packets got which verdict. */
final class VerdictCounts {

  private final long[] counts = new long[Verdict.values().length];

  void add(Verdict verdict) {
    counts[slot(verdict)]++;
  }

  long of(Verdict verdict) {
    return counts[slot(verdict)];
  }

  // The index lives as long as the array: a map would box each count.
  @SuppressWarnings("EnumOrdinal")
  private static int slot(Verdict verdict) {
    return verdict.ordinal();
  }
}
