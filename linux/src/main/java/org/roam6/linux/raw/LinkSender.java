package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** Sends packets to neighbours, past the kernel's IPv6: any source address, no routes, no neighbour discovery. */
public final class LinkSender implements AutoCloseable {

  private final Libc libc = Libc.system();
  private final int descriptor;

  private LinkSender(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens a sender in the namespace of this thread, for all its interfaces. */
  public static LinkSender open() throws SystemCallException {
    return new LinkSender(PacketSocket.prepare(Socket.SOCK_DGRAM));
  }

  /**
   * Sends one packet.
   *
   * @param interfaceIndex the interface
   * @param to the neighbour or group
   * @param packet the packet from its IPv6 header on, not longer than the interface's MTU
   * @return 0, or -errno
   */
  public int send(int interfaceIndex, LinkLayerAddress to, Octets packet) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
      IfPacket.writeSockaddr(address, IfEther.ETH_P_IPV6, interfaceIndex, to);
      MemorySegment octets = arena.allocate(packet.length(), 1);
      packet.writeTo(octets.asByteBuffer());
      return Math.min(0, libc.sendto(descriptor, octets, 0, packet.length(), 0, address));
    }
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
