package org.roam6.interop.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;

/** Signalling on a real link reaches tshark, whether it is well-formed or not. */
@OnRealKernel
final class SignallingCaptureTest {

  private static final Ipv6Address HERE = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address THERE = Ipv6Address.parse("2001:db8:1::2");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Octets UPDATE =
      MobilityHeader.of(new BindingUpdate(7, true, true, false, false, 0, 60, List.of())).encode(HOME, THERE);
  /** Its option says that it is longer than the header. */
  private static final Octets OVERRUN = Octets.ofHex("3b01050000000007c000003c03f00000");

  @TempDir private Path folder;
  private final TestNamespace here = new TestNamespace();
  private final TestNamespace there = new TestNamespace();

  @BeforeEach
  void connect() {
    here.connect("left", there, "right");
    here.run("ip address add 2001:db8:1::1/64 dev left nodad");
    there.run("ip address add 2001:db8:1::2/64 dev right nodad");
    here.run("ping -c 1 -W 5 2001:db8:1::2");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  /** How many Mobility Headers of {@code packets} are kept in {@code file}, but for one that is forged. */
  private int kept(Path file, Octets forged, List<Ipv6Packet> packets) throws IOException {
    LinkCapture link = there.call(() -> LinkCapture.open(Libc.system().interfaceIndex("right")));
    try (SignallingCapture capture = new SignallingCapture(file);
        RoutedSender sender = here.call(RoutedSender::open)) {
      capture.leaveOut(forged);
      capture.follow(link);
      packets.forEach(packet -> assertThat(sender.send(packet.encode())).isZero());
      capture.finish();
    }
    return Dissection.read(file, "mipv6").size();
  }

  private static Ipv6Packet packet(Octets message) {
    return Ipv6Packet.of(HERE, THERE, 64, IpProtocol.MOBILITY, message);
  }

  private static Ipv6Packet tunnelled(Ipv6Packet packet) {
    return Ipv6Packet.of(HERE, THERE, 64, IpProtocol.IPV6, packet.encode());
  }

  @Test
  void wellFormedMessagesPass() throws IOException {
    Path file = folder.resolve("well-formed.pcapng");
    Ipv6Packet plain = packet(UPDATE);
    Ipv6Packet away = plain.withHomeAddressOption(HOME);

    assertThat(kept(file, Octets.EMPTY, List.of(plain, away, tunnelled(away)))).isEqualTo(3);
    assertThat(Dissection.malformed(file)).isEmpty();
  }

  @Test
  void malformedMessagesAreFoundAlsoInTunnels() throws IOException {
    Path file = folder.resolve("malformed.pcapng");

    assertThat(kept(file, Octets.EMPTY, List.of(packet(OVERRUN), packet(UPDATE), tunnelled(packet(OVERRUN)))))
        .isEqualTo(3);
    assertThat(Dissection.malformed(file)).hasSize(2);
  }

  @Test
  void forgedMessagesAndTheTrafficOfApplicationsAreLeftOut() throws IOException {
    Path file = folder.resolve("forged.pcapng");
    Ipv6Packet datagram = Ipv6Packet.of(HERE, THERE, 64, IpProtocol.UDP, Octets.ofHex("1883188300080000"));

    assertThat(kept(file, OVERRUN, List.of(tunnelled(packet(OVERRUN)), datagram, packet(UPDATE)))).isEqualTo(1);
    assertThat(Dissection.malformed(file)).isEmpty();
  }
}
