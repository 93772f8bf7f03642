package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/** Opens packet sockets that hear one interface. */
final class PacketSocket {

  private static final int TYPE_FLAGS = Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK;

  private PacketSocket() {}

  /** A socket that hears nothing yet, and so can be prepared in peace. */
  static int prepare(int type) throws SystemCallException {
    return Libc.system().socket(Socket.AF_PACKET, type | TYPE_FLAGS, 0);
  }

  /** Lets the socket hear the IPv6 packets of the interface that the filter accepts. */
  static void listen(int descriptor, int interfaceIndex, PacketFilter filter, int receiveBuffer)
      throws SystemCallException {
    Libc libc = Libc.system();
    try (Arena arena = Arena.ofConfined()) {
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_ATTACH_FILTER, filter.program(arena));
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_RCVBUF, receiveBuffer);
      MemorySegment address = arena.allocate(IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
      IfPacket.writeSockaddr(address, IfEther.ETH_P_IPV6, interfaceIndex);
      libc.bind(descriptor, address);
    }
  }

  /** Hears all multicast groups too: those of addresses that the host defends without having them. */
  static void joinAllGroups(int descriptor, int interfaceIndex) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment membership = arena.allocate(IfPacket.PACKET_MREQ_SIZE, Long.BYTES);
      membership.set(ValueLayout.JAVA_INT, 0, interfaceIndex);
      membership.set(ValueLayout.JAVA_SHORT, 4, (short) IfPacket.PACKET_MR_ALLMULTI);
      Libc.system().setsockopt(descriptor, IfPacket.SOL_PACKET, IfPacket.PACKET_ADD_MEMBERSHIP, membership);
    }
  }

  /** Octets of the link-layer header that raw packet sockets show on the interface that the socket is bound to. */
  static int linkHeaderLength(int descriptor) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
      Libc.system().getsockname(descriptor, address);
      int kind = address.get(ValueLayout.JAVA_SHORT, IfPacket.SLL_HATYPE);
      return kind == IfEther.ARPHRD_ETHER ? IfEther.ETH_HLEN : 0;
    }
  }
}
