package org.roam6.wire;

import java.nio.ByteBuffer;

/**
 * An IPv6 address. {@link Comparable}, so that hash tables whose keys a peer chooses stay fast.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits, the interface identifier of most addresses
 */
public record Ipv6Address(long high, long low) implements Comparable<Ipv6Address> {

  /** Octets of an address on the wire. */
  public static final int LENGTH = 16;

  /** {@code ::} */
  public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);
  /** {@code ::1} */
  public static final Ipv6Address LOOPBACK = new Ipv6Address(0, 1);
  /** {@code ff02::1} */
  public static final Ipv6Address ALL_NODES = new Ipv6Address(0xff02L << 48, 1);
  /** {@code ff02::2} */
  public static final Ipv6Address ALL_ROUTERS = new Ipv6Address(0xff02L << 48, 2);

  private static final Ipv6Prefix LINK_LOCAL = new Ipv6Prefix(new Ipv6Address(0xfe80L << 48, 0), 10);

  /**
   * The address that {@code text} spells (RFC 4291 2.2), without zone.
   *
   * @throws IllegalArgumentException where it spells none; the message quotes the text
   */
  public static Ipv6Address parse(String text) {
    return Ipv6AddressText.parse(text);
  }

  /** The address in the sixteen octets of {@code buffer} at {@code offset}. */
  public static Ipv6Address read(ByteBuffer buffer, int offset) {
    return new Ipv6Address(buffer.getLong(offset), buffer.getLong(offset + 8));
  }

  /** The link-local address with the given interface identifier (RFC 4291 2.5.6). */
  public static Ipv6Address linkLocal(long interfaceIdentifier) {
    return new Ipv6Address(0xfe80L << 48, interfaceIdentifier);
  }

  /** Appends the sixteen octets to {@code buffer}. */
  public void writeTo(ByteBuffer buffer) {
    buffer.putLong(high).putLong(low);
  }

  /** Whether this is {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** Whether this is {@code ::1}. */
  public boolean isLoopback() {
    return high == 0 && low == 1;
  }

  /** Whether this is in {@code ff00::/8}. */
  public boolean isMulticast() {
    return high >>> 56 == 0xff;
  }

  /** How far packets for this multicast address go: 2 is the link, 14 is everywhere (RFC 4291 2.7); 0 to 15. */
  public int multicastScope() {
    return (int) (high >>> 48) & 0xf;
  }

  /** Whether this is in {@code fe80::/10}. */
  public boolean isLinkLocal() {
    return LINK_LOCAL.contains(this);
  }

  /** Whether this is an IPv4-mapped address, {@code ::ffff:0:0/96}, which never appears on the wire. */
  public boolean isIpv4Mapped() {
    return high == 0 && low >>> 32 == 0xffffL;
  }

  /**
   * Whether this can be a home or care-of address: RFC 6275 4.6 wants unicast routable addresses, and so neither
   * multicast, unspecified, loopback, link-local nor IPv4-mapped ones.
   */
  public boolean isUnicastRoutable() {
    return !isMulticast() && !isUnspecified() && !isLoopback() && !isLinkLocal() && !isIpv4Mapped();
  }

  /** The solicited-node multicast address of this address (RFC 4291 2.7.1). */
  public Ipv6Address solicitedNode() {
    return new Ipv6Address(0xff02L << 48, 0x1_ff00_0000L | low & 0xff_ffffL);
  }

  /** Whether this is the solicited-node multicast address of some address, {@code ff02::1:ff00:0/104}. */
  public boolean isSolicitedNode() {
    return equals(solicitedNode());
  }

  @Override
  public int compareTo(Ipv6Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** The canonical text of RFC 5952. */
  @Override
  public String toString() {
    return Ipv6AddressText.format(this);
  }
}
