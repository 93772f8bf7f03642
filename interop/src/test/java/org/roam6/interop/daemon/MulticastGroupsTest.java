package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.Stranger;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import tools.jackson.databind.JsonNode;

/** Programs on a mobile node away from home that listen and send to multicast groups (RFC 6275 10.4.3, 11.3.4). */
@OnRealKernel
@Timeout(120)
final class MulticastGroupsTest {

  private static final Ipv6Address GROUP = Ipv6Address.parse("ff0e::1234");
  private static final Ipv6Address OTHER_GROUP = Ipv6Address.parse("ff0e::5678");
  private static final Ipv6Address UNHEARD_GROUP = Ipv6Address.parse("ff0e::9999");
  private static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse(HomeAndAway.HOME_ADDRESS);
  private static final String TUNNEL = "roam0";
  private static final int HOPS = 8;

  @TempDir private Path folder;

  @Test
  @Tag("R6275-112")
  @Tag("R6275-194")
  void aListenerHearsTheHomeLinkOnEachLinkThatItVisits() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startTalkativeHomeAgent("multicast: true");
        DaemonProcess mobileNode = network.startMobileNode("", "--verbose");
        GroupSocket listener = GroupSocket.listener(network.mobileNode(), TUNNEL, GROUP);
        GroupSocket sender = GroupSocket.sender(network.router(), "eth0", HOPS)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("asks for multicast groups");
      homeAgent.next("listens to " + GROUP);
      assertThat(network.homeAgent().run("ip -6 maddr show dev eth0")).contains(GROUP.toString());
      try (Stranger ear = network.eavesdropper(HomeAndAway.VISITED)) {
        sender.send(UNHEARD_GROUP, "nobody hears this");
        sender.send(GROUP, "before the move");
        Ipv6Packet tunnelled = nextToGroup(ear);
        assertThat(tunnelled.header().destination()).isEqualTo(GROUP);
        assertThat(tunnelled.header().hopLimit()).isEqualTo(HOPS - 1);
      }
      assertThat(listener.receive()).isEqualTo("before the move");

      network.move(HomeAndAway.OTHER);
      mobileNode.next("acknowledged, status 0");
      sender.send(GROUP, "after the move");
      assertThat(listener.receive()).isEqualTo("after the move");

      listener.leave(GROUP);
      homeAgent.next("no longer listens to " + GROUP);
      assertThat(network.homeAgent().run("ip -6 maddr show dev eth0")).doesNotContain(GROUP.toString());
    }
  }

  @Test
  void whatIsLeftIsNotHeardAnyMoreThoughOtherGroupsAre() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startTalkativeHomeAgent("multicast: true");
        DaemonProcess mobileNode = network.startMobileNode("", "--verbose");
        GroupSocket listener = GroupSocket.listener(network.mobileNode(), TUNNEL, GROUP);
        GroupSocket sender = GroupSocket.sender(network.router(), "eth0", HOPS)) {
      listener.join(OTHER_GROUP);
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      homeAgent.next(" listens to " + OTHER_GROUP);
      listener.leave(GROUP);
      homeAgent.next("no longer listens to " + GROUP);
      try (Stranger ear = network.eavesdropper(HomeAndAway.VISITED)) {
        sender.send(GROUP, "nobody hears this");
        sender.send(OTHER_GROUP, "the node hears this");
        assertThat(nextToGroup(ear).header().destination()).isEqualTo(OTHER_GROUP);
      }
      assertThat(listener.receive()).isEqualTo("the node hears this");
    }
  }

  @Test
  @Tag("R6275-220")
  void whatTheMobileNodeSendsToAGroupReachesTheHomeLinkAndDoesNotComeBack() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startTalkativeHomeAgent("multicast: true");
        DaemonProcess mobileNode = network.startMobileNode("", "--verbose");
        GroupSocket atHome = GroupSocket.listener(network.router(), "eth0", GROUP);
        GroupSocket neighbor = GroupSocket.sender(network.router(), "eth0", HOPS);
        GroupSocket away = GroupSocket.listener(network.mobileNode(), TUNNEL, GROUP);
        GroupSocket sender = GroupSocket.sender(network.mobileNode(), TUNNEL, HOPS)) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("asks for multicast groups");
      homeAgent.next("listens to " + GROUP);
      try (Stranger ear = network.eavesdropper(HomeAndAway.VISITED)) {
        sender.send(GROUP, "from far away");
        assertThat(nextToGroup(ear).header().source()).isEqualTo(HOME_ADDRESS);
        assertThat(atHome.receive()).isEqualTo("from far away");
        neighbor.send(GROUP, "from the home link");
        assertThat(nextToGroup(ear).header().source()).isNotEqualTo(HOME_ADDRESS);
      }
      // The one that its own kernel loops back, and the neighbour's.
      assertThat(away.receive()).isEqualTo("from far away");
      assertThat(away.receive()).isEqualTo("from the home link");
    }
  }

  @Test
  @Tag("R6275-219")
  void whoIsNotAskedSaysNothing() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      long before = withheld(network.mobileNodeSocket().ask("stats"));
      try (Stranger ear = network.eavesdropper(HomeAndAway.VISITED);
          GroupSocket listener = GroupSocket.listener(network.mobileNode(), TUNNEL, GROUP)) {
        network.mobileNodeSocket().await("stats", answer -> withheld(answer) > before);
        network.mobileNode().run("ping -c 1 -W 5 " + HomeAndAway.CORRESPONDENT);
        Ipv6Packet first = ear.next(packet -> decapsulated(packet).isPresent());
        assertThat(decapsulated(first).orElseThrow().header().destination())
            .isEqualTo(Ipv6Address.parse(HomeAndAway.CORRESPONDENT));
        listener.leave(GROUP);
      }
      assertThat(homeAgent.log()).isNotEmpty();
    }
  }

  /** What the kernel of the mobile node would have said through the tunnel. */
  private static long withheld(JsonNode statistics) {
    return statistics.get("data_plane").get("not_asked").asLong();
  }

  private static Optional<Ipv6Packet> decapsulated(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.IPV6
            && packet.decapsulate() instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet inner)
        ? Optional.of(inner)
        : Optional.empty();
  }

  /** The next datagram to a group that comes by in a tunnel. */
  private static Ipv6Packet nextToGroup(Stranger ear) {
    Ipv6Packet outer = ear.next(packet -> decapsulated(packet).filter(MulticastGroupsTest::isToGroup).isPresent());
    return decapsulated(outer).orElseThrow();
  }

  private static boolean isToGroup(Ipv6Packet packet) {
    return packet.protocol() == IpProtocol.UDP && packet.header().destination().isMulticast();
  }
}
