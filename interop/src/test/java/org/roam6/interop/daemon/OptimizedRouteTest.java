package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.interop.TestNamespace;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** Echoes between a mobile node that moves and a correspondent node: the daemons find the direct way by themselves. */
@OnRealKernel
@Timeout(120)
final class OptimizedRouteTest {

  private static final String SERVER = "2001:db8:d::1";
  private static final Ipv6Address HOME = Ipv6Address.parse(HomeAndAway.HOME_ADDRESS);
  private static final int ECHOES = 1500;
  private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");

  @TempDir private Path folder;

  @Test
  void echoesTakeTheDirectWayOnEachLinkAndFewAreLost() throws Exception {
    try (TestNamespace server = new TestNamespace();
        HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode =
            network.startMobileNodeWith("route-optimization: {with: everyone, unprotected-home-test: accept}")) {
      network.router().connect("server", server, "eth0");
      network.router().run("ip -6 addr add 2001:db8:d::ff/64 dev server nodad");
      server.run("ip -6 addr add " + SERVER + "/64 dev eth0 nodad");
      server.run("ip -6 route add default via 2001:db8:d::ff");
      Path file = Files.writeString(folder.resolve("cn.yaml"), "control-socket: cn.sock\ncorrespondent: {}\n");
      try (DaemonProcess correspondent = new DaemonProcess(server, file)) {
        mobileNode.next("at home as");
        network.move(HomeAndAway.VISITED);
        mobileNode.next("acknowledged, status 0");
        Process echoes =
            network.mobileNode().background("ping -n -q -i 0.01 -c " + ECHOES + " -W 2 -I " + HOME + " " + SERVER);
        assertDirect(network, HomeAndAway.VISITED);
        network.move(HomeAndAway.OTHER);
        assertDirect(network, HomeAndAway.OTHER);
        network.move(HomeAndAway.HOME);
        mobileNode.next("binding deleted");
        String words = new String(echoes.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher received = RECEIVED.matcher(words);
        assertThat(received.find()).as(words).isTrue();
        assertThat(Integer.parseInt(received.group(1))).as(words).isGreaterThan(ECHOES * 9 / 10);
        assertThat(correspondent.log()).isNotEmpty();
        assertThat(homeAgent.log()).isNotEmpty();
      }
    }
  }

  /** Waits until echoes go both ways on the link without the home agent. */
  private static void assertDirect(HomeAndAway network, String link) {
    try (Stranger eavesdropper = network.eavesdropper(link)) {
      eavesdropper.next(packet -> isEcho(packet) && packet.homeAddressOption().equals(Optional.of(HOME)));
      eavesdropper.next(packet -> isEcho(packet) && packet.type2HomeAddress().equals(Optional.of(HOME)));
    }
  }

  private static boolean isEcho(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) >= 128 && packet.payload().at(0) <= 129;
  }
}
