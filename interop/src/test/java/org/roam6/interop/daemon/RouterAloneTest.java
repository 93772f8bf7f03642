package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.MobilityHeader;

/** A daemon that only advertises prefixes leaves the packets of mobile nodes to the kernel, as any IPv6 node does. */
@OnRealKernel
@Timeout(60)
final class RouterAloneTest {

  private static final Ipv6Address ROUTER = Ipv6Address.parse("2001:db8:a::1");
  private static final Ipv6Address HOST = Ipv6Address.parse("2001:db8:a::2");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final int UNRECOGNIZED_NEXT_HEADER = 1;
  private static final int UNRECOGNIZED_OPTION = 2;
  private static final Octets REFRESH =
      MobilityHeader.of(new BindingRefreshRequest(0, List.of())).encode(HOST, ROUTER);

  @TempDir private Path folder;
  private final TestNamespace router = new TestNamespace();
  private final TestNamespace host = new TestNamespace();

  @BeforeEach
  void plugInTheCable() {
    router.connect("lan0", host, "eth0");
    router.run("ip -6 addr add 2001:db8:a::1/64 dev lan0 nodad");
    host.run("ip -6 addr add 2001:db8:a::2/64 dev eth0 nodad");
    router.awaitLinkLocalAddress("lan0");
    host.awaitLinkLocalAddress("eth0");
  }

  @AfterEach
  void leaveNothing() {
    router.close();
    host.close();
  }

  @Test
  @Tag("R6275-091")
  void kernelAnswersThePacketsOfMobileNodes() throws Exception {
    String text = "control-socket: router.sock\nrouter: {interfaces: {lan0: {prefixes: [2001:db8:a::1/64]}}}\n";
    Path file = Files.writeString(folder.resolve("router.yaml"), text);
    try (DaemonProcess _ = new DaemonProcess(router, file);
        Stranger stranger = new Stranger(host, host, "eth0", HOST)) {
      Ipv6Packet plain = Ipv6Packet.of(HOST, ROUTER, 64, IpProtocol.NO_NEXT_HEADER, Octets.EMPTY);
      stranger.send(plain.withHomeAddressOption(HOME).encode());
      stranger.send(Ipv6Packet.of(HOST, ROUTER, 64, IpProtocol.MOBILITY, REFRESH).encode());
      ControlSocket daemon = new ControlSocket(folder.resolve("router.sock"));
      assertThat(daemon.ask("stats").path("drops")).isEmpty();

      assertThat(stranger.heardFrom(ROUTER).stream().map(RouterAloneTest::problem).map(ParameterProblem::code))
          .containsExactly(UNRECOGNIZED_OPTION, UNRECOGNIZED_NEXT_HEADER);
      assertThat(router.run("nft list tables")).doesNotContain("roam6");
    }
  }

  private static ParameterProblem problem(Ipv6Packet packet) {
    Decoded<Icmpv6Message> message =
        Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination());
    return (ParameterProblem) ((Decoded.Value<Icmpv6Message>) message).value();
  }
}
