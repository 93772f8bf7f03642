package org.roam6.linux.tun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.protocol.forwarding.InternetChecksum;
import org.roam6.protocol.forwarding.Packet;

/**
 * Finishes what the host left to a network card: writes checksums, and cuts a row of TCP segments that got more headers
 * into packets of their own, whose payload stays where it is.
 */
final class SegmentSplitter {

  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort BIG_SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  // An IPv6 header, the option of a tunnel encapsulation limit, a type 2 routing header, a Fragment header.
  private static final int MOST_ADDED_HEADERS = 80;
  private static final int PAYLOAD_LENGTH = 4;
  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_CHECKSUM = 16;
  private static final int TCP_HEADER_LENGTH = 20;
  private static final int FIN_AND_PUSH = 0x09;
  private static final int CONGESTION_WINDOW_REDUCED = 0x80;

  private final OuterBatch batch;

  SegmentSplitter(OuterBatch batch) {
    this.batch = batch;
  }

  private static int number(MemorySegment memory, long virtio, int field) {
    return memory.get(NATIVE_SHORT, virtio + field) & 0xffff;
  }

  /** Whether the virtio header at {@code virtio} announces a row of TCP segments over IPv6. */
  static boolean isRow(MemorySegment memory, long virtio) {
    int type = memory.get(ValueLayout.JAVA_BYTE, virtio + VirtioNet.GSO_TYPE) & ~VirtioNet.GSO_ECN;
    return (type & 0xff) == VirtioNet.GSO_TCPV6;
  }

  /**
   * Octets of the headers of a row of TCP segments, from the inner IPv6 header on, or 0 where what the virtio header
   * says cannot be.
   */
  static int rowHeaders(MemorySegment memory, long virtio, long inner, int length) {
    int tcp = number(memory, virtio, VirtioNet.CSUM_START);
    if (tcp < Packet.HEADER_LENGTH || tcp + TCP_HEADER_LENGTH > length) {
      return 0;
    }
    int headers = tcp + (memory.get(ValueLayout.JAVA_BYTE, inner + tcp + TCP_DATA_OFFSET) >>> 4 & 0xf) * 4;
    boolean fits = headers >= tcp + TCP_HEADER_LENGTH
        && headers < length
        && headers + MOST_ADDED_HEADERS <= OuterBatch.HEADERS_SIZE
        && number(memory, virtio, VirtioNet.GSO_SIZE) > 0;
    return fits ? headers : 0;
  }

  /** Payload octets of a segment of the row. */
  static int segmentSize(MemorySegment memory, long virtio) {
    return number(memory, virtio, VirtioNet.GSO_SIZE);
  }

  /**
   * Writes the checksum that the host left out, if it did, and says so in the virtio header.
   *
   * @param inner where the inner packet begins, of which {@code length} octets are there
   * @return false where what the virtio header says cannot be
   */
  static boolean finishChecksum(MemorySegment memory, long virtio, long inner, int length) {
    if ((memory.get(ValueLayout.JAVA_BYTE, virtio + VirtioNet.FLAGS) & VirtioNet.F_NEEDS_CSUM) == 0) {
      return true;
    }
    int start = number(memory, virtio, VirtioNet.CSUM_START);
    int field = start + number(memory, virtio, VirtioNet.CSUM_OFFSET);
    if (start < Packet.HEADER_LENGTH || field + 2 > length) {
      return false;
    }
    // The field holds the sum of the pseudo-header.
    int sum = InternetChecksum.fold(InternetChecksum.add(0, memory, inner + start, length - start));
    writeChecksum(memory, inner + field, sum);
    memory.set(ValueLayout.JAVA_BYTE, virtio + VirtioNet.FLAGS, (byte) 0);
    return true;
  }

  private static void writeChecksum(MemorySegment memory, long field, int sum) {
    int checksum = ~sum & 0xffff;
    // RFC 768: a UDP checksum of zero is sent as ones; to TCP the two are the same.
    memory.set(NATIVE_SHORT, field, (short) (checksum == 0 ? 0xffff : checksum));
  }

  /**
   * Adds the segments of a row to the batch.
   *
   * @param packet the row with all its headers
   * @param inner where in it the IPv6 header is that the host made; 0 where it is in no tunnel
   * @param headers octets of all headers to the TCP payload
   * @param tcp octets of those before the TCP header
   * @param segment payload octets of a segment
   * @param pathMtu octets that may go in one packet
   * @param unfragmentable octets of the headers that each fragment has
   */
  void split(Packet packet, int inner, int headers, int tcp, int segment, int pathMtu, int unfragmentable) {
    MemorySegment memory = packet.memory();
    int payload = packet.length() - headers;
    long row = packet.start() + tcp;
    // The row's checksum field holds the sum of the pseudo-header with the row's length, which is taken off.
    long pseudo = memory.get(NATIVE_SHORT, row + TCP_CHECKSUM) & 0xffff;
    pseudo = InternetChecksum.addNumber(pseudo, ~(packet.length() - tcp));
    int sequence = memory.get(BIG_INT, row + TCP_SEQUENCE);
    int flags = memory.get(ValueLayout.JAVA_BYTE, row + TCP_FLAGS);
    for (int done = 0; done < payload; done += segment) {
      batch.makeRoom();
      int size = Math.min(segment, payload - done);
      MemorySegment made = batch.headers();
      long at = batch.headersOffset();
      MemorySegment.copy(memory, packet.start(), made, at, headers);
      made.set(BIG_SHORT, at + PAYLOAD_LENGTH, (short) (headers - Packet.HEADER_LENGTH + size));
      int innerPayload = headers - inner - Packet.HEADER_LENGTH + size;
      made.set(BIG_SHORT, at + inner + PAYLOAD_LENGTH, (short) innerPayload);
      long tcpAt = at + tcp;
      made.set(BIG_INT, tcpAt + TCP_SEQUENCE, sequence + done);
      int cleared = (done + size < payload ? FIN_AND_PUSH : 0) | (done > 0 ? CONGESTION_WINDOW_REDUCED : 0);
      made.set(ValueLayout.JAVA_BYTE, tcpAt + TCP_FLAGS, (byte) (flags & ~cleared));
      made.set(NATIVE_SHORT, tcpAt + TCP_CHECKSUM, (short) 0);
      long data = packet.start() + headers + done;
      long sum = InternetChecksum.addNumber(pseudo, headers - tcp + size);
      sum = InternetChecksum.add(sum, made, tcpAt, headers - tcp);
      sum = InternetChecksum.add(sum, memory, data, size);
      writeChecksum(made, tcpAt + TCP_CHECKSUM, InternetChecksum.fold(sum));
      batch.add(headers, memory, data, size, pathMtu, unfragmentable);
    }
  }
}
