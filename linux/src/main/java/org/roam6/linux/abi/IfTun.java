package org.roam6.linux.abi;

/** TUN devices, of {@code linux/if_tun.h}. */
public final class IfTun {

  /** Makes or opens a device. */
  public static final long TUNSETIFF = 0x4004_54caL;
  /** Which offloads the reader copes with; the value is the argument itself. */
  public static final long TUNSETOFFLOAD = 0x4004_54d0L;
  /** Octets of the virtio header. */
  public static final long TUNSETVNETHDRSZ = 0x4004_54d8L;
  /** Packets, not frames. */
  public static final int IFF_TUN = 1;
  /** No packet information. */
  public static final int IFF_NO_PI = 0x1000;
  /** A virtio header before each packet. */
  public static final int IFF_VNET_HDR = 0x4000;
  /** Several queues. */
  public static final int IFF_MULTI_QUEUE = 0x100;
  /** Checksums may be unfinished. */
  public static final int TUN_F_CSUM = 1;
  /** Large TCP segments over IPv4. */
  public static final int TUN_F_TSO4 = 2;
  /** Large TCP segments over IPv6. */
  public static final int TUN_F_TSO6 = 4;
  /** Octets of {@code struct ifreq}. */
  public static final int IFREQ_SIZE = 40;
  /** Offset of {@code ifr_flags}, after the name. */
  public static final int IFREQ_FLAGS = 16;

  private IfTun() {}
}
