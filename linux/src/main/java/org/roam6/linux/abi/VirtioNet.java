package org.roam6.linux.abi;

/** The header before packets of devices with offloads, of {@code linux/virtio_net.h}. */
public final class VirtioNet {

  /** Octets of {@code struct virtio_net_hdr}. */
  public static final int HEADER_SIZE = 10;
  /** Offset of {@code flags}, an octet. */
  public static final int FLAGS = 0;
  /** Offset of {@code gso_type}, an octet. */
  public static final int GSO_TYPE = 1;
  /** Offset of {@code hdr_len}: octets of all headers. */
  public static final int HDR_LEN = 2;
  /** Offset of {@code gso_size}: payload octets of a segment. */
  public static final int GSO_SIZE = 4;
  /** Offset of {@code csum_start}: where the checksum begins. */
  public static final int CSUM_START = 6;
  /** Offset of {@code csum_offset}: where the checksum stands, from its start. */
  public static final int CSUM_OFFSET = 8;
  /** The checksum holds the pseudo-header only. */
  public static final int F_NEEDS_CSUM = 1;
  /** The checksum was checked. */
  public static final int F_DATA_VALID = 2;
  /** One packet. */
  public static final int GSO_NONE = 0;
  /** A row of TCP segments over IPv6. */
  public static final int GSO_TCPV6 = 4;
  /** With the TCP flag CWR. */
  public static final int GSO_ECN = 0x80;

  private VirtioNet() {}
}
