package org.roam6.sim.network;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;

/** A home link, two visited ones and a far one around one router, for tests. */
public final class SmallNetwork {

  /** One mobile node, at home at first. */
  public static final Topology TOPOLOGY =
      new Topology(
          List.of("home", "far", "visited-a", "visited-b"),
          List.of(
              new HostPlan("core", Kind.ROUTER, List.of("home", "far", "visited-a", "visited-b")),
              new HostPlan("ha", Kind.HOME_AGENT, List.of("home")),
              new HostPlan("mn", Kind.MOBILE_NODE, List.of("home")),
              new HostPlan("squatter", Kind.PLAIN, List.of("home")),
              new HostPlan("cn", Kind.PLAIN, List.of("far"))));

  /** The world that it is in. */
  public final World world;

  /** The network. */
  public final Network network;

  /** The mobile node. */
  public final SimulatedHost mobileNode;

  /** Its home agent. */
  public final SimulatedHost homeAgent;

  /** The network with these settings; nothing runs yet. */
  public SmallNetwork(Settings settings) {
    world = new World(1, 0);
    network = Network.build(world, TOPOLOGY, settings);
    mobileNode = world.host("mn");
    homeAgent = world.host("ha");
  }

  /** The network with the usual settings; nothing runs yet. */
  public SmallNetwork() {
    this(Settings.DEFAULT);
  }

  /** The only port of the mobile node. */
  public Port port() {
    return world.port("mn", Network.MOBILE_INTERFACE);
  }

  /** The home address of the mobile node. */
  public Ipv6Address homeAddress() {
    return network.homeAddress("mn");
  }

  /** Lets time pass. */
  public void pass(Duration duration) {
    world.runUntil(world.now().plus(duration));
  }

  /** Lets so many seconds pass. */
  public void seconds(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** Plugs the mobile node into a link, and the carrier tells. */
  public void move(String link) {
    world.move(port(), world.link(link), false);
  }

  /** Starts Roam6 everywhere and takes the mobile node to a visited link, where it registers. */
  public SmallNetwork registeredAt(String link) {
    world.startAll();
    seconds(2);
    move(link);
    seconds(5);
    return this;
  }

  /** Where the mobile node believes to be. */
  public MobileNodeSnapshot belief() {
    return mobileNode.roles().flatMap(Roles::mobileNode).orElseThrow().snapshot(world.now());
  }

  /** The state of its Binding Update List entry; "none" where there is none. */
  public String registration() {
    List<MobileNodeSnapshot.Entry> list = belief().bindingUpdateList();
    return list.isEmpty() ? "none" : list.getFirst().state();
  }

  /** How many bindings the home agent has. */
  public int bindings() {
    return homeAgent.roles().flatMap(Roles::homeAgent).orElseThrow().snapshot(world.now()).bindings().size();
  }

  /** So many seconds after the beginning. */
  public static Time at(long seconds) {
    return Time.ZERO.plus(Duration.ofSeconds(seconds));
  }
}
