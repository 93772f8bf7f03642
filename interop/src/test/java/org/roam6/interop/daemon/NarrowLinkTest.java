package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.interop.OnRealKernel;
import org.roam6.wire.Ipv6Address;

/** A visited link whose packets have 1280 octets at most. */
@OnRealKernel
@Timeout(120)
final class NarrowLinkTest {

  private static final int MINIMUM_MTU = 1280;
  private static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse("2001:db8:1::100");
  private static final String FAR = "2001:db8:e::1";
  private static final String NEIGHBOR = "2001:db8:a::ff";
  private static final int PORT = 53;
  private static final List<Integer> SIZES = List.of(1232, 1233, 1400, 4000);

  @TempDir private Path folder;

  @Test
  void packetsOfEverySizePassTheTunnel() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      network.router().run("ip -6 addr add " + FAR + "/128 dev lo nodad");
      try (Correspondent _ = new Correspondent(network.router(), List.of(FAR), List.of(PORT));
          DaemonProcess _ = network.startHomeAgent("");
          DaemonProcess mobileNode = network.startMobileNode("")) {
        Applications applications = new Applications(network, mobileNode, HomeAndAway.HOME);
        network.narrowVisitedLink(MINIMUM_MTU);
        applications.at(HomeAndAway.VISITED);
        // The home agent learns by its first packet that the path is narrow.
        network.mobileNode().run("ping -6 -c 3 -i 0.2 -s 1400 " + FAR);
        for (int size : SIZES) {
          network.mobileNode().run("ping -6 -c 1 -W 5 -s " + size + " " + FAR);
          assertThat(applications.longUdp(FAR, PORT, size)).isEqualTo(HOME_ADDRESS);
        }
        applications.transfer(network.router(), FAR);
      }
    }
  }

  private static void assertMtus(HomeAndAway network, int link, int tunnel) {
    String mtu = "sysctl -n net.ipv6.conf.%s.mtu";
    assertThat(network.mobileNode().run(mtu.formatted("eth0"))).isEqualTo(link + "\n");
    assertThat(network.mobileNode().run(mtu.formatted("roam0"))).isEqualTo(tunnel + "\n");
  }

  @Test
  void itsMtuHoldsForDirectPacketsAndForTheTunnel() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        Correspondent _ = new Correspondent(network.router(), List.of(NEIGHBOR), List.of(PORT));
        DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      Applications applications = new Applications(network, mobileNode, HomeAndAway.HOME);
      assertMtus(network, 1500, 1452);
      network.narrowVisitedLink(MINIMUM_MTU);
      applications.at(HomeAndAway.VISITED);
      assertMtus(network, MINIMUM_MTU, MINIMUM_MTU);
      Ipv6Address careOfAddress = applications.careOfAddress();
      for (int size : SIZES) {
        assertThat(applications.ping("-s " + size + " " + NEIGHBOR).source()).isEqualTo(careOfAddress);
        assertThat(applications.longUdp(NEIGHBOR, PORT, size)).isEqualTo(careOfAddress);
      }
      applications.transfer(network.router(), NEIGHBOR);
      applications.at(HomeAndAway.OTHER);
      assertMtus(network, 1500, 1452);
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      assertThat(mobileNode.terminate()).isEqualTo(ExitStatus.OK);
      assertThat(network.mobileNode().run("sysctl -n net.ipv6.conf.eth0.mtu")).isEqualTo("1500\n");
    }
  }

  @Test
  void aLinkThatBecomesNarrowWhileTheNodeIsThereCarriesPacketsOfEverySize() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      network.router().run("ip -6 addr add " + FAR + "/128 dev lo nodad");
      try (DaemonProcess _ = network.startHomeAgent("");
          DaemonProcess mobileNode = network.startMobileNode("")) {
        network.move(HomeAndAway.VISITED);
        mobileNode.next("acknowledged, status 0");
        network.mobileNode().run("ping -6 -c 1 -W 5 -s 1400 " + FAR);
        network.narrow(HomeAndAway.VISITED, MINIMUM_MTU);
        network.mobileNode().run("ping -6 -c 3 -i 0.2 -s 1400 " + FAR);
        for (int size : SIZES) {
          network.mobileNode().run("ping -6 -c 1 -W 5 -s " + size + " " + FAR);
        }
      }
    }
  }
}
