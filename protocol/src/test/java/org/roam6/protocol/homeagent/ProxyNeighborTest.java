package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 6275 10.4.1: the home agent stands in for the mobile node on the home link. */
class ProxyNeighborTest {

  private static final Ipv6Address LINK_LOCAL = Ipv6Address.linkLocal(Scene.HOME.low());
  private static final LinkLayerAddress ALL_NODES = LinkLayerAddress.parse("33:33:00:00:00:01");

  private final Scene scene = Scene.unprotected();

  private List<Scene.Sent> registered(Update update) {
    scene.tell(update.plain());
    return Scene.neighborMessages(scene.pass(Duration.ofSeconds(1)));
  }

  private static NeighborAdvertisement advertisement(
      boolean solicited, boolean override, Ipv6Address target) {
    return new NeighborAdvertisement(
        false, solicited, override, target, List.of(new TargetLinkLayerAddress(Scene.OWN_LINK_LAYER)));
  }

  private static Scene.Sent announcementOf(Ipv6Address target) {
    return new Scene.Sent(
        ALL_NODES, Scene.HOME_AGENT, Ipv6Address.ALL_NODES, advertisement(false, true, target));
  }

  @Test
  @Tag("R6275-098")
  @Tag("R6275-188")
  @Tag("R6275-189")
  void announcesItselfThreeTimesToAllNodes() {
    assertThat(registered(new Update())).containsExactly(announcementOf(Scene.HOME));
    for (int i = 0; i < 2; i++) {
      assertThat(Scene.neighborMessages(scene.pass(Duration.ofSeconds(1))))
          .containsExactly(announcementOf(Scene.HOME));
    }
    assertThat(Scene.neighborMessages(scene.pass(Duration.ofSeconds(10)))).isEmpty();
  }

  @Test
  @Tag("R6275-188")
  void withTheLinkLocalBitItStandsInForTheLinkLocalAddressToo() {
    assertThat(registered(new Update().linkLocal()))
        .containsExactly(announcementOf(Scene.HOME), announcementOf(LINK_LOCAL));
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, LINK_LOCAL))).hasSize(1);
    assertThat(scene.onlyBinding().linkLocalDefended()).isTrue();
  }

  // RFC 6275 10.4.2: "packets addressed to the mobile node's link-local address MUST NOT be tunneled"
  @Test
  @Tag("R6275-192")
  void whatItAttractsForTheLinkLocalAddressIsNotTunnelled() {
    registered(new Update().linkLocal());
    assertThat(scene.wanted.values())
        .filteredOn(item -> item instanceof Desired.Route || item instanceof Desired.WantedTunnel)
        .hasSize(2);
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
    assertThat(scene.tunnel(Scene.HOME)).isPresent();
  }

  @Test
  void withoutTheLinkLocalBitItDoesNot() {
    registered(new Update());
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, LINK_LOCAL))).isEmpty();
    assertThat(scene.onlyBinding().linkLocalDefended()).isFalse();
  }

  @Test
  @Tag("R6275-098")
  @Tag("R6275-190")
  void answersNeighborsWithItsOwnLinkLayerAddress() {
    registered(new Update());
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, Scene.HOME)))
        .containsExactly(
            new Scene.Sent(
                Scene.NEIGHBOR_LINK_LAYER,
                Scene.HOME_AGENT,
                Scene.NEIGHBOR,
                advertisement(true, false, Scene.HOME)));
  }

  /** RFC 4861 7.3.3: a neighbour that has the home agent's link-layer address probes by unicast to the home address. */
  @Test
  @Tag("R6275-190")
  void answersUnicastProbes() {
    registered(new Update().linkLocal());
    assertThat(Scene.neighborMessages(probe(Scene.HOME))).hasSize(1);
    assertThat(Scene.neighborMessages(probe(LINK_LOCAL))).hasSize(1);
    assertThat(probe(Scene.OTHER_HOME)).isEmpty();
    scene.pass(Duration.ofMinutes(1));
    assertThat(probe(Scene.HOME)).isEmpty();
  }

  private List<Effect> probe(Ipv6Address target) {
    return scene.onHomeLink(
        Scene.NEIGHBOR, target, Scene.NEIGHBOR_LINK_LAYER, new NeighborSolicitation(target, List.of()));
  }

  @Test
  @Tag("R6275-190")
  void defendsTheHomeAddressAgainstDuplicateAddressDetection() {
    registered(new Update());
    assertThat(Scene.neighborMessages(scene.solicit(Ipv6Address.UNSPECIFIED, Scene.HOME)))
        .containsExactly(
            new Scene.Sent(
                ALL_NODES, Scene.HOME_AGENT, Ipv6Address.ALL_NODES, advertisement(false, false, Scene.HOME)));
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
  }

  @Test
  void contradictsAFalseClaimOnceAndNotEachTime() {
    registered(new Update());
    scene.pass(Duration.ofSeconds(5));
    List<Effect> effects = scene.advertise(Scene.HOME);
    assertThat(Scene.neighborMessages(effects)).containsExactly(announcementOf(Scene.HOME));
    assertThat(Scene.notices(effects, HomeAgentNotice.AddressClaimed.class)).hasSize(1);
    assertThat(scene.advertise(Scene.HOME)).isEmpty();
    scene.pass(Duration.ofSeconds(10));
    assertThat(Scene.neighborMessages(scene.advertise(Scene.HOME))).hasSize(1);
  }

  @Test
  void whatIsHeardOnOtherLinksIsNoneOfItsBusiness() {
    registered(new Update());
    NeighborSolicitation solicitation = new NeighborSolicitation(Scene.HOME, List.of());
    Event.PacketReceived onOtherLink = onUplink(solicitation);
    assertThat(scene.tell(onOtherLink)).isEmpty();
  }

  @Test
  void announcesItselfAgainWhenTheLinkComesBack() {
    registered(new Update());
    scene.pass(Duration.ofSeconds(5));
    scene.tell(new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.NO_CARRIER, Scene.OWN_LINK_LAYER, 1500));
    Event.LinkChanged back =
        new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.CARRIER, Scene.OWN_LINK_LAYER, 1500);
    assertThat(Scene.neighborMessages(scene.tell(back))).containsExactly(announcementOf(Scene.HOME));
    assertThat(scene.tell(back)).isEmpty();
  }

  private static Event.PacketReceived onUplink(NeighborSolicitation solicitation) {
    Ipv6Address group = solicitation.target().solicitedNode();
    return new Event.PacketReceived(
        Scene.UPLINK,
        Scene.NEIGHBOR_LINK_LAYER,
        Ipv6Packet.of(
                Scene.NEIGHBOR,
                group,
                255,
                IpProtocol.ICMPV6,
                solicitation.encode(Scene.NEIGHBOR, group))
            .encode());
  }
}
