package org.roam6.protocol.forwarding;

/** Where an address stands in an open-addressing table. */
public final class AddressHash {

  // Odd constants of the finalizer of SplitMix64; any mixture that spreads neighbouring addresses will do.
  private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
  private static final long MIX_2 = 0x94d049bb133111ebL;

  private AddressHash() {}

  /** A number for the address of these halves, all bits of which depend on all of the address. */
  public static int of(long high, long low) {
    long mixed = (low ^ high * MIX_1) * MIX_2;
    mixed = (mixed ^ mixed >>> 30) * MIX_1;
    return (int) (mixed ^ mixed >>> 32);
  }
}
