package org.roam6.wire.ip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/**
 * The Internet checksum (RFC 1071). A running sum is a {@code long} that starts at 0 and goes from call to call, so
 * that nothing is allocated; every piece but the last must have an even number of octets.
 */
public final class Checksum {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long LOW_32 = 0xffff_ffffL;

  private Checksum() {}

  /**
   * The checksum of a whole upper-layer message. Where its checksum field is zero, this is what belongs there; where it
   * is filled in, this is 0 exactly if it is right.
   *
   * @param protocol the Next Header value of the pseudo-header
   * @return 0 to 65535
   */
  public static int ofUpperLayer(Ipv6Address source, Ipv6Address destination, int protocol, Octets message) {
    long sum = pseudoHeader(source, destination, message.length(), protocol);
    return finish(add(sum, message.asBuffer(), 0, message.length()));
  }

  /**
   * The running sum with {@code length} octets of {@code buffer}, which is big-endian, from {@code offset}; an odd last
   * octet counts as if a zero stood behind it. The position does not matter and does not move.
   */
  public static long add(long sum, ByteBuffer buffer, int offset, int length) {
    int at = offset;
    int end = offset + length;
    long total = sum;
    for (; end - at >= 8; at += 8) {
      total = addLong(total, buffer.getLong(at));
    }
    for (int shift = 8; at < end; at++, shift ^= 8) {
      total = fold(total + ((buffer.get(at) & 0xffL) << shift));
    }
    return total;
  }

  /** The running sum with {@code length} octets of {@code bytes} from {@code offset}. */
  public static long add(long sum, byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    long total = sum;
    for (; end - at >= 8; at += 8) {
      total = addLong(total, (long) LONGS.get(bytes, at));
    }
    for (int shift = 8; at < end; at++, shift ^= 8) {
      total = fold(total + ((bytes[at] & 0xffL) << shift));
    }
    return total;
  }

  /** The running sum with an address. */
  public static long add(long sum, Ipv6Address address) {
    return addLong(addLong(sum, address.high()), address.low());
  }

  /**
   * The running sum of a pseudo-header (RFC 8200 8.1), which begins every checksum of an upper layer.
   *
   * @param source the address of the original source: where there is a Home Address option, the home address
   * @param destination the address of the final destination: where there is a routing header, its last address
   * @param length octets of the upper-layer header and its data
   * @param protocol the upper-layer protocol, whatever stands in the Next Header field of the IPv6 header
   */
  public static long pseudoHeader(Ipv6Address source, Ipv6Address destination, int length, int protocol) {
    return add(add(0, source), destination) + length + protocol;
  }

  /** The value of the checksum field, 0 to 65535, given the sum over everything with a field of zero. */
  public static int finish(long sum) {
    return (int) (~fold16(sum) & 0xffff);
  }

  /** Whether the sum over everything, with the field as it was received, says that the octets are intact. */
  public static boolean verifies(long sum) {
    return fold16(sum) == 0xffff;
  }

  private static long addLong(long sum, long word) {
    return fold(sum + (word >>> 32) + (word & LOW_32));
  }

  // Keeps the running sum within 33 bits: 2^32 is 1 modulo 2^16 - 1.
  private static long fold(long sum) {
    return (sum >>> 32) + (sum & LOW_32);
  }

  private static long fold16(long sum) {
    long folded = fold(sum);
    while (folded >>> 16 != 0) {
      folded = (folded >>> 16) + (folded & 0xffff);
    }
    return folded;
  }
}
