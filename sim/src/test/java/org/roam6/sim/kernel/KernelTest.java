package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roam6.sim.kernel.Machine.ETH0;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.DestinationUnreachable;
import org.roam6.wire.icmp.TimeExceeded;
import org.roam6.wire.ip.Ipv6Packet;

/** Two hosts and a router: packets find their way, and wishes are fulfilled and taken back. */
class KernelTest {

  private static final InterfaceName ETH1 = new InterfaceName("eth1");
  private static final Ipv6Prefix EVERYWHERE = Ipv6Prefix.parse("::/0");
  private static final Ipv6Address LEFT = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Address RIGHT = Ipv6Address.parse("2001:db8:2::5");
  private static final Ipv6Address ROUTER_LEFT = Ipv6Address.parse("2001:db8:1::ff01");
  private static final Ipv6Address ROUTER_RIGHT = Ipv6Address.parse("2001:db8:2::ff01");

  private final Agenda agenda = new Agenda();
  private final Link leftLink = Machine.link("left", agenda);
  private final Link rightLink = Machine.link("right", agenda);
  private final Machine left = new Machine(agenda);
  private final Machine right = new Machine(agenda);
  private final Machine router = new Machine(agenda);
  private Port leftPort;

  @BeforeEach
  void build() {
    leftPort = plug(left, "left", ETH0, 1, leftLink, LEFT);
    plug(right, "right", ETH0, 2, rightLink, RIGHT);
    plug(router, "router", ETH0, 3, leftLink, ROUTER_LEFT);
    plug(router, "router", ETH1, 4, rightLink, ROUTER_RIGHT);
    left.kernel.addStaticRoute(EVERYWHERE, Optional.of(ROUTER_LEFT), ETH0);
    right.kernel.addStaticRoute(EVERYWHERE, Optional.of(ROUTER_RIGHT), ETH0);
    router.kernel.forwarding(true);
  }

  private static Port plug(
      Machine machine, String host, InterfaceName name, long number, Link link, Ipv6Address address) {
    Port port = machine.kernel.addPort(host, name, new LinkLayerAddress(0x0200_0000_0000L + number));
    link.attach(port);
    machine.kernel.addStaticAddress(name, address, 64);
    return port;
  }

  private void pass(Duration duration) {
    Machine.pass(agenda, duration);
  }

  private void second() {
    pass(Duration.ofSeconds(1));
  }

  private static InterfaceAddress address(Ipv6Address address, DuplicateDetection detection) {
    return new InterfaceAddress(ETH0, address, 64, detection, SourceUse.PREFERRED);
  }

  // ---- packets

  @Test
  void aPacketIsForwardedWithAHopLimitThatIsOneLess() {
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 64, 1));
    second();
    assertThat(right.delivered).containsExactly(Machine.datagram(LEFT, RIGHT, 63, 1));
    right.kernel.send(Machine.datagram(RIGHT, LEFT, 2, 2));
    second();
    assertThat(left.delivered).containsExactly(Machine.datagram(RIGHT, LEFT, 1, 2));
  }

  // RFC 4443 3.3: "If a router receives a packet with a Hop Limit of zero, or if a router decrements a packet's Hop
  // Limit to zero, it MUST discard the packet and originate an ICMPv6 Time Exceeded message with Code 0"
  @Test
  void aPacketWhoseHopLimitIsUsedUpIsAnsweredWithTimeExceeded() {
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 1, 1));
    second();
    assertThat(right.delivered).isEmpty();
    assertThat(router.dropped).containsExactly("hop limit exceeded");
    assertThat(Machine.messages(left.delivered, TimeExceeded.class))
        .containsExactly(new TimeExceeded(0, Machine.datagram(LEFT, RIGHT, 1, 1)));
    assertThat(PacketFields.source(left.delivered.getFirst())).isEqualTo(ROUTER_LEFT);
  }

  @Test
  void aPacketWithoutRouteIsAnsweredWithDestinationUnreachable() {
    left.kernel.send(Machine.datagram(LEFT, Ipv6Address.parse("2001:db8:9::1"), 64, 1));
    second();
    assertThat(router.dropped).containsExactly("no route");
    assertThat(Machine.messages(left.delivered, DestinationUnreachable.class)).hasSize(1);
  }

  @Test
  void whatComesToAMachineThatSleepsIsLost() {
    router.asleep = true;
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 64, 1));
    second();
    router.asleep = false;
    second();
    assertThat(right.delivered).hasSize(1);
    assertThat(router.dropped).containsExactly("the host sleeps");
  }

  @Test
  void aHostForwardsNothing() {
    router.kernel.forwarding(false);
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 64, 1));
    second();
    assertThat(right.delivered).isEmpty();
    assertThat(router.dropped).containsExactly("not for this host");
  }

  // RFC 4291 2.5.6: "Routers must not forward any packets with Link-Local source or destination addresses to other
  // links."
  @Test
  void whatIsLinkLocalStaysOnItsLink() {
    LinkLayerAddress routerPort = new LinkLayerAddress(0x0200_0000_0003L);
    Ipv6Address linkLocal = Ipv6Address.linkLocal(leftPort.address().interfaceIdentifier());
    left.kernel.sendOnLink(ETH0, routerPort, Machine.datagram(LEFT, Ipv6Address.parse("fe80::5"), 64, 1));
    left.kernel.sendOnLink(ETH0, routerPort, Machine.datagram(linkLocal, RIGHT, 64, 2));
    left.kernel.sendOnLink(ETH0, routerPort, Machine.datagram(Ipv6Address.UNSPECIFIED, RIGHT, 64, 3));
    second();
    assertThat(right.delivered).isEmpty();
    assertThat(router.dropped).hasSize(3).containsOnly("not for this host");
  }

  @Test
  void aNeighbourIsFoundBehindItsSolicitedNodeGroup() {
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::6");
    Machine neighbor = new Machine(agenda);
    plug(neighbor, "neighbor", ETH0, 9, leftLink, other);
    left.kernel.send(Machine.datagram(LEFT, other, 64, 1));
    second();
    assertThat(neighbor.delivered).containsExactly(Machine.datagram(LEFT, other, 64, 1));
    assertThat(left.kernel.neighborCount()).isEqualTo(1);
    left.kernel.flushNeighbors(ETH0);
    assertThat(left.kernel.neighborCount()).isZero();
  }

  @Test
  void whoIsNotThereIsAskedForAndThenThePacketIsDropped() {
    left.kernel.send(Machine.datagram(LEFT, Ipv6Address.parse("2001:db8:1::77"), 64, 1));
    pass(Duration.ofMillis(2900));
    assertThat(left.dropped).isEmpty();
    second();
    assertThat(left.dropped).containsExactly("the neighbour does not answer");
  }

  @Test
  void aProgramSendsFromAddressesOfItsHostOnly() {
    left.kernel.send(Machine.datagram(RIGHT, LEFT, 64, 1));
    left.kernel.send(Machine.datagram(LEFT, LEFT, 64, 2));
    assertThat(left.dropped).containsExactly("the source is no address of this host");
    assertThat(left.delivered).containsExactly(Machine.datagram(LEFT, LEFT, 64, 2));
    left.kernel.sendAsIs(Machine.datagram(Ipv6Address.parse("2001:db8:9::9"), RIGHT, 64, 3));
    second();
    assertThat(right.delivered).hasSize(1);
  }

  @Test
  void whatIsNoPacketIsDropped() {
    left.kernel.sendOnLink(ETH0, new LinkLayerAddress(0x0200_0000_0003L), Octets.of(new byte[39]));
    left.kernel.sendOnLink(ETH0, new LinkLayerAddress(0x0200_0000_0003L), Octets.of(new byte[40]));
    second();
    assertThat(router.dropped).containsExactly("no IPv6 header", "no IPv6 header");
  }

  @Test
  void whatLeavesATunnelIsForwardedUnlessItIsLinkLocal() {
    Ipv6Address home = Ipv6Address.parse("2001:db8:1::99");
    Tunnel tunnel =
        new Tunnel(BindingKey.of(home), Tunnel.Side.HOME_AGENT, ROUTER_LEFT, LEFT, List.of(), Time.NEVER);
    router.kernel.want(new Desired.WantedTunnel(tunnel));
    sendThroughTunnel(Machine.datagram(home, RIGHT, 64, 1));
    sendThroughTunnel(Machine.datagram(home, Ipv6Address.parse("fe80::5"), 64, 2));
    second();
    assertThat(right.delivered).hasSize(1);
    assertThat(router.dropped).containsExactly("tunnel: INNER_SCOPE");
    router.kernel.unwant(new Desired.TunnelKey(BindingKey.of(home)));
    sendThroughTunnel(Machine.datagram(home, RIGHT, 64, 3));
    second();
    assertThat(right.delivered).hasSize(1);
  }

  private void sendThroughTunnel(Octets inner) {
    left.kernel.send(Ipv6Packet.of(LEFT, ROUTER_LEFT, 64, IpProtocol.IPV6, inner).encode());
  }

  // ---- wishes

  @Test
  void anAddressThatIsWantedIsDetectedAndThenItsOwn() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    assertThat(left.kernel.want(address(wanted, DuplicateDetection.BEFORE_USE))).isEmpty();
    assertThat(left.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.TENTATIVE);
    pass(Duration.ofMillis(1001));
    assertThat(left.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.READY);
    right.kernel.send(Machine.datagram(RIGHT, wanted, 64, 1));
    second();
    assertThat(left.delivered).hasSize(1);
    left.kernel.unwant(new Desired.AddressKey(ETH0, wanted));
    assertThat(left.kernel.owns(wanted)).isFalse();
    assertThat(left.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.ABSENT);
  }

  @Test
  void aPrefixStaysOnLinkForAsLongAsAnAddressIsInIt() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::6");
    Machine neighbor = new Machine(agenda);
    plug(neighbor, "neighbor", ETH0, 9, leftLink, other);
    left.kernel.want(address(wanted, DuplicateDetection.NONE));
    left.kernel.unwant(new Desired.AddressKey(ETH0, wanted));
    left.kernel.send(Machine.datagram(LEFT, other, 64, 1));
    second();
    assertThat(neighbor.delivered).containsExactly(Machine.datagram(LEFT, other, 64, 1));
    left.kernel.giveUpAddress(ETH0, LEFT);
    left.kernel.sendAsIs(Machine.datagram(LEFT, other, 64, 2));
    second();
    assertThat(neighbor.delivered).contains(Machine.datagram(LEFT, other, 63, 2));
  }

  @Test
  void twoMachinesFindThatTheyWantTheSameAddress() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    left.kernel.want(address(wanted, DuplicateDetection.BEFORE_USE));
    second();
    second();
    router.kernel.want(address(wanted, DuplicateDetection.OPTIMISTIC));
    assertThat(router.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.OPTIMISTIC);
    second();
    assertThat(router.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.DUPLICATE);
    assertThat(left.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.READY);
    assertThat(router.events).contains(new Event.AddressChanged(ETH0, wanted, AddressState.DUPLICATE));
  }

  @Test
  void anOptimisticAddressIsUsedAtOnce() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    left.kernel.want(address(wanted, DuplicateDetection.OPTIMISTIC));
    left.kernel.send(Machine.datagram(wanted, RIGHT, 64, 1));
    right.kernel.send(Machine.datagram(RIGHT, wanted, 64, 2));
    pass(Duration.ofMillis(100));
    assertThat(left.kernel.addressState(ETH0, wanted)).isEqualTo(AddressState.OPTIMISTIC);
    assertThat(right.delivered).hasSize(1);
    assertThat(left.delivered).hasSize(1);
  }

  @Test
  void aRouteIsReplacedAndTakenBack() {
    Ipv6Prefix far = Ipv6Prefix.parse("2001:db8:7::/64");
    Desired.Route first = new Desired.Route(254, far, Optional.of(Ipv6Address.parse("2001:db8:1::77")), ETH0);
    Desired.Route second = new Desired.Route(254, far, Optional.of(ROUTER_LEFT), ETH0);
    left.kernel.want(first);
    left.kernel.want(second);
    assertThat(left.kernel.wanted()).containsExactly(Map.entry(first.key(), second));
    left.kernel.send(Machine.datagram(LEFT, far.withInterfaceIdentifier(1), 64, 1));
    second();
    assertThat(router.dropped).containsExactly("no route");
    left.kernel.unwant(second.key());
    assertThat(left.kernel.wanted()).isEmpty();
  }

  @Test
  void aNeighbourThatIsWantedIsNotAskedFor() {
    left.kernel.want(new Desired.NeighborEntry(ETH0, ROUTER_LEFT, new LinkLayerAddress(0x0200_0000_0099L)));
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 64, 1));
    second();
    assertThat(right.delivered).isEmpty();
    left.kernel.unwant(new Desired.NeighborKey(ETH0, ROUTER_LEFT));
    left.kernel.send(Machine.datagram(LEFT, RIGHT, 64, 2));
    second();
    assertThat(right.delivered).hasSize(1);
  }

  @Test
  void whatIsWantedOnAnInterfaceThatIsNotThereCannotBe() {
    Desired item = new Desired.GroupMembership(new InterfaceName("eth9"), Ipv6Address.ALL_ROUTERS);
    assertThat(left.kernel.want(item)).contains("no interface eth9");
    assertThat(left.kernel.wanted()).isEmpty();
    assertThatThrownBy(() -> left.kernel.flushNeighbors(new InterfaceName("eth9")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allWishesAreTakenBackAtOnce() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    left.kernel.want(address(wanted, DuplicateDetection.NONE));
    left.kernel.want(new Desired.GroupMembership(ETH0, Ipv6Address.ALL_ROUTERS));
    left.kernel.want(new InterfaceAddress(Kernel.TUNNEL, RIGHT, 128, DuplicateDetection.NONE, SourceUse.PREFERRED));
    assertThat(left.kernel.owns(RIGHT)).isTrue();
    left.kernel.forgetWishes();
    assertThat(left.kernel.wanted()).isEmpty();
    assertThat(left.kernel.owns(wanted)).isFalse();
    assertThat(left.kernel.owns(RIGHT)).isFalse();
    assertThat(left.kernel.owns(LEFT)).isTrue();
  }

  @Test
  void theTunnelTakesItsAddressesAndRoutesWithItAndNothingElse() {
    Ipv6Address wanted = Ipv6Address.parse("2001:db8:1::42");
    Desired.Route throughTunnel = new Desired.Route(100, EVERYWHERE, Optional.empty(), Kernel.TUNNEL);
    Desired.Route other = new Desired.Route(100, Ipv6Prefix.parse("2001:db8::/32"), Optional.empty(), ETH0);
    left.kernel.want(new InterfaceAddress(Kernel.TUNNEL, RIGHT, 128, DuplicateDetection.NONE, SourceUse.PREFERRED));
    left.kernel.want(address(wanted, DuplicateDetection.NONE));
    left.kernel.want(throughTunnel);
    left.kernel.want(other);
    left.kernel.tunnelGone();
    assertThat(left.kernel.wanted().values()).containsExactly(address(wanted, DuplicateDetection.NONE), other);
    assertThat(left.kernel.owns(RIGHT)).isFalse();
  }

  // ---- what Roam6 hears

  @Test
  void allThatThereIsIsTold() {
    left.kernel.tellAll();
    assertThat(left.events)
        .containsExactly(
            new Event.LinkChanged(ETH0, LinkPresence.CARRIER, leftPort.address(), 1500),
            new Event.AddressChanged(
                ETH0, Ipv6Address.linkLocal(leftPort.address().interfaceIdentifier()), AddressState.READY),
            new Event.AddressChanged(ETH0, LEFT, AddressState.READY));
  }

  @Test
  void aCableThatIsPulledIsToldALittleLater() {
    second();
    left.events.clear();
    leftLink.detach(leftPort);
    left.kernel.carrierChanged(ETH0);
    pass(Duration.ofNanos(200_000));
    assertThat(left.events).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(left.events)
        .containsExactly(new Event.LinkChanged(ETH0, LinkPresence.NO_CARRIER, leftPort.address(), 1500));
  }

  @Test
  void anAddressThatANeighbourHasIsNotTakenWhereItIsAskedFor() {
    left.kernel.takeAddress(ETH0, ROUTER_LEFT, DuplicateDetection.BEFORE_USE);
    pass(Duration.ofSeconds(2));
    assertThat(left.kernel.addressState(ETH0, ROUTER_LEFT)).isEqualTo(AddressState.DUPLICATE);
    assertThat(router.kernel.addressState(ETH0, ROUTER_LEFT)).isEqualTo(AddressState.READY);
  }

  @Test
  void anAddressTakenByHandBelongsToWhoTookItUntilItIsGivenUp() {
    Ipv6Address taken = Ipv6Address.parse("2001:db8:1::42");
    left.kernel.takeAddress(ETH0, taken, DuplicateDetection.NONE);
    left.kernel.takeAddress(ETH0, taken, DuplicateDetection.NONE);
    assertThat(left.kernel.owns(taken)).isTrue();
    left.kernel.giveUpAddress(ETH0, taken);
    assertThat(left.kernel.owns(taken)).isFalse();
    assertThat(List.of(left.kernel.owns(LEFT), router.kernel.owns(taken))).containsExactly(true, false);
  }
}
