package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.raw.LinkSender;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.EchoRequest;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;
import tools.jackson.databind.JsonNode;

/** What is no longer wanted of the data plane is gone from it, and the kernel has the packets again. */
@OnRealKernel
@Timeout(120)
final class TakenAwayTest {

  private static final Ipv6Address HOME = Ipv6Address.parse(HomeAndAway.HOME_ADDRESS);
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse(HomeAndAway.HOME_AGENT);
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse(HomeAndAway.CORRESPONDENT);
  private static final Ipv6Address GROUP = Ipv6Address.parse("ff0e::1234");
  private static final int PARAMETER_PROBLEM = 4;

  @TempDir private Path folder;

  private static long count(JsonNode statistics, String verdict) {
    return statistics.path("data_plane").path(verdict).asLong();
  }

  @Test
  void theTunnelOfADeletedBindingCarriesNothingAndIsTheKernels() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("");
        Stranger stranger = network.eavesdropper(HomeAndAway.HOME)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      Ipv6Address careOf = careOfAddress(network);
      stranger.send(tunnelled(careOf));
      stranger.next(packet -> packet.header().source().equals(HOME) && packet.protocol() == IpProtocol.ICMPV6);

      network.move(HomeAndAway.HOME);
      mobileNode.next("binding deleted");
      stranger.heardFrom(HOME_AGENT);
      JsonNode before = network.homeAgentSocket().ask("stats");
      stranger.send(tunnelled(careOf));
      stranger.next(packet -> packet.header().source().equals(HOME_AGENT) && isParameterProblem(packet));
      JsonNode after =
          network.homeAgentSocket().await("stats", answer -> count(answer, "no_binding") > count(before, "no_binding"));
      assertThat(count(after, "decapsulated")).isEqualTo(count(before, "decapsulated"));
    }
  }

  private static Ipv6Address careOfAddress(HomeAndAway network) throws IOException {
    JsonNode bindings = network.homeAgentSocket().ask("bindings").path("bindings");
    return Ipv6Address.parse(bindings.path(0).path("care_of_address").asString());
  }

  /** An echo request of the mobile node as it comes to the home agent from far away. */
  private static Octets tunnelled(Ipv6Address careOf) {
    Octets echo = new EchoRequest(1, 1, Octets.EMPTY).encode(HOME, CORRESPONDENT);
    Octets inner = Ipv6Packet.of(HOME, CORRESPONDENT, 64, IpProtocol.ICMPV6, echo).encode();
    return Ipv6Packet.of(careOf, HOME_AGENT, 64, IpProtocol.IPV6, inner).encode();
  }

  private static boolean isParameterProblem(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) == PARAMETER_PROBLEM;
  }

  @Test
  void whatHasALostHomeAddressIsAsAnybodyElses() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess _ = network.startHomeAgent("");
        LinkSender sender = network.mobileNode().call(LinkSender::open)) {
      network.router().run("ip -6 addr add " + HOME + "/64 dev eth0 nodad");
      network.move(HomeAndAway.VISITED);
      try (DaemonProcess mobileNode = network.startMobileNode("")) {
        mobileNode.next("134");
        int tunnel = network.mobileNode().call(() -> Libc.system().interfaceIndex("roam0"));
        Octets datagram = new UdpDatagram(9, 9, Octets.EMPTY).encode(HOME, GROUP);
        Octets packet = Ipv6Packet.of(HOME, GROUP, 64, IpProtocol.UDP, datagram).encode();
        assertThat(sender.send(tunnel, new LinkLayerAddress(0), packet)).isZero();
        // What a home address sends to a group would wait for its tunnel.
        network.mobileNodeSocket().await("stats", answer -> count(answer, "inner_scope") > 0);
      }
    }
  }
}
