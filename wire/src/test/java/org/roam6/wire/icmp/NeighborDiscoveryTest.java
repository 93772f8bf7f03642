package org.roam6.wire.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.FragmentHeader;
import org.roam6.wire.ip.Ipv6Packet;

class NeighborDiscoveryTest {

  private static final Ipv6Address LINK_LOCAL = Ipv6Address.parse("fe80::1");
  private static final Ipv6Address GLOBAL = Ipv6Address.parse("2001:db8::1");
  private static final Ipv6Address MULTICAST = Ipv6Address.parse("ff05::2");
  private static final List<NeighborDiscoveryOption> SOURCE_OPTION =
      List.of(new SourceLinkLayerAddress(new LinkLayerAddress(1)));
  private static final RouterAdvertisement ADVERTISEMENT =
      new RouterAdvertisement(64, false, false, false, RouterPreference.MEDIUM, 1800, 0, 0, List.of());

  private static Ipv6Packet packet(int hopLimit, Ipv6Address source, Ipv6Address destination) {
    return Ipv6Packet.of(source, destination, hopLimit, IpProtocol.ICMPV6, Octets.EMPTY);
  }

  private static boolean valid(Icmpv6Message message, Ipv6Address source, Ipv6Address destination) {
    return NeighborDiscovery.check(message, packet(255, source, destination), false) instanceof Decoded.Value;
  }

  @Test
  void believesOnlyWhatNoRouterForwarded() {
    assertThat(NeighborDiscovery.check(ADVERTISEMENT, packet(255, LINK_LOCAL, Ipv6Address.ALL_NODES), false))
        .isEqualTo(Decoded.of(ADVERTISEMENT));
    assertThat(NeighborDiscovery.check(ADVERTISEMENT, packet(254, LINK_LOCAL, Ipv6Address.ALL_NODES), false))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void believesNoFragments() {
    Ipv6Packet packet = packet(255, LINK_LOCAL, Ipv6Address.ALL_NODES);
    Ipv6Packet atomic = new Ipv6Packet(
        packet.header(), List.of(new FragmentHeader(0, false, 1)), packet.protocol(), packet.payload());
    assertThat(NeighborDiscovery.check(ADVERTISEMENT, packet, true)).isInstanceOf(Decoded.Malformed.class);
    assertThat(NeighborDiscovery.check(ADVERTISEMENT, atomic, false)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void believesRoutersWithALinkLocalAddressOnly() {
    assertThat(valid(ADVERTISEMENT, GLOBAL, Ipv6Address.ALL_NODES)).isFalse();
  }

  @Test
  void refusesASourceOptionFromNoSource() {
    assertThat(valid(new RouterSolicitation(List.of()), Ipv6Address.UNSPECIFIED, Ipv6Address.ALL_ROUTERS)).isTrue();
    assertThat(valid(new RouterSolicitation(SOURCE_OPTION), LINK_LOCAL, Ipv6Address.ALL_ROUTERS)).isTrue();
    assertThat(valid(new RouterSolicitation(SOURCE_OPTION), Ipv6Address.UNSPECIFIED, Ipv6Address.ALL_ROUTERS))
        .isFalse();
  }

  @Test
  void takesDuplicateAddressDetectionAtTheSolicitedNodeAddress() {
    NeighborSolicitation probe = new NeighborSolicitation(GLOBAL, List.of());
    assertThat(valid(probe, Ipv6Address.UNSPECIFIED, GLOBAL.solicitedNode())).isTrue();
    assertThat(valid(probe, Ipv6Address.UNSPECIFIED, GLOBAL)).isFalse();
    assertThat(valid(new NeighborSolicitation(GLOBAL, SOURCE_OPTION), Ipv6Address.UNSPECIFIED, GLOBAL.solicitedNode()))
        .isFalse();
    assertThat(valid(new NeighborSolicitation(MULTICAST, List.of()), LINK_LOCAL, GLOBAL)).isFalse();
  }

  @Test
  void refusesASolicitedAnswerToEverybody() {
    NeighborAdvertisement solicited = new NeighborAdvertisement(false, true, true, GLOBAL, List.of());
    NeighborAdvertisement unsolicited = new NeighborAdvertisement(false, false, true, GLOBAL, List.of());
    assertThat(valid(solicited, LINK_LOCAL, LINK_LOCAL)).isTrue();
    assertThat(valid(solicited, LINK_LOCAL, Ipv6Address.ALL_NODES)).isFalse();
    assertThat(valid(unsolicited, LINK_LOCAL, Ipv6Address.ALL_NODES)).isTrue();
    assertThat(valid(new NeighborAdvertisement(false, false, true, MULTICAST, List.of()), LINK_LOCAL, LINK_LOCAL))
        .isFalse();
  }

  @Test
  void takesRedirectsToRoutersAndToNeighbors() {
    assertThat(valid(new Redirect(LINK_LOCAL, GLOBAL, List.of()), LINK_LOCAL, GLOBAL)).isTrue();
    assertThat(valid(new Redirect(GLOBAL, GLOBAL, List.of()), LINK_LOCAL, GLOBAL)).isTrue();
    assertThat(valid(new Redirect(Ipv6Address.parse("2001:db8::2"), GLOBAL, List.of()), LINK_LOCAL, GLOBAL)).isFalse();
    assertThat(valid(new Redirect(LINK_LOCAL, MULTICAST, List.of()), LINK_LOCAL, GLOBAL)).isFalse();
    assertThat(valid(new Redirect(GLOBAL, GLOBAL, List.of()), GLOBAL, GLOBAL)).isFalse();
  }

  @Test
  void leavesOtherMessagesAlone() {
    Icmpv6Message echo = new EchoRequest(1, 1, Octets.EMPTY);
    assertThat(NeighborDiscovery.check(echo, packet(3, GLOBAL, GLOBAL), true)).isEqualTo(Decoded.of(echo));
  }
}
