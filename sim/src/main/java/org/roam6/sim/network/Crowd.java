package org.roam6.sim.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.World;

/**
 * A home agent with many mobile nodes, all of them away: some on each of many visited links, behind access routers, and
 * each going to another link at equal intervals.
 */
public final class Crowd {

  private static final int NODES_ON_A_LINK = 50;
  private static final int LINKS_OF_A_ROUTER = 20;

  private final Network network;
  private final List<String> visited;
  private final SeededRandomness randomness;

  private Crowd(Network network, List<String> visited) {
    this.network = network;
    this.visited = visited;
    this.randomness = network.world().randomness("crowd");
  }

  /** So many mobile nodes in {@code world}, which is empty, with these settings but for what so many need. */
  public static Crowd of(World world, int nodes, Settings settings) {
    int linkCount = Math.max(2, nodes / NODES_ON_A_LINK);
    List<String> visited = new ArrayList<>();
    for (int i = 0; i < linkCount; i++) {
      visited.add("visited-" + i);
    }
    List<String> links = new ArrayList<>(List.of("home", "backbone"));
    links.addAll(visited);
    List<HostPlan> hosts = new ArrayList<>();
    hosts.add(new HostPlan("core", Kind.ROUTER, List.of("home", "backbone")));
    hosts.add(new HostPlan("ha", Kind.HOME_AGENT, List.of("home")));
    for (int from = 0; from < linkCount; from += LINKS_OF_A_ROUTER) {
      List<String> of = new ArrayList<>(List.of("backbone"));
      of.addAll(visited.subList(from, Math.min(from + LINKS_OF_A_ROUTER, linkCount)));
      hosts.add(new HostPlan("access-" + from / LINKS_OF_A_ROUTER, Kind.ROUTER, of));
    }
    for (int i = 0; i < nodes; i++) {
      hosts.add(new HostPlan("mn" + i, Kind.MOBILE_NODE, List.of(visited.get(i % linkCount))));
    }
    HomeAgentLimits limits = settings.homeAgentLimits();
    Settings fitting =
        settings.withHomeAgentLimits(
            new HomeAgentLimits(2 * nodes, limits.refusalBurst(), limits.refusalInterval()));
    return new Crowd(Network.build(world, new Topology(links, hosts), fitting), visited);
  }

  /** The settings of a crowd: advertisements each 3 to 10 s, and a lifetime that is refreshed each 420 s. */
  public static Settings settings() {
    return Settings.DEFAULT
        .withQuality(LinkQuality.perfect(Duration.ofMillis(2)))
        .withLifetimes(Duration.ofSeconds(496), Duration.ofHours(1));
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Starts Roam6 everywhere, and lets each node move each {@code interval}, the first time within that. */
  public void start(Duration interval) {
    World world = network.world();
    for (HostPlan node : network.topology().of(Kind.MOBILE_NODE)) {
      Mover mover = new Mover(node.name(), interval);
      world.at(Time.ZERO.plus(Duration.ofNanos(randomness.jitter(interval.toNanos()))), mover::move);
    }
    world.startAll();
  }

  /** A node that goes from link to link. */
  private final class Mover {
    private final String node;
    private final Duration interval;

    Mover(String node, Duration interval) {
      this.node = node;
      this.interval = interval;
    }

    void move(Time now) {
      World world = network.world();
      String link = visited.get((int) randomness.jitter(visited.size()));
      world.move(world.port(node, Network.MOBILE_INTERFACE), world.link(link), false);
      world.at(now.plus(interval), this::move);
    }
  }
}
