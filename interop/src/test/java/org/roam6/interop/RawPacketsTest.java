package org.roam6.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.raw.LinkSender;
import org.roam6.linux.raw.ReceiveBatch;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.linux.raw.SignallingTap;
import org.roam6.linux.raw.TunnelTap;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/** Packets that go out by the senders of the one namespace come in by the tap of the other. */
@OnRealKernel
class RawPacketsTest {

  private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address THERE = Ipv6Address.parse("2001:db8:1::2");
  private static final LinkLayerAddress HERE_LINK = LinkLayerAddress.parse("02:00:00:00:00:01");
  private static final LinkLayerAddress THERE_LINK = LinkLayerAddress.parse("02:00:00:00:00:02");

  private final TestNamespace here = new TestNamespace();
  private final TestNamespace there = new TestNamespace();

  @BeforeEach
  void connect() {
    here.connect("left", there, "right");
    here.run("ip link set left address " + HERE_LINK);
    there.run("ip link set right address " + THERE_LINK);
    here.run("ip address add " + HERE + "/64 dev left nodad");
    there.run("ip address add " + THERE + "/64 dev right nodad");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void tapHearsSignallingAndItsSenderAndNothingElse() throws IOException {
    // Next header, first octet behind the header; DHCPv6 goes to its port.
    List<Octets> heard = List.of(
        packet(135, 59), packet(60, 135), packet(43, 58), packet(44, 58), packet(0, 58), packet(58, 1),
        packet(58, 4), packet(58, 133), packet(58, 137), packet(58, 144), udp(546),
        direct(60, 135), direct(43, 135), direct(43, 60, 135), direct(43, 44), direct(60, 43),
        discovery(144, 60, 58), discovery(146, 43, 60, 58), discovery(147, 43, 58), packet(58, 147));
    List<Octets> unheard = List.of(
        packet(41, 0x60), packet(60, 41), udp(547), udp(0x122), packet(58, 0), packet(58, 128), packet(58, 132),
        packet(58, 138), packet(58, 148), direct(60, 6), direct(60, 17), direct(60, 58), direct(43, 6),
        direct(43, 58), direct(43, 60, 6), direct(43, 60, 17), direct(43, 60, 58),
        discovery(143, 60, 58), discovery(148, 43, 58), discovery(128, 43, 60, 58));
    List<Octets> received = new ArrayList<>();
    int in = there.call(() -> Libc.system().interfaceIndex("right"));
    int out = here.call(() -> Libc.system().interfaceIndex("left"));
    try (SignallingTap tap = there.call(() -> SignallingTap.open(in));
        LinkSender sender = here.call(LinkSender::open)) {
      unheard.forEach(packet -> assertThat(sender.send(out, THERE_LINK, packet)).isZero());
      heard.forEach(packet -> assertThat(sender.send(out, THERE_LINK, packet)).isZero());
      while (!received.contains(heard.getLast())) {
        awaitPacket(tap);
        tap.receive((from, packet, checksumDone) -> {
          // The kernels' own neighbour discovery comes too.
          if (heard.contains(packet) || unheard.contains(packet)) {
            assertThat(from).isEqualTo(HERE_LINK);
            assertThat(checksumDone).isTrue();
            received.add(packet);
          }
        });
      }
    }
    assertThat(received).isEqualTo(heard);
  }

  @Test
  void tapHearsGroupsThatTheHostDidNotJoinButNotFramesForOthers() throws IOException {
    Ipv6Address proxied = Ipv6Address.parse("2001:db8:1::99:99");
    Octets solicitation = packet(58, 135, HERE, proxied.solicitedNode());
    List<Octets> received = new ArrayList<>();
    int in = there.call(() -> Libc.system().interfaceIndex("right"));
    int out = here.call(() -> Libc.system().interfaceIndex("left"));
    try (SignallingTap tap = there.call(() -> SignallingTap.open(in));
        LinkSender sender = here.call(LinkSender::open)) {
      sender.send(out, LinkLayerAddress.parse("02:00:00:00:00:77"), packet(135, 59));
      sender.send(out, LinkLayerAddress.ofMulticast(proxied.solicitedNode()), solicitation);
      while (received.isEmpty()) {
        awaitPacket(tap);
        tap.receive((from, packet, checksumDone) -> {
          if (from.equals(HERE_LINK) && Ipv6Address.read(packet.asBuffer(), 8).equals(HERE)) {
            received.add(packet);
          }
        });
      }
    }
    assertThat(received).containsExactly(solicitation);
  }

  @Test
  void tapOfTunnelsHearsTunnelAndDirectPacketsAndErrorsAboutThem() throws IOException {
    List<Octets> heard = List.of(
        packet(41, 0x60), packet(60, 41), packet(43, 58), packet(0, 60), packet(0, 43), packet(44, 41), packet(44, 60),
        error(1, 41), error(2, 44), error(3, 60), error(4, 43), error(1, 0), packet(41, 0x61));
    List<Octets> unheard = List.of(
        packet(6, 0), udp(546), packet(135, 59), packet(0, 58), packet(44, 6), packet(58, 135),
        error(0, 41), error(5, 41), error(128, 41), error(1, 6), error(1, 58));
    List<Octets> received = new ArrayList<>();
    int in = there.call(() -> Libc.system().interfaceIndex("right"));
    int out = here.call(() -> Libc.system().interfaceIndex("left"));
    try (ReceiveBatch batch = TunnelTap.newBatch();
        TunnelTap tap = there.call(() -> TunnelTap.open(in, batch));
        LinkSender sender = here.call(LinkSender::open)) {
      sender.send(out, LinkLayerAddress.parse("02:00:00:00:00:77"), heard.getFirst());
      unheard.forEach(packet -> assertThat(sender.send(out, THERE_LINK, packet)).isZero());
      heard.forEach(packet -> assertThat(sender.send(out, THERE_LINK, packet)).isZero());
      while (!received.contains(heard.getLast())) {
        assertThat(Descriptors.awaitReadable(tap.descriptor(), 10_000)).as("packets within 10 s").isTrue();
        int count = tap.receive();
        for (int i = 0; i < count; i++) {
          long start = tap.virtioHeader(i) + tap.headerLength();
          received.add(Octets.of(tap.buffer().asSlice(start, tap.length(i)).asByteBuffer()));
        }
      }
    }
    assertThat(received).isEqualTo(heard);
  }

  /** An ICMPv6 message that would be an error about a packet with such a header. */
  private static Octets error(int type, int quotedNextHeader) {
    ByteBuffer buffer = ByteBuffer.allocate(40 + 8 + 48);
    buffer.put(packet(58, type).asBuffer().slice(0, 48)).put(packet(quotedNextHeader, 0).asBuffer());
    return Octets.of(buffer.putShort(4, (short) (8 + 48)).array());
  }

  @Test
  void routedSenderGoesByTheSourceInThePacketNotByTheRuleForUnboundSockets() throws IOException {
    // Without the source in the look-up the packet would follow the default of table 100 into nowhere.
    here.run("ip -6 rule add pref 10 from 2001:db8:99::1 lookup 100");
    here.run("ip -6 route add blackhole default table 100");
    Octets packet = packet(135, 59);
    List<Octets> received = new ArrayList<>();
    int in = there.call(() -> Libc.system().interfaceIndex("right"));
    try (SignallingTap tap = there.call(() -> SignallingTap.open(in));
        RoutedSender sender = here.call(RoutedSender::open)) {
      assertThat(sender.send(packet(135, 59, Ipv6Address.parse("2001:db8:99::1"), THERE))).isNegative();
      assertThat(sender.send(packet)).isZero();
      while (!received.contains(packet)) {
        awaitPacket(tap);
        tap.receive((from, octets, checksumDone) -> received.add(octets));
      }
    }
  }

  private static void awaitPacket(SignallingTap tap) {
    assertThat(Descriptors.awaitReadable(tap.descriptor(), 10_000)).as("packets within 10 s").isTrue();
  }

  private static Octets udp(int destinationPort) {
    return packet(17, 2).with(42, destinationPort >> 8).with(43, destinationPort & 0xff);
  }

  /** A packet whose extension headers have 24 octets each. */
  private static Octets direct(int... headers) {
    int length = 24 * (headers.length - 1) + 8;
    ByteBuffer buffer = ByteBuffer.allocate(40 + length);
    buffer.putInt(0x6000_0000).putShort((short) length).put((byte) headers[0]).put((byte) 255);
    HERE.writeTo(buffer);
    THERE.writeTo(buffer);
    for (int i = 1; i < headers.length; i++) {
      buffer.put(16 + 24 * i, (byte) headers[i]).put(17 + 24 * i, (byte) 2);
    }
    return Octets.of(buffer.array());
  }

  /** The same with an ICMPv6 message of a type behind them. */
  private static Octets discovery(int type, int... headers) {
    Octets packet = direct(headers);
    return packet.with(packet.length() - 8, type);
  }

  private static Octets packet(int nextHeader, int first) {
    return packet(nextHeader, first, HERE, THERE);
  }

  private static Octets packet(int nextHeader, int first, Ipv6Address source, Ipv6Address destination) {
    ByteBuffer buffer = ByteBuffer.allocate(48);
    buffer.putInt(0x6000_0000).putShort((short) 8).put((byte) nextHeader).put((byte) 255);
    source.writeTo(buffer);
    destination.writeTo(buffer);
    buffer.put((byte) first);
    return Octets.of(buffer.array());
  }
}
