package org.roam6.protocol.forwarding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * An IPv6 packet in somebody's memory: a view that is moved from packet to packet, so that forwarding allocates
 * nothing. Headers are put before it and taken away by moving its start.
 */
public final class Packet {

  /** Where a packet comes from. */
  public enum Origin {
    /** The host's own routing led it to the tunnels. */
    HOST,
    /** It arrived on a link, for one of the host's addresses. */
    LINK
  }

  /** Octets of an IPv6 header (RFC 8200 3). */
  public static final int HEADER_LENGTH = 40;

  // Offsets in an IPv6 header.
  static final int PAYLOAD_LENGTH = 4;
  static final int NEXT_HEADER = 6;
  static final int HOP_LIMIT = 7;
  static final int SOURCE = 8;
  static final int DESTINATION = 24;

  private static final ValueLayout.OfLong BIG_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private MemorySegment memory = MemorySegment.NULL;
  private Origin origin = Origin.HOST;
  private long start;
  private int length;
  private int largestSegment;

  /** A view that shows nothing yet. */
  public Packet() {}

  /**
   * Shows a packet. Before it must be room for the headers that forwarding may add: 72 octets. Where it is a fragment,
   * the packet that it completes replaces it, and needs the room behind it.
   *
   * @param memory where it is
   * @param start where in {@code memory} it begins
   * @param length its octets
   * @param origin where it comes from
   */
  public void show(MemorySegment memory, long start, int length, Origin origin) {
    showLarge(memory, start, length, origin, length);
  }

  /**
   * Shows a row of TCP segments that the host handed over as one large packet.
   *
   * @param largestSegment octets of the largest packet that it becomes on the wire
   */
  public void showLarge(MemorySegment memory, long start, int length, Origin origin, int largestSegment) {
    this.memory = memory;
    this.start = start;
    this.length = length;
    this.origin = origin;
    this.largestSegment = largestSegment;
  }

  /** Where the packet is. */
  public MemorySegment memory() {
    return memory;
  }

  /** Where in {@link #memory} it begins now. */
  public long start() {
    return start;
  }

  /** Its octets now. */
  public int length() {
    return length;
  }

  /** Where it comes from. */
  public Origin origin() {
    return origin;
  }

  /** Octets of the largest packet that it becomes on the wire. */
  int largestSegment() {
    return largestSegment;
  }

  /** Moves the start; a negative number of octets makes room for a header. */
  void strip(int octets) {
    start += octets;
    length -= octets;
    largestSegment -= octets;
  }

  /** Makes room for {@code octets} behind the first {@code offset}, which move. */
  void insert(int offset, int octets) {
    MemorySegment.copy(memory, start, memory, start - octets, offset);
    strip(-octets);
  }

  /** Takes {@code octets} out behind the first {@code offset}, which move. */
  void remove(int offset, int octets) {
    MemorySegment.copy(memory, start, memory, start + octets, offset);
    strip(octets);
  }

  /** Cuts off what is behind the first {@code octets}. */
  void trim(int octets) {
    length = octets;
    largestSegment = Math.min(largestSegment, octets);
  }

  /** Shows more of what is behind: {@code octets} in all. */
  void extend(int octets) {
    length = octets;
    largestSegment = octets;
  }

  void copyTo(byte[] octets) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start, octets, 0, length);
  }

  /** The octet at {@code offset} from the start, 0 to 255. */
  int octet(int offset) {
    return memory.get(ValueLayout.JAVA_BYTE, start + offset) & 0xff;
  }

  /** Sixteen bits at {@code offset} from the start. */
  int unsignedShort(int offset) {
    return memory.get(BIG_SHORT, start + offset) & 0xffff;
  }

  /** Thirty-two bits at {@code offset} from the start. */
  int word(int offset) {
    return memory.get(BIG_INT, start + offset);
  }

  /** Sixty-four bits at {@code offset} from the start: half an address. */
  long half(int offset) {
    return memory.get(BIG_LONG, start + offset);
  }

  void setOctet(int offset, int value) {
    memory.set(ValueLayout.JAVA_BYTE, start + offset, (byte) value);
  }

  void setShort(int offset, int value) {
    memory.set(BIG_SHORT, start + offset, (short) value);
  }

  void setWord(int offset, int value) {
    memory.set(BIG_INT, start + offset, value);
  }

  /** Writes an Internet checksum over {@code octets} from {@code from} on, to be added to {@code sum}. */
  void setChecksum(int offset, long sum, int from, int octets) {
    setWord(offset, word(offset) & 0xffff);
    int folded = InternetChecksum.fold(InternetChecksum.add(sum, memory, start + from, octets));
    memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, start + offset, (short) ~folded);
  }

  void setHalf(int offset, long value) {
    memory.set(BIG_LONG, start + offset, value);
  }
}
