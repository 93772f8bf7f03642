package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;

/**
 * The IPv6 header (RFC 8200 3) without the two fields that follow from the rest of the packet, Payload Length and Next
 * Header.
 *
 * @param trafficClass 0 to 255: DSCP and ECN
 * @param flowLabel 0 to 2^20 - 1
 * @param hopLimit 0 to 255
 * @param source whence the packet comes
 * @param destination where it goes next
 */
public record Ipv6Header(
    int trafficClass, int flowLabel, int hopLimit, Ipv6Address source, Ipv6Address destination) {

  /** Octets of the header. */
  public static final int LENGTH = 40;

  static final int PAYLOAD_LENGTH_OFFSET = 4;
  static final int NEXT_HEADER_OFFSET = 6;

  /** Checks the ranges. */
  public Ipv6Header {
    Checks.unsigned8("traffic class", trafficClass);
    Checks.bits("flow label", flowLabel, 20);
    Checks.unsigned8("hop limit", hopLimit);
  }

  static Ipv6Header read(ByteBuffer buffer) {
    int first = buffer.getInt(0);
    return new Ipv6Header(
        first >>> 20 & 0xff,
        first & 0xf_ffff,
        buffer.get(7) & 0xff,
        Ipv6Address.read(buffer, 8),
        Ipv6Address.read(buffer, 24));
  }

  void writeTo(ByteBuffer buffer, int payloadLength, int nextHeader) {
    buffer.putInt(6 << 28 | trafficClass << 20 | flowLabel);
    buffer.putShort((short) payloadLength).put((byte) nextHeader).put((byte) hopLimit);
    source.writeTo(buffer);
    destination.writeTo(buffer);
  }
}
