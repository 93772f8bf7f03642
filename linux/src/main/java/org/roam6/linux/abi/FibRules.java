package org.roam6.linux.abi;

/** Rules that choose a routing table, of {@code linux/fib_rules.h}. */
public final class FibRules {

  /** Octets of {@code struct fib_rule_hdr}. */
  public static final int FIB_RULE_HDR_SIZE = 12;
  /** The rule also matches sockets that have no source address yet, and chooses it for them. */
  public static final int FIB_RULE_FIND_SADDR = 0x10000;
  /** Look up a table. */
  public static final int FR_ACT_TO_TBL = 1;

  /** Source prefix. */
  public static final int FRA_SRC = 2;
  /** Rank, lower ones are first. */
  public static final int FRA_PRIORITY = 6;
  /** Table. */
  public static final int FRA_TABLE = 15;
  /** Who made it. */
  public static final int FRA_PROTOCOL = 21;

  private FibRules() {}
}
