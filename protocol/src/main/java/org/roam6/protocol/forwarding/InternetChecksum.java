package org.roam6.protocol.forwarding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The Internet checksum (RFC 1071) over much data: sums in the machine's own byte order, eight octets at a time, which
 * the order of the octets allows (RFC 1071 2 (B)). All ranges begin at an even distance from the checksum's start.
 */
public final class InternetChecksum {

  private static final long LOW = 0xffff_ffffL;

  private InternetChecksum() {}

  /** The sum, not yet folded, of {@code length} octets (up to 2^20) added to {@code sum}. */
  public static long add(long sum, MemorySegment memory, long offset, int length) {
    long low = 0;
    long high = 0;
    int i = 0;
    for (; i + 7 < length; i += 8) {
      long eight = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + i);
      low += eight & LOW;
      high += eight >>> 32;
    }
    if ((length & 4) != 0) {
      low += memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset + i) & LOW;
      i += 4;
    }
    if ((length & 2) != 0) {
      low += memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset + i) & 0xffff;
      i += 2;
    }
    if ((length & 1) != 0) {
      // The missing octet is 0, and stands in the high half on a little-endian machine.
      low += memory.get(ValueLayout.JAVA_BYTE, offset + i) & 0xff;
    }
    return sum + low + high;
  }

  /** Adds a number of 16 bits of the pseudo-header: a length or next header; its complement takes it off. */
  public static long addNumber(long sum, int number) {
    return sum + (Short.reverseBytes((short) number) & 0xffff);
  }

  /** The sum folded to 16 bits, in the machine's own byte order. */
  public static int fold(long sum) {
    long folded = (sum & LOW) + (sum >>> 32);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) (folded & 0xffff);
  }
}
