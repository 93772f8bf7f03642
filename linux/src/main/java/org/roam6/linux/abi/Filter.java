package org.roam6.linux.abi;

/** Classic BPF, of {@code linux/filter.h} and {@code linux/bpf_common.h}. */
public final class Filter {

  /** Octets of {@code struct sock_filter}: code (2), jt, jf, k (4). */
  public static final int SOCK_FILTER_SIZE = 8;
  /** Octets of {@code struct sock_fprog}: length (2), pointer at 8. */
  public static final int SOCK_FPROG_SIZE = 16;
  /** Offset of the pointer. */
  public static final int SOCK_FPROG_FILTER = 8;
  /** Load the octet at k. */
  public static final int LD_B_ABS = 0x30;
  /** Load the two octets at k. */
  public static final int LD_H_ABS = 0x28;
  /** Jump where the loaded value equals k. */
  public static final int JEQ = 0x15;
  /** Jump where the loaded value is at least k. */
  public static final int JGE = 0x35;
  /** Jump where the loaded value is greater than k. */
  public static final int JGT = 0x25;
  /** Keep of the loaded value only the bits that k has. */
  public static final int AND = 0x54;
  /** End with k octets of the packet; 0 drops it. */
  public static final int RET = 0x06;
  /** Pseudo-offset: the kind of the packet. */
  public static final int SKF_AD_PKTTYPE = -0x1000 + 4;
  /** Base of offsets from the network header on, whatever the socket shows before it. */
  public static final int SKF_NET_OFF = -0x10_0000;

  private Filter() {}
}
