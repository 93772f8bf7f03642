package org.roam6.linux.abi;

/** Rules that choose a routing table, of {@code linux/fib_rules.h}. */
public final class FibRules {

  /** Octets of {@code struct fib_rule_hdr}. */
  public static final int FIB_RULE_HDR_SIZE = 12;
  /** The rule matches what it would not match without this. */
  public static final int FIB_RULE_INVERT = 0x2;
  /** The rule also matches sockets that have no source address yet, and chooses it for them. */
  public static final int FIB_RULE_FIND_SADDR = 0x10000;
  /** Look up a table. */
  public static final int FR_ACT_TO_TBL = 1;
  /** Go on at a later rule. */
  public static final int FR_ACT_GOTO = 2;
  /** Go on at the next rule. */
  public static final int FR_ACT_NOP = 3;

  /** Destination prefix. */
  public static final int FRA_DST = 1;
  /** Source prefix. */
  public static final int FRA_SRC = 2;
  /** Name of the interface that a packet came in on. */
  public static final int FRA_IIFNAME = 3;
  /** Rank of the rule to go on at. */
  public static final int FRA_GOTO = 4;
  /** Rank, lower ones are first. */
  public static final int FRA_PRIORITY = 6;
  /** The bits of a packet's mark that count; without another attribute they have to be 0. */
  public static final int FRA_FWMASK = 16;
  /** Routes whose prefixes are no longer than this do not count. */
  public static final int FRA_SUPPRESS_PREFIXLEN = 14;
  /** Table. */
  public static final int FRA_TABLE = 15;
  /** Who made it. */
  public static final int FRA_PROTOCOL = 21;
  /** Upper-layer protocol. */
  public static final int FRA_IP_PROTO = 22;
  /** First and last destination port, 16 bits each. */
  public static final int FRA_DPORT_RANGE = 24;

  /** Where the host's own packets are said to come in. */
  public static final String LOOPBACK = "lo";

  private FibRules() {}
}
