package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** The Internet checksum over the IPv6 pseudo-header and an upper-layer message (RFC 8200 8.1, RFC 1071). */
public final class Checksum {

  private Checksum() {}

  /**
   * The one's complement of the one's complement sum. Where the checksum field of {@code payload} is zero, this is what
   * belongs there; where it is filled in, this is 0 exactly if it is right.
   *
   * @param protocol the Next Header value of the pseudo-header, that of the upper-layer protocol
   * @return 0 to 65535
   */
  public static int ofUpperLayer(Ipv6Address source, Ipv6Address destination, int protocol, Octets payload) {
    long sum = words(source.high()) + words(source.low()) + words(destination.high()) + words(destination.low());
    sum += payload.length() + protocol;
    ByteBuffer buffer = payload.asBuffer();
    while (buffer.remaining() >= 2) {
      sum += buffer.getShort() & 0xffff;
    }
    if (buffer.hasRemaining()) {
      sum += (buffer.get() & 0xff) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  private static long words(long value) {
    return (value >>> 48) + (value >>> 32 & 0xffff) + (value >>> 16 & 0xffff) + (value & 0xffff);
  }
}
