package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.roam6.linux.abi.Errno;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.linux.raw.SourceControl;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.wire.Ipv6Address;

/**
 * Packets with all their headers that go out together, along the host's routes. A packet is one or two pieces of memory, which stay
 * untouched until {@link #flush}: headers that were made for it, and payload that stays where it was read. A packet that
 * its path does not carry goes in two fragments.
 */
final class OuterBatch implements AutoCloseable {

  /** Packets that fit in. */
  static final int CAPACITY = 128;
  /** Octets of headers for one packet: two IPv6 headers, what stands behind them, the longest TCP header. */
  static final int HEADERS_SIZE = 256;

  private static final int PAYLOAD_LENGTH = 4;
  private static final int NEXT_HEADER = 6;
  private static final int SOURCE = 8;
  private static final int DESTINATION = 24;
  private static final int PIECES = 2;
  private static final int FRAGMENTS = 2;
  private static final int FRAGMENT_HEADER_LENGTH = 8;
  private static final int MORE_FRAGMENTS = 1;
  // The last of the headers that a direct path puts in.
  private static final int DIRECT_HEADER_LENGTH = 24;
  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final RoutedSender sender;
  private final MemorySegment headers = arena.allocate((long) CAPACITY * HEADERS_SIZE, 64);
  private final MemorySegment vectors = arena.allocate((long) CAPACITY * PIECES * Socket.IOVEC_SIZE, Long.BYTES);
  private final MemorySegment messages = arena.allocate((long) CAPACITY * Socket.MMSGHDR_SIZE, Long.BYTES);
  // The size of a sockaddr_in6 is no multiple of 8.
  private final MemorySegment names = arena.allocate(CAPACITY * 32L, Long.BYTES);
  private final MemorySegment controls = arena.allocate((long) CAPACITY * SourceControl.SIZE, Long.BYTES);
  private int identification = new SecureRandom().nextInt();
  private int count;
  private long sent;
  private long unsendable;

  OuterBatch() throws SystemCallException {
    sender = RoutedSender.open();
    for (int i = 0; i < CAPACITY; i++) {
      MemorySegment name = names.asSlice(i * 32L, In6.SOCKADDR_IN6_SIZE);
      In6.writeSockaddr(name, Ipv6Address.UNSPECIFIED, 0);
      SourceControl.write(controls, (long) i * SourceControl.SIZE, Ipv6Address.UNSPECIFIED);
      long message = (long) i * Socket.MMSGHDR_SIZE;
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_NAME, name.address());
      messages.set(ValueLayout.JAVA_INT, message + Socket.MSGHDR_NAMELEN, In6.SOCKADDR_IN6_SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_IOV,
          vectors.address() + (long) i * PIECES * Socket.IOVEC_SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_CONTROL,
          controls.address() + (long) i * SourceControl.SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_CONTROLLEN, SourceControl.SIZE);
    }
  }

  /** Makes room for one more packet; to be called before its headers are made. */
  void makeRoom() {
    if (count > CAPACITY - FRAGMENTS) {
      flush();
    }
  }

  /** The memory of the headers made for packets; those of the next packet begin at {@link #headersOffset}. */
  MemorySegment headers() {
    return headers;
  }

  long headersOffset() {
    return (long) count * HEADERS_SIZE;
  }

  /**
   * Adds a packet that is whole in one place.
   *
   * @param pathMtu octets that may go in one packet, at least 1280; the packet has at most 72 more
   * @param unfragmentable octets of the headers that each fragment has
   */
  void add(Packet packet, int pathMtu, int unfragmentable) {
    if (packet.length() > pathMtu) {
      addFragments(packet, pathMtu, unfragmentable);
      return;
    }
    Socket.writeIovec(
        vectors, (long) count * PIECES * Socket.IOVEC_SIZE, packet.memory(), packet.start(), packet.length());
    address(packet.memory(), packet.start(), 1);
  }

  /** Adds a packet to a group, which leaves by the interface with the given index. */
  void addOn(Packet packet, int interfaceIndex) {
    int control = count * SourceControl.SIZE + SourceControl.INTERFACE;
    Socket.writeIovec(
        vectors, (long) count * PIECES * Socket.IOVEC_SIZE, packet.memory(), packet.start(), packet.length());
    address(packet.memory(), packet.start(), 1);
    controls.set(ValueLayout.JAVA_INT, control, interfaceIndex);
  }

  /**
   * Adds a packet behind the headers of a tunnel, which are copied.
   *
   * @param made begins with them
   * @param octets how many they have
   * @param pathMtu octets that may go in one packet, at least 1280
   */
  void add(Packet made, int octets, Packet inner, int pathMtu) {
    MemorySegment.copy(made.memory(), made.start(), headers, headersOffset(), octets);
    add(octets, inner.memory(), inner.start(), inner.length(), pathMtu, Packet.HEADER_LENGTH);
  }

  /** Adds a packet whose headers stand at {@link #headersOffset}, and whose payload is elsewhere. */
  void add(
      int headersLength, MemorySegment payload, long offset, int length, int pathMtu, int unfragmentable) {
    if (headersLength + length > pathMtu) {
      addFragments(headersLength, payload, offset, length, pathMtu, unfragmentable);
    } else {
      addPieces(headersLength, payload, offset, length);
    }
  }

  private void addPieces(int headersLength, MemorySegment payload, long offset, int length) {
    long vector = (long) count * PIECES * Socket.IOVEC_SIZE;
    Socket.writeIovec(vectors, vector, headers, headersOffset(), headersLength);
    Socket.writeIovec(vectors, vector + Socket.IOVEC_SIZE, payload, offset, length);
    address(headers, headersOffset(), PIECES);
  }

  private void addFragments(Packet packet, int pathMtu, int unfragmentable) {
    if (unfragmentable + FRAGMENT_HEADER_LENGTH > HEADERS_SIZE) {
      unsendable++;
      return;
    }
    MemorySegment memory = packet.memory();
    MemorySegment.copy(memory, packet.start(), headers, headersOffset(), unfragmentable);
    long rest = packet.start() + unfragmentable;
    int length = packet.length() - unfragmentable;
    if (headers.get(ValueLayout.JAVA_BYTE, headersOffset() + link(unfragmentable)) == In6.IPPROTO_FRAGMENT) {
      addPartsOfFragment(memory, rest, length, pathMtu, unfragmentable);
    } else {
      addFragments(unfragmentable, memory, rest, length, pathMtu, unfragmentable);
    }
  }

  /** Where the Next Header field stands that names what follows the headers that each fragment has. */
  private static int link(int unfragmentable) {
    return unfragmentable == Packet.HEADER_LENGTH ? NEXT_HEADER : unfragmentable - DIRECT_HEADER_LENGTH;
  }

  // RFC 8200 4.5: "The Fragmentable Part [...] is divided into fragments. [...] Each complete fragment, except possibly
  // the last (rightmost) one, is an integer multiple of 8 octets long."
  private void addFragments(
      int headersLength, MemorySegment payload, long offset, int length, int pathMtu, int unfragmentable) {
    int made = headersLength - unfragmentable;
    int first = firstPart(pathMtu, unfragmentable);
    long at = headersOffset();
    MemorySegment.copy(
        headers, at + unfragmentable, headers, at + unfragmentable + FRAGMENT_HEADER_LENGTH, made);
    byte next = headers.get(ValueLayout.JAVA_BYTE, at + link(unfragmentable));
    MemorySegment.copy(headers, at, headers, at + HEADERS_SIZE, unfragmentable);
    writeFragmentHeader(unfragmentable, next, MORE_FRAGMENTS, first, identification);
    addPieces(headersLength + FRAGMENT_HEADER_LENGTH, payload, offset, first - made);

    int rest = made + length - first;
    writeFragmentHeader(unfragmentable, next, first, rest, identification);
    addPieces(unfragmentable + FRAGMENT_HEADER_LENGTH, payload, offset + first - made, rest);
    identification++;
  }

  /** Divides what is a fragment already: the parts are fragments of the same packet. */
  private void addPartsOfFragment(
      MemorySegment memory, long fragmentHeader, int length, int pathMtu, int unfragmentable) {
    byte next = memory.get(ValueLayout.JAVA_BYTE, fragmentHeader);
    int offsetAndFlag = memory.get(BIG_SHORT, fragmentHeader + 2) & 0xffff;
    int number = memory.get(ValueLayout.JAVA_INT_UNALIGNED, fragmentHeader + 4);
    long part = fragmentHeader + FRAGMENT_HEADER_LENGTH;
    int first = firstPart(pathMtu, unfragmentable);
    int rest = length - FRAGMENT_HEADER_LENGTH - first;
    MemorySegment.copy(headers, headersOffset(), headers, headersOffset() + HEADERS_SIZE, unfragmentable);
    writeFragmentHeader(unfragmentable, next, offsetAndFlag | MORE_FRAGMENTS, first, number);
    addPieces(unfragmentable + FRAGMENT_HEADER_LENGTH, memory, part, first);
    writeFragmentHeader(unfragmentable, next, offsetAndFlag + first, rest, number);
    addPieces(unfragmentable + FRAGMENT_HEADER_LENGTH, memory, part + first, rest);
  }

  private static int firstPart(int pathMtu, int unfragmentable) {
    return pathMtu - unfragmentable - FRAGMENT_HEADER_LENGTH & ~7;
  }

  private void writeFragmentHeader(int unfragmentable, byte next, int offsetAndFlag, int pieceLength, int number) {
    long at = headersOffset();
    int payload = unfragmentable - Packet.HEADER_LENGTH + FRAGMENT_HEADER_LENGTH + pieceLength;
    headers.set(BIG_SHORT, at + PAYLOAD_LENGTH, (short) payload);
    headers.set(ValueLayout.JAVA_BYTE, at + link(unfragmentable), (byte) In6.IPPROTO_FRAGMENT);
    long header = at + unfragmentable;
    headers.set(BIG_SHORT, header, (short) ((next & 0xff) << 8));
    headers.set(BIG_SHORT, header + 2, (short) offsetAndFlag);
    // The receiver does not look into the number: any order of octets will do.
    headers.set(ValueLayout.JAVA_INT_UNALIGNED, header + 4, number);
  }

  /** Takes destination and source from the outer header. */
  private void address(MemorySegment memory, long header, int pieces) {
    long name = count * 32L + In6.SOCKADDR_IN6_ADDR;
    copyAddress(memory, header + DESTINATION, names, name);
    long source = (long) count * SourceControl.SIZE + Socket.CMSGHDR_SIZE;
    copyAddress(memory, header + SOURCE, controls, source);
    controls.set(ValueLayout.JAVA_INT, (long) count * SourceControl.SIZE + SourceControl.INTERFACE, 0);
    messages.set(ValueLayout.JAVA_LONG, (long) count * Socket.MMSGHDR_SIZE + Socket.MSGHDR_IOVLEN, pieces);
    count++;
  }

  private static void copyAddress(MemorySegment from, long fromOffset, MemorySegment to, long toOffset) {
    to.set(ValueLayout.JAVA_LONG_UNALIGNED, toOffset, from.get(ValueLayout.JAVA_LONG_UNALIGNED, fromOffset));
    to.set(ValueLayout.JAVA_LONG_UNALIGNED, toOffset + 8, from.get(ValueLayout.JAVA_LONG_UNALIGNED, fromOffset + 8));
  }

  /** Sends all packets. Those that the host cannot send are dropped and counted. */
  void flush() {
    int first = 0;
    while (first < count) {
      int result = libc.sendmmsg(sender.descriptor(), messages, first, count - first, 0);
      if (result > 0) {
        sent += result;
        first += result;
      } else if (result == -Errno.EAGAIN) {
        // The queue is full: as in any router, what comes now is lost.
        unsendable += count - first;
        first = count;
      } else {
        unsendable++;
        first++;
      }
    }
    count = 0;
  }

  long sent() {
    return sent;
  }

  long unsendable() {
    return unsendable;
  }

  @Override
  public void close() {
    sender.close();
    arena.close();
  }
}
