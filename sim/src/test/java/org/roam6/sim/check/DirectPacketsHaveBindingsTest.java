package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.check.Watch.CARE_OF;
import static org.roam6.sim.check.Watch.OTHER_CARE_OF;
import static org.roam6.sim.network.SmallNetwork.at;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.forwarding.DirectPath.Side;
import org.roam6.sim.network.Network;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** A packet with a Home Address option or a type 2 routing header that no binding stands for is noticed. */
class DirectPacketsHaveBindingsTest {

  private final PathWatch network = new PathWatch(each -> new DirectPacketsHaveBindings(each.paths));

  @BeforeEach
  void isThere() {
    network.mobileNode().kernel().addStaticAddress(Network.MOBILE_INTERFACE, CARE_OF, 64);
  }

  private Octets fromCareOf(Ipv6Address careOfAddress) {
    return Ipv6Packet.of(careOfAddress, network.peer, 64, IpProtocol.UDP, Octets.of(new byte[8]))
        .withHomeAddressOption(network.home)
        .encode();
  }

  private Octets toCareOf(Ipv6Address careOfAddress) {
    return Ipv6Packet.of(network.peer, careOfAddress, 64, IpProtocol.UDP, Octets.of(new byte[8]))
        .withType2RoutingHeader(network.home)
        .encode();
  }

  private void isNoticed(String what) {
    assertThat(network.violations())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.checker()).isEqualTo("direct-packets-have-bindings");
              assertThat(found.what()).isEqualTo(what);
            });
  }

  @Test
  void aRunningNetworkKeepsIt() {
    network.live();
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void whoHasTheBindingMaySendDirectly() {
    network.does(network.mobileNode(), at(1), network.path(Side.MOBILE_NODE, CARE_OF, at(100)));
    network.does(network.correspondent(), at(1), network.path(Side.CORRESPONDENT, CARE_OF, at(100)));
    network.watch.sends(fromCareOf(CARE_OF), at(50));
    network.watch.sends(network.correspondent(), toCareOf(CARE_OF), at(50));
    assertThat(network.violations()).isEmpty();
  }

  @Test
  void aMobileNodeWithoutPathIsNoticed() {
    network.watch.sends(fromCareOf(CARE_OF), at(50));
    isNoticed("mn sends directly to " + network.peer + " from " + CARE_OF + " without such a path");
  }

  @Test
  void aMobileNodeWhosePathHasEndedIsNoticed() {
    network.does(network.mobileNode(), at(1), network.path(Side.MOBILE_NODE, CARE_OF, at(100)));
    network.watch.sends(fromCareOf(CARE_OF), at(103));
    assertThat(network.violations()).isEmpty();
    network.watch.sends(fromCareOf(CARE_OF), at(104));
    isNoticed("mn sends directly to " + network.peer + " from " + CARE_OF + " without such a path");
  }

  @Test
  void aMobileNodeThatSendsFromAnAddressOfAnotherLinkIsNoticed() {
    network.does(network.mobileNode(), at(1), network.path(Side.MOBILE_NODE, OTHER_CARE_OF, at(100)));
    network.watch.sends(fromCareOf(OTHER_CARE_OF), at(50));
    isNoticed("mn sends directly to " + network.peer + " from " + OTHER_CARE_OF + ", which it does not have");
  }

  @Test
  void whatWaitedForANeighbourIsStillOnItsWay() {
    network.does(network.mobileNode(), at(40), network.path(Side.MOBILE_NODE, CARE_OF, at(100)));
    network.does(network.mobileNode(), at(50), network.noPath(Side.MOBILE_NODE));
    network.watch.sends(fromCareOf(CARE_OF), at(50).plus(Duration.ofMillis(2999)));
    assertThat(network.violations()).isEmpty();
    network.watch.sends(fromCareOf(CARE_OF), at(53));
    assertThat(network.violations()).hasSize(1);
  }

  @Test
  void aCorrespondentNodeWithoutBindingIsNoticed() {
    network.watch.sends(network.correspondent(), toCareOf(CARE_OF), at(50));
    isNoticed("cn sends what is for " + network.home + " to " + CARE_OF + " without such a binding");
  }

  @Test
  void aCorrespondentNodeThatSendsToAnotherAddressIsNoticed() {
    network.does(network.correspondent(), at(1), network.path(Side.CORRESPONDENT, CARE_OF, at(100)));
    network.watch.sends(network.correspondent(), toCareOf(OTHER_CARE_OF), at(50));
    isNoticed("cn sends what is for " + network.home + " to " + OTHER_CARE_OF + " without such a binding");
  }

  @Test
  void whatIsInsideOfATunnelIsLookedAtToo() {
    Ipv6Address homeAgent = network.small.network.programAddress("ha");
    network.watch.sends(
        Ipv6Packet.of(CARE_OF, homeAgent, 64, IpProtocol.IPV6, fromCareOf(CARE_OF)).encode(), at(50));
    assertThat(network.violations()).hasSize(1);
  }

  @Test
  void signallingHasRulesOfItsOwn() {
    network.watch.sends(network.update(1, CARE_OF, Duration.ofSeconds(100)), at(50));
    assertThat(network.violations()).isEmpty();
  }
}
