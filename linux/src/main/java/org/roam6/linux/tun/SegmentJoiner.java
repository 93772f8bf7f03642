package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.abi.VirtioNet;
import org.roam6.protocol.forwarding.InternetChecksum;
import org.roam6.protocol.forwarding.Packet;

/**
 * Hands inner packets to the host, and joins TCP segments that follow one another into one large packet, as the kernel
 * does for packets without a tunnel (generic receive offload): the host then handles the row at once. The payload stays
 * where it was received. What was added must stay untouched until {@link #flush}.
 *
 * <p>Segments are joined only where they could be cut apart again into the same packets: same addresses, ports, flags,
 * acknowledgement, window and options, equal lengths but for the last.
 */
final class SegmentJoiner implements AutoCloseable {

  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort BIG_SHORT = NATIVE_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int MOST_SEGMENTS = 64;
  private static final int LONGEST = 65_535;
  private static final int TCP = 6;
  private static final int PAYLOAD_LENGTH = 4;
  private static final int NEXT_HEADER = 6;
  private static final int SOURCE = 8;
  private static final int ADDRESSES_LENGTH = 32;
  private static final int TCP_AT = Packet.HEADER_LENGTH;
  private static final int TCP_SEQUENCE = TCP_AT + 4;
  private static final int TCP_ACKNOWLEDGEMENT = TCP_AT + 8;
  private static final int TCP_DATA_OFFSET = TCP_AT + 12;
  private static final int TCP_FLAGS = TCP_AT + 13;
  private static final int TCP_WINDOW = TCP_AT + 14;
  private static final int TCP_CHECKSUM = TCP_AT + 16;
  private static final int TCP_URGENT = TCP_AT + 18;
  private static final int TCP_HEADER_LENGTH = 20;
  private static final int ACK = 0x10;
  private static final int PUSH = 0x08;

  private final TunnelDevice device;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment vectors = arena.allocate((long) MOST_SEGMENTS * Socket.IOVEC_SIZE, Long.BYTES);
  private MemorySegment memory = MemorySegment.NULL;
  // The first segment of the row, and the row so far.
  private long first;
  private int headers;
  private int segment;
  private int length;
  private int count;
  private int nextSequence;
  private long lost;

  SegmentJoiner(TunnelDevice device) {
    this.device = device;
  }

  /** Packets that the host did not take. */
  long lost() {
    return lost;
  }

  /**
   * Takes an inner packet without virtio header. Before it must be the device's headroom, which is overwritten.
   */
  void add(Packet packet) {
    int packetHeaders = joinableHeaders(packet);
    if (packetHeaders == 0) {
      flush();
      writeVirtioHeader(packet.memory(), packet.start() - device.headroom(), 0, 0, 0, 0);
      writeOne(packet.memory(), packet.start(), packet.length());
    } else if (!append(packet, packetHeaders)) {
      flush();
      begin(packet, packetHeaders);
    }
  }

  /** Takes an inner packet whose virtio header, already right for the device, stands before it. */
  void addFinished(Packet packet) {
    flush();
    writeOne(packet.memory(), packet.start(), packet.length());
  }

  private void writeOne(MemorySegment from, long start, int octets) {
    int headroom = device.headroom();
    Socket.writeIovec(vectors, 0, from, start - headroom, (long) octets + headroom);
    if (device.write(vectors, 1, from, start - headroom) < 0) {
      lost++;
    }
  }

  /** Octets of the headers of a TCP segment that may be part of a row, or 0. */
  private static int joinableHeaders(Packet packet) {
    MemorySegment from = packet.memory();
    long at = packet.start();
    if (packet.length() <= TCP_AT + TCP_HEADER_LENGTH || from.get(ValueLayout.JAVA_BYTE, at + NEXT_HEADER) != TCP) {
      return 0;
    }
    int all = TCP_AT + (from.get(ValueLayout.JAVA_BYTE, at + TCP_DATA_OFFSET) >>> 4 & 0xf) * 4;
    int flags = from.get(ValueLayout.JAVA_BYTE, at + TCP_FLAGS) & 0xff;
    boolean plain = all >= TCP_AT + TCP_HEADER_LENGTH && all < packet.length() && (flags & ~PUSH) == ACK;
    return plain && isChecksumRight(packet) ? all : 0;
  }

  // The host does not check a row again, so that each segment must be right.
  private static boolean isChecksumRight(Packet packet) {
    MemorySegment from = packet.memory();
    int tcpLength = packet.length() - TCP_AT;
    long sum = InternetChecksum.add(0, from, packet.start() + SOURCE, ADDRESSES_LENGTH + tcpLength);
    sum = InternetChecksum.addNumber(sum, tcpLength);
    sum = InternetChecksum.addNumber(sum, TCP);
    return InternetChecksum.fold(sum) == 0xffff;
  }

  private void begin(Packet packet, int packetHeaders) {
    memory = packet.memory();
    first = packet.start();
    headers = packetHeaders;
    segment = packet.length() - packetHeaders;
    length = packet.length();
    count = 1;
    nextSequence = memory.get(BIG_INT, first + TCP_SEQUENCE) + segment;
    int headroom = device.headroom();
    Socket.writeIovec(vectors, 0, memory, first - headroom, (long) length + headroom);
    if (isPush(packet)) {
      flush();
    }
  }

  private static boolean isPush(Packet packet) {
    return (packet.memory().get(ValueLayout.JAVA_BYTE, packet.start() + TCP_FLAGS) & PUSH) != 0;
  }

  private boolean append(Packet packet, int packetHeaders) {
    int payload = packet.length() - packetHeaders;
    boolean follows = count > 0
        && packetHeaders == headers
        && payload <= segment
        && length + payload <= LONGEST
        && packet.memory().get(BIG_INT, packet.start() + TCP_SEQUENCE) == nextSequence
        && isSameFlow(packet.start());
    if (!follows) {
      return false;
    }
    Socket.writeIovec(
        vectors, (long) count * Socket.IOVEC_SIZE, memory, packet.start() + packetHeaders, payload);
    count++;
    length += payload;
    nextSequence += payload;
    boolean push = isPush(packet);
    if (push) {
      memory.set(ValueLayout.JAVA_BYTE, first + TCP_FLAGS, (byte) (ACK | PUSH));
    }
    if (push || payload < segment || count == MOST_SEGMENTS) {
      flush();
    }
    return true;
  }

  private boolean isSameFlow(long other) {
    // Version, class and label; next header and hop limit; addresses and ports; what TCP says; its options.
    return same(other, 0, PAYLOAD_LENGTH)
        && same(other, NEXT_HEADER, TCP_SEQUENCE)
        && same(other, TCP_ACKNOWLEDGEMENT, TCP_DATA_OFFSET + 1)
        && same(other, TCP_WINDOW, TCP_CHECKSUM)
        && same(other, TCP_URGENT, headers);
  }

  private boolean same(long other, int from, int to) {
    for (int i = from; i < to; i++) {
      if (memory.get(ValueLayout.JAVA_BYTE, first + i) != memory.get(ValueLayout.JAVA_BYTE, other + i)) {
        return false;
      }
    }
    return true;
  }

  /** Hands over what was joined. */
  void flush() {
    if (count == 0) {
      return;
    }
    long virtio = first - device.headroom();
    if (count == 1) {
      writeVirtioHeader(memory, virtio, VirtioNet.F_DATA_VALID, 0, 0, 0);
    } else {
      writeVirtioHeader(memory, virtio, VirtioNet.F_NEEDS_CSUM, VirtioNet.GSO_TCPV6, headers, segment);
      memory.set(BIG_SHORT, first + PAYLOAD_LENGTH, (short) (length - Packet.HEADER_LENGTH));
      long pseudo = InternetChecksum.add(0, memory, first + SOURCE, ADDRESSES_LENGTH);
      pseudo = InternetChecksum.addNumber(pseudo, TCP);
      pseudo = InternetChecksum.addNumber(pseudo, length - TCP_AT);
      memory.set(NATIVE_SHORT, first + TCP_CHECKSUM, (short) InternetChecksum.fold(pseudo));
    }
    if (device.write(vectors, count, memory, virtio) < 0) {
      lost += count;
    }
    count = 0;
  }

  private static void writeVirtioHeader(
      MemorySegment memory, long virtio, int flags, int type, int headersLength, int segmentSize) {
    boolean unfinished = (flags & VirtioNet.F_NEEDS_CSUM) != 0;
    memory.set(ValueLayout.JAVA_BYTE, virtio + VirtioNet.FLAGS, (byte) flags);
    memory.set(ValueLayout.JAVA_BYTE, virtio + VirtioNet.GSO_TYPE, (byte) type);
    memory.set(NATIVE_SHORT, virtio + VirtioNet.HDR_LEN, (short) headersLength);
    memory.set(NATIVE_SHORT, virtio + VirtioNet.GSO_SIZE, (short) segmentSize);
    memory.set(NATIVE_SHORT, virtio + VirtioNet.CSUM_START, (short) (unfinished ? TCP_AT : 0));
    memory.set(NATIVE_SHORT, virtio + VirtioNet.CSUM_OFFSET, (short) (unfinished ? TCP_CHECKSUM - TCP_AT : 0));
  }

  @Override
  public void close() {
    arena.close();
  }
}
