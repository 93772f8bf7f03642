package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.sim.kernel.Machine.ETH0;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.InterfaceAddress;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.time.Agenda;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** A mobile node and a correspondent node on one link, far away from the home link. */
class DirectPathKernelTest {

  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:9::5");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:9::1");
  private static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:1::5");
  private static final Ipv6Address CORRESPONDENT = Ipv6Address.parse("2001:db8:1::6");
  private static final Ipv6Prefix EVERYWHERE = Ipv6Prefix.parse("::/0");
  private static final int HOME_TABLE = 77;
  private static final int REDIRECTION_TABLE = 78;

  private final Agenda agenda = new Agenda();
  private final Link link = Machine.link("link", agenda);
  private final Machine mobileNode = new Machine(agenda);
  private final Machine correspondent = new Machine(agenda);

  @BeforeEach
  void build() {
    plug(mobileNode, "mn", 1, CARE_OF);
    plug(correspondent, "cn", 2, CORRESPONDENT);
    want(mobileNode, new InterfaceAddress(Kernel.TUNNEL, HOME, 128, DuplicateDetection.NONE, SourceUse.PREFERRED));
    want(mobileNode, new Desired.SourceRule(HOME, HOME_TABLE));
    want(mobileNode, route(HOME_TABLE, EVERYWHERE));
    want(mobileNode, new Desired.WantedTunnel(
        new Tunnel(BindingKey.of(HOME), Tunnel.Side.MOBILE_NODE, CARE_OF, HOME_AGENT, List.of(), Time.NEVER)));
    want(correspondent, new Desired.RedirectionRule(REDIRECTION_TABLE));
  }

  private void plug(Machine machine, String host, long number, Ipv6Address address) {
    link.attach(machine.kernel.addPort(host, ETH0, new LinkLayerAddress(0x0200_0000_0000L + number)));
    machine.kernel.addStaticAddress(ETH0, address, 64);
  }

  private static void want(Machine machine, Desired item) {
    assertThat(machine.kernel.want(item)).isEmpty();
  }

  private static Desired.Route route(int table, Ipv6Prefix destination) {
    return new Desired.Route(table, destination, Optional.empty(), Kernel.TUNNEL);
  }

  private void connect() {
    want(mobileNode, new Desired.WantedDirectPath(
        new DirectPath(new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME, CORRESPONDENT), CARE_OF, Time.NEVER)));
    want(correspondent, new Desired.WantedDirectPath(binding()));
    want(correspondent, route(REDIRECTION_TABLE, new Ipv6Prefix(HOME, 128)));
  }

  private static DirectPath binding() {
    return new DirectPath(
        new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, CORRESPONDENT), CARE_OF, Time.NEVER);
  }

  private void second() {
    Machine.pass(agenda, Duration.ofSeconds(1));
  }

  @Test
  void packetsGoDirectlyInBothDirectionsAndTheRolesHearOfIt() {
    connect();
    Octets up = Machine.datagram(HOME, CORRESPONDENT, 64, 1);
    Octets down = Machine.datagram(CORRESPONDENT, HOME, 64, 2);
    mobileNode.kernel.send(up);
    correspondent.kernel.send(down);
    second();
    assertThat(correspondent.delivered).containsExactly(up);
    assertThat(mobileNode.delivered).containsExactly(down);
    assertThat(seen(mobileNode)).containsExactlyInAnyOrder(Event.Way.DIRECT_SENT, Event.Way.DIRECT_RECEIVED);
    assertThat(seen(correspondent)).containsExactlyInAnyOrder(Event.Way.DIRECT_SENT, Event.Way.DIRECT_RECEIVED);
    assertThat(correspondent.events).noneMatch(event -> isDatagram(event));
    assertThat(mobileNode.events).noneMatch(event -> isDatagram(event));
  }

  private static List<Event.Way> seen(Machine machine) {
    return machine.events.stream()
        .filter(Event.TrafficSeen.class::isInstance)
        .map(event -> ((Event.TrafficSeen) event).way())
        .toList();
  }

  private static boolean isDatagram(Event event) {
    return event instanceof Event.PacketReceived received
        && Machine.decode(received.packet()).protocol() == IpProtocol.UDP;
  }

  @Test
  void withoutABindingThePacketIsDroppedAndTheRolesHearOfIt() {
    connect();
    correspondent.kernel.unwant(new Desired.WantedDirectPath(binding()).key());
    mobileNode.kernel.send(Machine.datagram(HOME, CORRESPONDENT, 64, 1));
    second();
    assertThat(correspondent.delivered).isEmpty();
    assertThat(correspondent.events).contains(new Event.UnboundHomeAddress(CARE_OF, CORRESPONDENT, HOME));
  }

  @Test
  void withoutADirectPathTheTunnelIsTaken() {
    mobileNode.kernel.addStaticRoute(EVERYWHERE, Optional.of(CORRESPONDENT), ETH0);
    mobileNode.kernel.send(Machine.datagram(HOME, CORRESPONDENT, 64, 1));
    assertThat(seen(mobileNode)).containsExactly(Event.Way.TUNNEL_SENT);
  }

  @Test
  void whatRoam6SendsIsNotRedirected() {
    connect();
    want(correspondent, route(REDIRECTION_TABLE, new Ipv6Prefix(CARE_OF, 128)));
    Octets signalling = Machine.datagram(CORRESPONDENT, CARE_OF, 64, 3);
    correspondent.kernel.sendRouted(signalling);
    second();
    assertThat(mobileNode.delivered).containsExactly(signalling);
  }

  @Test
  void packetsOfAnotherAddressGoByTheOtherRoutes() {
    connect();
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::7");
    correspondent.kernel.addStaticAddress(ETH0, other, 64);
    List<Frame> heard = new ArrayList<>();
    LinkLayerAddress router = new LinkLayerAddress(0x0200_0000_0009L);
    link.attach(Machine.listener("router", router, heard));
    Ipv6Address routerAddress = Ipv6Address.parse("2001:db8:1::ff");
    correspondent.kernel.addStaticRoute(EVERYWHERE, Optional.of(routerAddress), ETH0);
    want(correspondent, new Desired.NeighborEntry(ETH0, routerAddress, router));
    Octets datagram = Machine.datagram(other, HOME, 64, 4);
    correspondent.kernel.send(datagram);
    second();
    assertThat(Machine.packets(heard)).contains(datagram);
  }

  @Test
  void signallingOutOfTheTunnelIsTold() {
    Octets homeTest =
        Ipv6Packet.of(CORRESPONDENT, HOME, 64, IpProtocol.MOBILITY, Octets.ofHex("3b00 0300 0000 0000")).encode();
    correspondent.kernel.addStaticAddress(ETH0, HOME_AGENT, 128);
    correspondent.kernel.send(Ipv6Packet.of(HOME_AGENT, CARE_OF, 64, IpProtocol.IPV6, homeTest).encode());
    second();
    assertThat(mobileNode.events)
        .contains(new Event.PacketReceived(Kernel.TUNNEL, new LinkLayerAddress(0), homeTest));
    assertThat(mobileNode.delivered).isEmpty();
  }
}
