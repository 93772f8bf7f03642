package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.ip.Ipv6Packet;

/** Somebody on another link asks the anycast address for home agents (RFC 6275 10.5), which the kernel has to have. */
@OnRealKernel
@Timeout(120)
final class AddressDiscoveryTest {

  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse(HomeAndAway.HOME_AGENT);
  private static final Ipv6Address ANYCAST = Ipv6Address.parse("2001:db8:1:0:fdff:ffff:ffff:fffe");

  @Test
  @Tag("R6275-065")
  @Tag("R6275-102")
  void theHomeAgentAnswersAtTheAnycastAddressFromItsOwn(@TempDir Path folder) throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      try (DaemonProcess homeAgent = network.startHomeAgent("");
          Stranger asking = network.eavesdropper(HomeAndAway.HOME)) {
        asking.send(
            Ipv6Packet.of(
                    asking.address(),
                    ANYCAST,
                    64,
                    IpProtocol.ICMPV6,
                    new HomeAgentAddressDiscoveryRequest(4711, false).encode(asking.address(), ANYCAST))
                .encode());
        Ipv6Packet reply = asking.next(AddressDiscoveryTest::isReply);
        assertThat(reply.header().source()).isEqualTo(HOME_AGENT);
        assertThat(Icmpv6Message.decode(reply.payload(), HOME_AGENT, asking.address()))
            .isEqualTo(Decoded.of(new HomeAgentAddressDiscoveryReply(4711, false, List.of(HOME_AGENT))));
        assertThat(homeAgent.terminate()).isZero();
      }
      assertThat(network.homeAgent().run("cat /proc/net/anycast6")).doesNotContain("fffffffffffffffe");
    }
  }

  private static boolean isReply(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.ICMPV6
        && packet.payload().at(0) == Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REPLY;
  }
}
