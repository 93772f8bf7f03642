package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** A daemon that gets no time for a while handles what waits for it as if it had come to it at once. */
@OnRealKernel
@Timeout(120)
final class OvertakingTest {

  /** More than are read at once. */
  private static final int MANY = 100;

  @TempDir private Path folder;

  @Test
  void theLastPacketsOfALinkAreHeardBeforeItIsLeft() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("");
        LinkSender router = network.router().call(LinkSender::open);
        Stranger ear = network.eavesdropper(HomeAndAway.VISITED)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      Octets advertisement = ear.next(OvertakingTest::isAdvertisement).encode();
      int link = network.router().call(() -> Libc.system().interfaceIndex("eth1"));
      mobileNode.halt();
      for (int i = 0; i < MANY; i++) {
        assertThat(router.send(link, LinkLayerAddress.ofMulticast(Ipv6Address.ALL_NODES), advertisement)).isZero();
      }
      network.move(HomeAndAway.OTHER);
      mobileNode.goOn();
      mobileNode.next("link lost");
      assertThat(mobileNode.next("advertises")).contains("[2001:db8:b::/64]");
    }
  }

  private static boolean isAdvertisement(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) == Icmpv6Type.ROUTER_ADVERTISEMENT;
  }
}
