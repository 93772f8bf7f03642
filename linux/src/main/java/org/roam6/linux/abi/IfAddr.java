package org.roam6.linux.abi;

/** Addresses of interfaces, of {@code linux/if_addr.h}. */
public final class IfAddr {

  /** Octets of {@code struct ifaddrmsg}. */
  public static final int IFADDRMSG_SIZE = 8;
  /** The address, or that of the other end. */
  public static final int IFA_ADDRESS = 1;
  /** The address where IFA_ADDRESS is the other end's. */
  public static final int IFA_LOCAL = 2;
  /** Lifetimes. */
  public static final int IFA_CACHEINFO = 6;
  /** Flags of 32 bits. */
  public static final int IFA_FLAGS = 8;
  /** Who made it (since Linux 5.18). */
  public static final int IFA_PROTO = 11;
  /** Offset of {@code ifa_prefered}. */
  public static final int CACHEINFO_PREFERRED = 0;
  /** Offset of {@code ifa_valid}. */
  public static final int CACHEINFO_VALID = 4;

  private IfAddr() {}
}
