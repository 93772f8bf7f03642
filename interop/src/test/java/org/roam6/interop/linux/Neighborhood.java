package org.roam6.interop.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.roam6.interop.Descriptors;
import org.roam6.linux.abi.IfEther;
import org.roam6.linux.abi.IfPacket;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.netlink.AddressFlag;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.NeighborState;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * A cable whose one end, {@code eth0}, is an interface of the kernel under test, and whose other end speaks only what a
 * test makes it say.
 */
final class Neighborhood implements AutoCloseable {

  private static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address NEIGHBOR = Ipv6Address.parse("2001:db8:1::2");
  private static final int HEADER = 40;
  private static final int ICMPV6 = 58;
  private static final byte[] ECHO_REQUEST_MESSAGE = {(byte) 128, 0, 0, 0, 0, 0, 0, 0};
  private static final int ECHO_REPLY = 129;
  private static final int FIRST_INFORMATIONAL = 128;
  private static final int FRAME = 2048;
  private static final int WAIT_MILLISECONDS = 5000;

  private final Libc libc = Libc.system();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(FRAME, Long.BYTES);
  private final MemorySegment address = arena.allocate(IfPacket.SOCKADDR_LL_SIZE, Long.BYTES);
  private final RouteNetlink netlink;
  private final int index;
  private final int socket;

  private Neighborhood(RouteNetlink netlink) throws IOException {
    this.netlink = netlink;
    netlink.links().createVeth("eth0", "other");
    write("/proc/sys/net/ipv6/conf/other/disable_ipv6", "1");
    write("/proc/sys/net/ipv6/icmp/ratelimit", "0");
    index = netlink.links().find("eth0").orElseThrow().index();
    int other = netlink.links().find("other").orElseThrow().index();
    netlink.links().setNoLinkLocalAddress(index);
    netlink.links().setUp(other, true);
    netlink.links().setUp(index, true);
    addHostAddress();
    LinkLayerAddress mac = netlink.links().find(other).orElseThrow().address().orElseThrow();
    netlink.neighbors().replace(
        new NeighborInfo(index, NEIGHBOR, Optional.of(mac), NeighborState.PERMANENT, false, 0));
    socket = libc.socket(Socket.AF_PACKET, Socket.SOCK_DGRAM | Socket.SOCK_NONBLOCK | Socket.SOCK_CLOEXEC, 0);
    LinkLayerAddress to = netlink.links().find(index).orElseThrow().address().orElseThrow();
    IfPacket.writeSockaddr(address, IfEther.ETH_P_IPV6, other);
    libc.bind(socket, address);
    IfPacket.writeSockaddr(address, IfEther.ETH_P_IPV6, other, to);
  }

  /** The kernel takes packets for an address when it tells of it, which is later than it acknowledges the request. */
  private void addHostAddress() throws IOException {
    try (KernelEvents events = KernelEvents.open()) {
      netlink.addresses().add(new AddressInfo(
          index, HOST, 64, Set.of(AddressFlag.NO_DAD), AddressInfo.FOREVER, AddressInfo.FOREVER, 0));
      Events.await(events, event ->
          event instanceof KernelEvent.AddressEvent told && told.address().address().equals(HOST));
    }
  }

  /** Plugs the cable in the namespace of this thread. */
  static Neighborhood create() throws IOException {
    RouteNetlink netlink = RouteNetlink.open();
    try {
      return new Neighborhood(netlink);
    } catch (IOException e) {
      netlink.close();
      throw e;
    }
  }

  /** Writes a file of the kernel's. */
  static void write(String file, String value) throws IOException {
    Files.writeString(Path.of(file), value);
  }

  /** The address of the kernel under test. */
  Ipv6Address host() {
    return HOST;
  }

  /** The address at the other end. */
  Ipv6Address neighbor() {
    return NEIGHBOR;
  }

  /** The interface of the kernel under test. */
  int index() {
    return index;
  }

  /** Requests in the namespace. */
  RouteNetlink netlink() {
    return netlink;
  }

  /** Whether the kernel answers a packet with an ICMPv6 error: an echo that is sent behind it ends the wait. */
  boolean answers(int nextHeader, byte[] payload) throws IOException {
    send(packet(NEIGHBOR, HOST, nextHeader, 64, payload));
    sendIcmp(NEIGHBOR, HOST, ECHO_REQUEST_MESSAGE);
    boolean error = false;
    for (int type = receive(); type != ECHO_REPLY; type = receive()) {
      error |= type < FIRST_INFORMATIONAL;
    }
    return error;
  }

  /** Whether the kernel answers an echo request to this address of it. */
  boolean echoes(Ipv6Address to) throws IOException {
    sendIcmp(NEIGHBOR, to, ECHO_REQUEST_MESSAGE);
    return nextIcmpType(ECHO_REPLY);
  }

  /** Whether the kernel sends an ICMPv6 message of this type before long, whatever else it sends. */
  boolean nextIcmpType(int type) throws IOException {
    while (receive() != type) {
      // Multicast listener reports and duplicate address detection come in between.
    }
    return true;
  }

  /** Has the kernel know a neighbour as if it had learned of it. */
  void learnNeighbor(Ipv6Address neighbor) throws IOException {
    LinkLayerAddress mac = LinkLayerAddress.parse("02:00:00:00:00:01");
    netlink.neighbors().replace(
        new NeighborInfo(index, neighbor, Optional.of(mac), NeighborState.REACHABLE, false, 0));
  }

  /** Sends an ICMPv6 message with the hop limit that Neighbour Discovery wants; its checksum is filled in. */
  void sendIcmp(Ipv6Address from, Ipv6Address to, byte[] message) throws IOException {
    byte[] packet = packet(from, to, ICMPV6, 255, message);
    ByteBuffer covered = ByteBuffer.allocate(packet.length);
    from.writeTo(covered);
    to.writeTo(covered);
    covered.putInt(message.length).putInt(ICMPV6).put(message);
    int sum = 0;
    for (int i = 0; i < covered.capacity(); i += 2) {
      sum += covered.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    ByteBuffer.wrap(packet).putShort(HEADER + 2, (short) ~sum);
    send(packet);
  }

  /** Sends a packet to the kernel under test. */
  void send(byte[] packet) throws IOException {
    MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
    int sent = libc.sendto(socket, buffer, 0, packet.length, 0, address);
    if (sent != packet.length) {
      throw new IOException("sent " + sent + " of " + packet.length);
    }
  }

  /** The type of the next ICMPv6 message from the kernel. */
  int receive() throws IOException {
    while (true) {
      byte[] packet = next();
      if (packet[6] == ICMPV6) {
        return packet[HEADER] & 0xff;
      }
    }
  }

  /** The next packet from the kernel. */
  byte[] next() throws IOException {
    if (!Descriptors.awaitReadable(socket, WAIT_MILLISECONDS)) {
      throw new IOException("the kernel did not even answer an echo request");
    }
    int length = libc.read(socket, buffer, 0, FRAME);
    return buffer.asSlice(0, Math.max(length, 0)).toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] packet(Ipv6Address from, Ipv6Address to, int nextHeader, int hopLimit, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length);
    packet.putInt(0x60000000).putShort((short) payload.length).put((byte) nextHeader).put((byte) hopLimit);
    from.writeTo(packet);
    to.writeTo(packet);
    return packet.put(payload).array();
  }

  @Override
  public void close() {
    libc.close(socket);
    netlink.close();
    arena.close();
  }
}
