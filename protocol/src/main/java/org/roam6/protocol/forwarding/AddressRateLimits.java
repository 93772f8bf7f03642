package org.roam6.protocol.forwarding;

/**
 * How often something may happen for the sake of an address, and for all together. It is a table of fixed size:
 * addresses that share a slot share its limit. Allocates nothing but the table, when it is asked for the first time.
 */
public final class AddressRateLimits {

  private static final int SLOTS = 256;
  // The multiplier of Fibonacci hashing; the highest bits choose one of 256 slots.
  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int SHIFT = 56;
  private static final long[] NONE = {};

  // The time at which a slot may use its whole burst again; the last one is of all.
  private long[] fullAgain = NONE;
  private final Rate each;
  private final Rate all;

  /**
   * So many in a row, and one more for each interval that passes.
   *
   * @param burst at least 1
   * @param intervalNanos more than 0
   */
  public record Rate(int burst, long intervalNanos) {}

  /** Limits of which nothing is used up. */
  public AddressRateLimits(Rate each, Rate all) {
    this.each = each;
    this.all = all;
  }

  /** Whether it may happen now for this address; if so it counts as done. */
  public boolean take(long high, long low, long nowNanos) {
    if (fullAgain.length == 0) {
      fullAgain = new long[SLOTS + 1];
    }
    int slot = (int) ((high * 31 ^ low) * MIX >>> SHIFT);
    if (!allows(slot, each, nowNanos) || !allows(SLOTS, all, nowNanos)) {
      return false;
    }
    use(slot, each, nowNanos);
    use(SLOTS, all, nowNanos);
    return true;
  }

  private boolean allows(int slot, Rate rate, long nowNanos) {
    return fullAgain[slot] - nowNanos <= rate.intervalNanos * (rate.burst - 1L);
  }

  private void use(int slot, Rate rate, long nowNanos) {
    fullAgain[slot] = Math.max(fullAgain[slot], nowNanos) + rate.intervalNanos;
  }
}
