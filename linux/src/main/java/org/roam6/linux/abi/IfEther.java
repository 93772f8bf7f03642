package org.roam6.linux.abi;

/** Of {@code linux/if_ether.h}. */
public final class IfEther {

  /** Every frame. */
  public static final int ETH_P_ALL = 0x0003;
  /** IPv6. */
  public static final int ETH_P_IPV6 = 0x86dd;
  /** Octets of an Ethernet header. */
  public static final int ETH_HLEN = 14;
  /** An interface with Ethernet headers, of {@code linux/if_arp.h}. */
  public static final int ARPHRD_ETHER = 1;

  private IfEther() {}
}
