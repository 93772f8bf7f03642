package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/**
 * Sends whole packets along the host's routes, by the source and destination that stand in them. One thread at a time.
 */
public final class RoutedSender implements AutoCloseable {

  /**
   * The bit that marks what Roam6 sends itself, so that rules which lead packets to Roam6 can leave it alone. Programs
   * that mark packets for purposes of their own mostly use lower bits.
   */
  public static final int MARK = 0x1000_0000;

  private static final int SEND_BUFFER = 4 << 20;
  private static final int HEADER_LENGTH = 40;
  private static final int LONGEST_PACKET = HEADER_LENGTH + 0xffff;
  private static final int SOURCE_OFFSET = 8;
  private static final int DESTINATION_OFFSET = 24;

  private final Libc libc = Libc.system();
  private final int descriptor;
  // What a system call reads is made once: it would take longer than the call.
  private final Arena arena = Arena.ofShared();
  private final MemorySegment address = arena.allocate(In6.SOCKADDR_IN6_SIZE, Long.BYTES);
  private final MemorySegment control = arena.allocate(SourceControl.SIZE, Long.BYTES);
  private final MemorySegment octets = arena.allocate(LONGEST_PACKET, Long.BYTES);
  private final ByteBuffer buffer = octets.asByteBuffer();
  private final MemorySegment vector = arena.allocate(Socket.IOVEC_SIZE, Long.BYTES);
  private final MemorySegment message = arena.allocate(Socket.MSGHDR_SIZE, Long.BYTES);

  private RoutedSender(int descriptor) {
    this.descriptor = descriptor;
    message.set(ValueLayout.ADDRESS, Socket.MSGHDR_NAME, address);
    message.set(ValueLayout.JAVA_INT, Socket.MSGHDR_NAMELEN, In6.SOCKADDR_IN6_SIZE);
    message.set(ValueLayout.ADDRESS, Socket.MSGHDR_IOV, vector);
    message.set(ValueLayout.JAVA_LONG, Socket.MSGHDR_IOVLEN, 1);
    message.set(ValueLayout.ADDRESS, Socket.MSGHDR_CONTROL, control);
    message.set(ValueLayout.JAVA_LONG, Socket.MSGHDR_CONTROLLEN, SourceControl.SIZE);
  }

  /** Opens a sender in the namespace of this thread. */
  public static RoutedSender open() throws SystemCallException {
    Libc libc = Libc.system();
    int type = Socket.SOCK_RAW | Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK;
    int descriptor = libc.socket(Socket.AF_INET6, type, In6.IPPROTO_RAW);
    try {
      // A care-of address may be named a moment before the kernel has it, or after it lost it.
      libc.setsockopt(descriptor, In6.IPPROTO_IPV6, In6.IPV6_FREEBIND, 1);
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_SNDBUF, SEND_BUFFER);
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_MARK, MARK);
      return new RoutedSender(descriptor);
    } catch (SystemCallException e) {
      libc.close(descriptor);
      throw e;
    }
  }

  /** The descriptor, for whoever sends batches by itself. */
  public int descriptor() {
    return descriptor;
  }

  /**
   * Sends one packet.
   *
   * @param packet the packet from its IPv6 header on, with its checksums
   * @return 0, or -errno
   * @throws IllegalArgumentException where it is shorter than an IPv6 header
   */
  public int send(Octets packet) {
    if (packet.length() < HEADER_LENGTH) {
      throw new IllegalArgumentException("no IPv6 header in " + packet.length() + " octets");
    }
    ByteBuffer header = packet.asBuffer();
    In6.writeSockaddr(address, Ipv6Address.read(header, DESTINATION_OFFSET), 0);
    SourceControl.write(control, 0, Ipv6Address.read(header, SOURCE_OFFSET));
    packet.writeTo(buffer.clear());
    Socket.writeIovec(vector, 0, octets, 0, packet.length());
    return Math.min(0, libc.sendmsg(descriptor, message, 0));
  }

  @Override
  public void close() {
    libc.close(descriptor);
    arena.close();
  }
}
