package org.roam6.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.sim.check.Calm;
import org.roam6.sim.check.Checkers;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;

/** Many mobile nodes of one home agent are all registered in the end, and no invariant fails on the way. */
class CrowdTest {

  private static final int NODES = 200;
  private static final Time END = SmallNetwork.at(300);

  private final World world = new World(7, 0);
  private final Crowd crowd = Crowd.of(world, NODES, Crowd.settings());
  private final Network network = crowd.network();
  private final Checkers checkers = Checkers.of(network, new Traffic(network, List.of()), new Calm());
  private final Map<String, Integer> moves = new TreeMap<>();

  private void run() {
    world.observe(new Moves());
    crowd.start(Duration.ofSeconds(60));
    while (world.step(END)) {
      checkers.check(world.now());
    }
    checkers.finish(END);
  }

  /** Counts the moves of each node. */
  private final class Moves implements Observer {
    @Override
    public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
      if (disturbance instanceof Disturbance.PluggedIn) {
        moves.merge(host.name(), 1, Integer::sum);
      }
    }
  }

  /** There is always somebody who moves; that all are registered holds between two moves. */
  private void runUntilNobodyIsUnderWay() {
    Time deadline = END.plus(Duration.ofSeconds(1));
    while (!unregistered().isEmpty() && world.step(deadline)) {
      checkers.check(world.now());
    }
  }

  /** Those that do not believe to be registered, or whose home agent does not agree. */
  private List<SimulatedHost> unregistered() {
    Map<Ipv6Address, Ipv6Address> bindings = bindings();
    return network.mobileNodes().stream()
        .filter(node -> !isRegistered(node, bindings.get(network.homeAddress(node.name()))))
        .toList();
  }

  private boolean isRegistered(SimulatedHost node, @Nullable Ipv6Address careOfAddress) {
    List<MobileNodeSnapshot.Entry> list =
        node.roles().flatMap(Roles::mobileNode).orElseThrow().snapshot(world.now()).bindingUpdateList();
    return list.size() == 1
        && list.getFirst().state().equals("registered")
        && list.getFirst().careOfAddress().equals(careOfAddress);
  }

  private Map<Ipv6Address, Ipv6Address> bindings() {
    Map<Ipv6Address, Ipv6Address> found = new TreeMap<>();
    for (HomeAgentSnapshot.Binding binding :
        network.homeAgent().roles().flatMap(Roles::homeAgent).orElseThrow().snapshot(world.now()).bindings()) {
      found.put(binding.homeAddress(), binding.careOfAddress());
    }
    return found;
  }

  @Test
  void allAreRegisteredAndNoInvariantFails() {
    run();
    assertThat(moves).hasSize(NODES).allSatisfy((_, count) -> assertThat(count).isBetween(4, 5));
    assertThat(bindings()).hasSize(NODES);
    runUntilNobodyIsUnderWay();
    assertThat(unregistered()).isEmpty();
    assertThat(checkers.violations()).isEmpty();
  }

  @Test
  void theNodesAreSpreadOverLinksBehindAccessRouters() {
    Topology topology = Crowd.of(new World(1, 0), 2000, Crowd.settings()).network().topology();
    assertThat(topology.of(Kind.MOBILE_NODE)).hasSize(2000);
    assertThat(topology.links()).hasSize(42);
    assertThat(topology.of(Kind.ROUTER))
        .extracting(Topology.HostPlan::name)
        .containsExactly("core", "access-0", "access-1");
    assertThat(topology.of(Kind.MOBILE_NODE).stream().filter(node -> node.links().equals(List.of("visited-39"))))
        .hasSize(50);
  }

  @Test
  void theHomeAgentHasRoomForAll() {
    assertThat(network.settings().homeAgentLimits().maximumBindings()).isGreaterThanOrEqualTo(NODES);
    assertThat(network.settings().homeAgentLimits().refusalBurst())
        .isEqualTo(Settings.DEFAULT.homeAgentLimits().refusalBurst());
  }
}
