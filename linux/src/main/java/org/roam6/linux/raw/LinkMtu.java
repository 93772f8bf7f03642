package org.roam6.linux.raw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.Ipv6Address;

/** How large packets may be that the host sends along its routes. */
public final class LinkMtu {

  private LinkMtu() {}

  /**
   * Octets of packets from {@code source} to {@code destination}, in the namespace of this thread.
   *
   * @throws SystemCallException where there is no route
   */
  public static int between(Ipv6Address source, Ipv6Address destination) throws SystemCallException {
    Libc libc = Libc.system();
    int descriptor = libc.socket(Socket.AF_INET6, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0);
    try (Arena arena = Arena.ofConfined()) {
      // As the sender of tunnel packets: the care-of address may be named a moment before the kernel has it.
      libc.setsockopt(descriptor, In6.IPPROTO_IPV6, In6.IPV6_FREEBIND, 1);
      libc.setsockopt(descriptor, Socket.SOL_SOCKET, Socket.SO_MARK, RoutedSender.MARK);
      MemorySegment address = arena.allocate(In6.SOCKADDR_IN6_SIZE, Long.BYTES);
      In6.writeSockaddr(address, source, 0);
      libc.bind(descriptor, address);
      In6.writeSockaddr(address, destination, 0);
      // Connecting asks for the route, and sends nothing; no port is 0.
      address.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2, (short) 9);
      SystemCallException.check("connect", libc.connect(descriptor, address));
      MemorySegment mtu = arena.allocate(Integer.BYTES, Integer.BYTES);
      libc.getsockopt(descriptor, In6.IPPROTO_IPV6, In6.IPV6_MTU, mtu);
      return mtu.get(ValueLayout.JAVA_INT, 0);
    } finally {
      libc.close(descriptor);
    }
  }
}
