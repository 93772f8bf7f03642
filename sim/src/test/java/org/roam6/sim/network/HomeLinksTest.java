package org.roam6.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.HomeAddressConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.protocol.mobilenode.PrefixDiscoveryMode;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
import org.roam6.sim.kernel.Kernel;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** A mobile node with a home address, and a home agent, on each of two home links. */
class HomeLinksTest {

  private static final Topology TOPOLOGY =
      new Topology(
          List.of("home", "other-home", "visited", "far"),
          List.of(
              new HostPlan("core", Kind.ROUTER, List.of("home", "other-home", "visited", "far")),
              new HostPlan("ha", Kind.HOME_AGENT, List.of("home")),
              new HostPlan("ha-other", Kind.HOME_AGENT, List.of("other-home")),
              new HostPlan("cn", Kind.PLAIN, List.of("far"))));
  private static final long IDENTIFIER = 0x1_0001;
  private static final int HOP_LIMIT = 64;

  private final World world = new World(1, 0);
  private final Network network = Network.build(world, TOPOLOGY, Settings.DEFAULT.withAuthentication(false));
  private final Ipv6Address home = homeAddress("home");
  private final Ipv6Address otherHome = homeAddress("other-home");
  private final SimulatedHost mobileNode =
      world.addHost(
          "mn", new Roles.Config(Optional.empty(), Optional.of(config()), Optional.empty(), Optional.empty()));
  private final Port port = world.addPort(mobileNode, Network.MOBILE_INTERFACE);
  private final List<Octets> delivered = new ArrayList<>();

  private Ipv6Address homeAddress(String link) {
    return network.addressing().prefix(link).withInterfaceIdentifier(IDENTIFIER);
  }

  private MobileNodeConfig config() {
    return MobileNodeConfig.of(
            Network.MOBILE_INTERFACE,
            home,
            network.addressing().prefix("home"),
            network.addressing().address("ha", "home"),
            new Security.None(),
            Kernel.TUNNEL)
        .withFurtherHomeAddresses(
            List.of(
                new HomeAddressConfig(
                    otherHome,
                    network.addressing().prefix("other-home"),
                    network.addressing().address("ha-other", "other-home"),
                    new Security.None(),
                    RouteOptimizationPolicy.OFF,
                    PrefixDiscoveryMode.OFF)));
  }

  @BeforeEach
  void start() {
    world.observe(
        new Observer() {
          @Override
          public void delivered(SimulatedHost host, Octets packet, Time now) {
            delivered.add(packet);
          }
        });
    world.startAll();
    pass();
  }

  private void pass() {
    world.runUntil(world.now().plus(Duration.ofSeconds(5)));
  }

  private void move(String link) {
    world.move(port, world.link(link), false);
    pass();
  }

  private List<Whereabouts> whereabouts() {
    return mobileNode.roles().flatMap(Roles::mobileNode).orElseThrow().snapshot(world.now()).homeAddresses().stream()
        .map(MobileNodeSnapshot.HomeAddress::whereabouts)
        .toList();
  }

  /** On which link a home agent has the node; empty where it has no binding. */
  private Optional<String> held(String homeAgent) {
    return world.host(homeAgent).roles().flatMap(Roles::homeAgent).orElseThrow().snapshot(world.now()).bindings()
        .stream()
        .map(HomeAgentSnapshot.Binding::careOfAddress)
        .flatMap(at -> TOPOLOGY.links().stream().filter(link -> network.addressing().prefix(link).contains(at)))
        .findFirst();
  }

  /** Packets reach the correspondent node from both home addresses, and come to both from it. */
  private void reach() {
    SimulatedHost correspondent = world.host("cn");
    Ipv6Address address = network.programAddress("cn");
    List<Octets> sent = new ArrayList<>();
    for (Ipv6Address each : List.of(home, otherHome)) {
      sent.add(packet(each, address));
      mobileNode.send(sent.getLast());
      sent.add(packet(address, each));
      correspondent.send(sent.getLast());
    }
    pass();

    assertThat(delivered.stream().map(HomeLinksTest::withoutHopLimit))
        .containsAll(sent.stream().map(HomeLinksTest::withoutHopLimit).toList());
  }

  private Octets packet(Ipv6Address from, Ipv6Address to) {
    Octets content = Octets.of(ByteBuffer.allocate(Long.BYTES).putLong(0, world.now().nanos()));
    return Ipv6Packet.of(from, to, HOP_LIMIT, IpProtocol.UDP, content).encode();
  }

  private static Octets withoutHopLimit(Octets packet) {
    return packet.slice(8, packet.length());
  }

  private void isAtHome() {
    assertThat(whereabouts()).containsExactly(Whereabouts.HOME, Whereabouts.AWAY);
    assertThat(held("ha")).isEmpty();
    assertThat(held("ha-other")).contains("home");
    reach();
  }

  private void isAtOtherHome() {
    assertThat(whereabouts()).containsExactly(Whereabouts.AWAY, Whereabouts.HOME);
    assertThat(held("ha")).contains("other-home");
    assertThat(held("ha-other")).isEmpty();
    reach();
  }

  @Test
  void itIsReachedAtBothOnEitherHomeLinkAndOnAVisitedOne() {
    move("home");
    isAtHome();
    move("visited");
    assertThat(whereabouts()).containsExactly(Whereabouts.AWAY, Whereabouts.AWAY);
    assertThat(held("ha")).contains("visited");
    assertThat(held("ha-other")).contains("visited");
    reach();
    move("other-home");
    isAtOtherHome();
    move("home");
    isAtHome();
    move("other-home");
    isAtOtherHome();
  }

  @Test
  void killedAwayAndStartedOnAHomeLinkItIsAtHomeForOneAndAwayForTheOther() {
    move("visited");
    world.stop(mobileNode, true);
    world.move(port, world.link("home"), false);
    world.start(mobileNode, true);
    pass();
    isAtHome();
  }

  @Test
  void bindingsAreRefreshedWhileItIsAtHomeForTheOther() {
    move("home");
    world.runUntil(world.now().plus(Settings.DEFAULT.maximumLifetime()));
    isAtHome();
  }
}
