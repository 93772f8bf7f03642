package org.roam6.linux.netlink;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What the kernel knows of an address, {@code IFA_F_} in {@code linux/if_addr.h}. */
public enum AddressFlag {
  /** Made for privacy and soon to be replaced (RFC 8981). */
  TEMPORARY(0x1),
  /** Without duplicate address detection. */
  NO_DAD(0x2),
  /** Used while duplicate address detection runs (RFC 4429); ignored where the interface does not allow it. */
  OPTIMISTIC(0x4),
  /** Somebody else has it. */
  DAD_FAILED(0x8),
  /** A home address, says RFC 6275's kernel part; without effect on source address selection. */
  HOME_ADDRESS(0x10),
  /** Only to be chosen where nothing else will do. */
  DEPRECATED(0x20),
  /** Duplicate address detection runs. */
  TENTATIVE(0x40),
  /** Without end of its lifetime. */
  PERMANENT(0x80),
  /** Temporary addresses are made from it. */
  MANAGE_TEMPORARY(0x100),
  /** No route to its prefix. */
  NO_PREFIX_ROUTE(0x200),
  /** Joined groups follow it. */
  MULTICAST_AUTO_JOIN(0x400),
  /** Its interface identifier is stable and opaque (RFC 7217). */
  STABLE_PRIVACY(0x800);

  private final int bit;

  AddressFlag(int bit) {
    this.bit = bit;
  }

  static int encode(Set<AddressFlag> flags) {
    int bits = 0;
    for (AddressFlag flag : flags) {
      bits |= flag.bit;
    }
    return bits;
  }

  /** The flags among the bits; bits that have no name here are left out. */
  static Set<AddressFlag> decode(int bits) {
    EnumSet<AddressFlag> flags = EnumSet.noneOf(AddressFlag.class);
    for (AddressFlag flag : values()) {
      if ((bits & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return Collections.unmodifiableSet(flags);
  }
}
