package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/** Hears every frame of an interface, whoever it is for. One thread at a time. */
public final class LinkCapture implements AutoCloseable {

  /** Frames that the kernel puts together or has yet to take apart are longer than the MTU. */
  private static final int LONGEST_FRAME = 1 << 17;

  private static final int RECEIVE_BUFFER = 4 << 20;

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(LONGEST_FRAME, Long.BYTES);
  private final ByteBuffer frame = memory.asByteBuffer();
  private final int descriptor;

  private LinkCapture(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Begins to listen on an interface of the namespace of this thread. */
  public static LinkCapture open(int interfaceIndex) throws SystemCallException {
    Libc libc = Libc.system();
    int descriptor = PacketSocket.prepare(Socket.SOCK_RAW);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment membership = arena.allocate(IfPacket.PACKET_MREQ_SIZE, Long.BYTES);
      membership.set(ValueLayout.JAVA_INT, 0, interfaceIndex);
      membership.set(ValueLayout.JAVA_SHORT, 4, (short) IfPacket.PACKET_MR_PROMISC);
      libc.setsockopt(descriptor, IfPacket.SOL_PACKET, IfPacket.PACKET_ADD_MEMBERSHIP, membership);
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_RCVBUF, RECEIVE_BUFFER);
      MemorySegment address = arena.allocate(IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
      IfPacket.writeSockaddr(address, IfEther.ETH_P_ALL, interfaceIndex);
      libc.bind(descriptor, address);
      return new LinkCapture(descriptor);
    } catch (SystemCallException e) {
      libc.close(descriptor);
      throw e;
    }
  }

  /** To wait for frames. */
  public int descriptor() {
    return descriptor;
  }

  /** The next frame from its Ethernet header on, valid until the next call; empty where none waits. */
  public Optional<ByteBuffer> read() {
    int length = libc.read(descriptor, memory, 0, LONGEST_FRAME);
    return length < 0 ? Optional.empty() : Optional.of(frame.clear().limit(length));
  }

  @Override
  public void close() {
    libc.close(descriptor);
    arena.close();
  }
}
