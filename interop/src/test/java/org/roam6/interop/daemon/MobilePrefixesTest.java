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
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.ip.Ipv6Packet;
import tools.jackson.databind.JsonNode;

/** A mobile node that is away, its home agent, and the prefixes of the home link, on the kernel. */
@OnRealKernel
@Timeout(120)
final class MobilePrefixesTest {

  private static final String ACCEPT = "unprotected-prefix-discovery: accept";
  private static final String DEPRECATED_SOON =
      "{address: 2001:db8:1::1/64, valid-lifetime: 1d, preferred-lifetime: 5s}";
  private static final Ipv6Address HOME = Ipv6Address.parse(HomeAndAway.HOME_ADDRESS);
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse(HomeAndAway.HOME_AGENT);

  @TempDir private Path folder;

  @Test
  @Tag("R6275-068")
  @Tag("R6275-071")
  @Tag("R6275-075")
  void statusOneLeadsToAQuestionAndThatToAnAnswer() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgentWith(ACCEPT, DEPRECATED_SOON);
        DaemonProcess mobileNode = network.startMobileNodeWith(ACCEPT);
        Stranger eavesdropper = network.eavesdropper(HomeAndAway.VISITED)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 1");
      mobileNode.next("the home link has [2001:db8:1::/64], the home prefix is valid for 86");

      Ipv6Packet asked = eavesdropper.next(packet -> is(packet, Icmpv6Type.MOBILE_PREFIX_SOLICITATION));
      Ipv6Packet answered = eavesdropper.next(packet -> is(packet, Icmpv6Type.MOBILE_PREFIX_ADVERTISEMENT));
      assertThat(asked.homeAddressOption()).contains(HOME);
      assertThat(asked.header().destination()).isEqualTo(HOME_AGENT);
      assertThat(answered.header().source()).isEqualTo(HOME_AGENT);
      assertThat(answered.header().destination()).isEqualTo(asked.header().source());
      assertThat(answered.type2HomeAddress()).contains(HOME);
      MobilePrefixAdvertisement answer = (MobilePrefixAdvertisement) message(answered);
      assertThat(answer.identifier()).isEqualTo(((MobilePrefixSolicitation) message(asked)).identifier());
      assertThat(NeighborDiscoveryOptions.ofType(answer.options(), PrefixInformation.class))
          .containsExactly(new PrefixInformation(HOME_AGENT, 64, true, true, true, 86_400, 5));
      assertThat(homeAgent.log()).isNotEmpty();
    }
  }

  @Test
  @Tag("R6275-182")
  void aPrefixThatAnotherRouterOfTheHomeLinkBeginsToAdvertiseIsLearned() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent =
            network.startHomeAgentWith(ACCEPT + "\nprefix-advertisement-interval: [1s, 2s]", "2001:db8:1::1/64");
        DaemonProcess mobileNode = network.startMobileNodeWith(ACCEPT)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("the home link has [2001:db8:1::/64]");
      network.stopAdvertising();
      try (DaemonProcess router = network.advertiseAnew("2001:db8:9::ff/64")) {
        mobileNode.next("the home link has the new prefix 2001:db8:9::/64");
        assertThat(router.log()).isNotEmpty();
      }
      assertThat(homeAgent.log()).isNotEmpty();
    }
  }

  // The home agent says that there is something to ask, and is not allowed to answer.
  @Test
  @Tag("R6275-103")
  void aHomeAgentThatIsNotToldToAnswersNobody() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgentWith("", DEPRECATED_SOON);
        DaemonProcess mobileNode = network.startMobileNodeWith(ACCEPT)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("Mobile Prefix Solicitation");
      JsonNode prefixes =
          of(
              network
                  .homeAgentSocket()
                  .await("stats", answer -> of(answer).path("discarded").path("switched_off").asInt() >= 2));
      assertThat(List.of(prefixes.path("answered").asInt(), prefixes.path("unasked").asInt())).containsOnly(0);
      assertThat(homeAgent.log()).isNotEmpty();
    }
  }

  private static JsonNode of(JsonNode statistics) {
    return statistics.path("home_agent").path("prefix_discovery");
  }

  private static boolean is(Ipv6Packet packet, int type) {
    return packet.protocol() == IpProtocol.ICMPV6 && packet.payload().at(0) == type;
  }

  private static Icmpv6Message message(Ipv6Packet packet) {
    if (Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
        instanceof Decoded.Value<Icmpv6Message>(Icmpv6Message message)) {
      return message;
    }
    throw new AssertionError("malformed: " + packet);
  }
}
