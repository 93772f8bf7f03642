package org.roam6.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A 48-bit link-layer address.
 *
 * @param value the address in the low 48 bits; the others are zero
 */
public record LinkLayerAddress(long value) implements Comparable<LinkLayerAddress> {

  /** Octets of an address on the wire. */
  public static final int LENGTH = 6;

  /** Refuses what has more than 48 bits. */
  public LinkLayerAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(value));
    }
  }

  /** The address in the six octets of {@code buffer} at {@code offset}. */
  public static LinkLayerAddress read(ByteBuffer buffer, int offset) {
    long high = buffer.getShort(offset) & 0xffffL;
    return new LinkLayerAddress(high << 32 | buffer.getInt(offset + 2) & 0xffff_ffffL);
  }

  /**
   * The address that {@code text} spells, as in {@code 02:00:5e:10:00:01}.
   *
   * @throws IllegalArgumentException where it spells none
   */
  public static LinkLayerAddress parse(String text) {
    byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text);
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("not six octets: " + text);
    }
    return read(ByteBuffer.wrap(bytes), 0);
  }

  /** The address to which frames for an IPv6 multicast group go (RFC 2464 7: 33:33 and the group's last 32 bits). */
  public static LinkLayerAddress ofMulticast(Ipv6Address group) {
    return new LinkLayerAddress(0x3333_0000_0000L | group.low() & 0xffff_ffffL);
  }

  /** Whether this is the address of a group. */
  public boolean isMulticast() {
    return (value >>> 40 & 1) == 1;
  }

  /** Appends the six octets to {@code buffer}. */
  public void writeTo(ByteBuffer buffer) {
    buffer.putShort((short) (value >>> 32));
    buffer.putInt((int) value);
  }

  /** The modified EUI-64 interface identifier made of this address (RFC 4291 appendix A). */
  public long interfaceIdentifier() {
    long high = value >>> 24 ^ 0x020000L;
    return high << 40 | 0xfffeL << 24 | value & 0xff_ffffL;
  }

  @Override
  public int compareTo(LinkLayerAddress other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    byte[] bytes = new byte[LENGTH];
    writeTo(ByteBuffer.wrap(bytes));
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }
}
