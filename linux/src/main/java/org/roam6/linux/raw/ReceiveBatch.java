package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.Pages;
import org.roam6.wire.LinkLayerAddress;

/**
 * Room for the packets that one {@code recvmmsg} call brings, used again and again: receiving allocates nothing. The
 * packets of the last call are numbers 0 to its count - 1.
 */
public final class ReceiveBatch implements AutoCloseable {

  private static final int CONTROL_SIZE = 64;
  private static final ValueLayout.OfInt BIG_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort BIG_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final int capacity;
  private final long slotSize;
  private final MemorySegment buffer;
  private final MemorySegment messages;
  private final MemorySegment names;
  private final MemorySegment controls;

  /**
   * A batch.
   *
   * @param capacity packets of one call at most
   * @param slotSize octets that a packet may have, with what the socket shows before it
   */
  public ReceiveBatch(int capacity, int slotSize) {
    this.capacity = capacity;
    this.slotSize = slotSize;
    buffer = Pages.allocate((long) capacity * slotSize, arena);
    messages = arena.allocate((long) capacity * Socket.MMSGHDR_SIZE, Long.BYTES);
    names = arena.allocate((long) capacity * IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
    controls = arena.allocate((long) capacity * CONTROL_SIZE, Long.BYTES);
    MemorySegment vectors = arena.allocate((long) capacity * Socket.IOVEC_SIZE, Long.BYTES);
    for (int i = 0; i < capacity; i++) {
      long message = (long) i * Socket.MMSGHDR_SIZE;
      Socket.writeIovec(vectors, (long) i * Socket.IOVEC_SIZE, buffer, i * this.slotSize, slotSize);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_NAME,
          names.address() + (long) i * IfPacket.SOCKADDR_LL_SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_IOV,
          vectors.address() + (long) i * Socket.IOVEC_SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_IOVLEN, 1);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_CONTROL,
          controls.address() + (long) i * CONTROL_SIZE);
    }
  }

  /** Receives what waits on the socket, without waiting: the count of packets, or -errno. */
  public int receive(int descriptor) {
    for (int i = 0; i < capacity; i++) {
      long message = (long) i * Socket.MMSGHDR_SIZE;
      messages.set(ValueLayout.JAVA_INT, message + Socket.MSGHDR_NAMELEN, IfPacket.SOCKADDR_LL_SIZE);
      messages.set(ValueLayout.JAVA_LONG, message + Socket.MSGHDR_CONTROLLEN, CONTROL_SIZE);
    }
    return libc.recvmmsg(descriptor, messages, capacity, Socket.MSG_DONTWAIT);
  }

  /** How many packets one call brings at most. */
  public int capacity() {
    return capacity;
  }

  /** The memory of all packets. */
  public MemorySegment buffer() {
    return buffer;
  }

  /** Where packet {@code i} begins in {@link #buffer}, with what the socket shows before it. */
  public long offset(int i) {
    return i * slotSize;
  }

  /** The octets of packet {@code i}; 0 where it was too long for its room. */
  public int length(int i) {
    long message = (long) i * Socket.MMSGHDR_SIZE;
    boolean cut = (messages.get(ValueLayout.JAVA_INT, message + Socket.MSGHDR_FLAGS) & Socket.MSG_TRUNC) != 0;
    return cut ? 0 : messages.get(ValueLayout.JAVA_INT, message + Socket.MMSGHDR_LEN);
  }

  /** The link-layer address of the sender of packet {@code i}; all zero where the link has no such addresses. */
  public LinkLayerAddress from(int i) {
    long name = (long) i * IfPacket.SOCKADDR_LL_SIZE;
    if (names.get(ValueLayout.JAVA_BYTE, name + IfPacket.SLL_HALEN) != LinkLayerAddress.LENGTH) {
      return new LinkLayerAddress(0);
    }
    long high = names.get(BIG_INT, name + IfPacket.SLL_ADDR) & 0xffff_ffffL;
    return new LinkLayerAddress(high << 16 | names.get(BIG_SHORT, name + IfPacket.SLL_ADDR + 4) & 0xffff);
  }

  /** Whether the upper-layer checksum of packet {@code i} is written; else its sender is on this machine. */
  public boolean checksumDone(int i) {
    long control = (long) i * CONTROL_SIZE;
    boolean auxiliary =
        messages.get(ValueLayout.JAVA_LONG, (long) i * Socket.MMSGHDR_SIZE + Socket.MSGHDR_CONTROLLEN)
                >= Socket.CMSGHDR_SIZE + IfPacket.TPACKET_AUXDATA_SIZE
            && controls.get(ValueLayout.JAVA_INT, control + Socket.CMSGHDR_LEVEL) == IfPacket.SOL_PACKET
            && controls.get(ValueLayout.JAVA_INT, control + Socket.CMSGHDR_TYPE) == IfPacket.PACKET_AUXDATA;
    return !auxiliary
        || (controls.get(ValueLayout.JAVA_INT, control + Socket.CMSGHDR_SIZE) & IfPacket.TP_STATUS_CSUMNOTREADY)
            == 0;
  }

  @Override
  public void close() {
    arena.close();
  }
}
