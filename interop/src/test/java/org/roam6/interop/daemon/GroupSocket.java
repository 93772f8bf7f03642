package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.roam6.interop.TestNamespace;
import org.roam6.interop.Descriptors;
import org.roam6.linux.abi.In6;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;
import org.roam6.wire.Ipv6Address;

/**
 * A UDP socket for multicast on one interface of a namespace. Java looks for the interfaces with IPv6 addresses alone
 * in the namespace of the process, not of the thread.
 */
final class GroupSocket implements AutoCloseable {

  private static final int PORT = 5000;
  private static final int PATIENCE_MILLISECONDS = 10_000;
  private static final ValueLayout.OfShort BIG_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final Libc libc = Libc.system();
  private final int descriptor;
  private final int interfaceIndex;

  private GroupSocket(int descriptor, int interfaceIndex) {
    this.descriptor = descriptor;
    this.interfaceIndex = interfaceIndex;
  }

  /** A socket that sends by an interface, with this hop limit. */
  static GroupSocket sender(TestNamespace namespace, String on, int hops) {
    return namespace.call(() -> {
      GroupSocket socket = open(on);
      socket.libc.setsockopt(socket.descriptor, In6.IPPROTO_IPV6, In6.IPV6_MULTICAST_IF, socket.interfaceIndex);
      socket.libc.setsockopt(socket.descriptor, In6.IPPROTO_IPV6, In6.IPV6_MULTICAST_HOPS, hops);
      return socket;
    });
  }

  /** A socket that listens to a group on an interface. */
  static GroupSocket listener(TestNamespace namespace, String on, Ipv6Address group) {
    return namespace.call(() -> {
      GroupSocket socket = open(on);
      try (Arena arena = Arena.ofConfined()) {
        socket.libc.bind(socket.descriptor, address(Ipv6Address.UNSPECIFIED, arena));
      }
      socket.change(In6.IPV6_JOIN_GROUP, group);
      return socket;
    });
  }

  private static GroupSocket open(String on) throws SystemCallException {
    int index = Libc.system().interfaceIndex(on);
    assertThat(index).as("interface " + on).isPositive();
    return new GroupSocket(
        Libc.system().socket(Socket.AF_INET6, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0), index);
  }

  private static MemorySegment address(Ipv6Address address, Arena arena) {
    MemorySegment target = arena.allocate(In6.SOCKADDR_IN6_SIZE, Long.BYTES);
    In6.writeSockaddr(target, address, 0);
    target.set(BIG_SHORT, 2, (short) PORT);
    return target;
  }

  private void change(int option, Ipv6Address group) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(In6.IPV6_MREQ_SIZE, Integer.BYTES);
      In6.writeAddress(request, 0, group);
      request.set(ValueLayout.JAVA_INT, Ipv6Address.LENGTH, interfaceIndex);
      libc.setsockopt(descriptor, In6.IPPROTO_IPV6, option, request);
    }
  }

  /** Listens to another group, too. */
  void join(Ipv6Address group) throws SystemCallException {
    change(In6.IPV6_JOIN_GROUP, group);
  }

  /** Listens no longer. */
  void leave(Ipv6Address group) throws SystemCallException {
    change(In6.IPV6_LEAVE_GROUP, group);
  }

  /** Sends a datagram to a group. */
  void send(Ipv6Address group, String text) {
    try (Arena arena = Arena.ofConfined()) {
      assertThat(libc.connect(descriptor, address(group, arena))).isZero();
      MemorySegment octets = arena.allocateFrom(text, StandardCharsets.UTF_8);
      assertThat(libc.write(descriptor, octets, 0, octets.byteSize() - 1)).isEqualTo(text.length());
    }
  }

  /** The next datagram. */
  String receive() {
    try (Arena arena = Arena.ofConfined()) {
      assertThat(Descriptors.awaitReadable(descriptor, PATIENCE_MILLISECONDS)).as("a datagram within 10 s").isTrue();
      MemorySegment octets = arena.allocate(100);
      int length = libc.read(descriptor, octets, 0, octets.byteSize());
      return new String(octets.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    libc.close(descriptor);
  }
}
