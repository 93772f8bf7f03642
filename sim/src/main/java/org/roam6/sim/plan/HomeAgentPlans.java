package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.network.HomeAgents;
import org.roam6.sim.network.PrefixDiscovery;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;

/**
 * Puts a second home agent on the home link of every seventh plan, with mobile nodes that find their home agents, and
 * lets both home agents fail. What it draws comes from a stream of its own, so that the other plans are what they were
 * before there was any.
 */
final class HomeAgentPlans {

  private static final String SECOND = "ha2";
  private static final int MILLIS = 1000;

  private final Plan plain;
  private final SeededRandomness random;
  private final HostPlan first;

  private HomeAgentPlans(Plan plain) {
    this.plain = plain;
    this.random = new SeededRandomness(plain.seed()).of("home agents");
    this.first = plain.topology().homeAgent().orElseThrow();
  }

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    HomeAgentPlans maker = new HomeAgentPlans(plain);
    return maker.random.chance(1 / 7.0) ? maker.make() : plain;
  }

  private Plan make() {
    Topology topology = plain.topology();
    List<HostPlan> hosts = new ArrayList<>(topology.hosts());
    hosts.add(new HostPlan(SECOND, Kind.HOME_AGENT, first.links()));
    List<Step> steps = new ArrayList<>(plain.steps());
    for (int i = (int) random.number(1, 6); i > 0; i--) {
      steps.add(failure());
    }
    Settings settings =
        plain.settings().withHomeAgents(who()).withPrefixDiscovery(both(plain.settings().prefixDiscovery()));
    return plain
        .withTopology(new Topology(topology.links(), hosts).asDrawn())
        .withSettings(settings)
        .withSteps(steps);
  }

  private Duration seconds(long least, long most) {
    return random.millis(least * MILLIS, most * MILLIS);
  }

  private HomeAgents who() {
    List<String> discoverers =
        plain.topology().of(Kind.MOBILE_NODE).stream()
            .map(HostPlan::name)
            .filter(_ -> random.chance(0.85))
            .toList();
    return new HomeAgents(discoverers, random.chance(0.5) ? Map.of(first.name(), 10) : Map.of());
  }

  /** Where the first one tells of prefixes the second one does. */
  private static PrefixDiscovery both(PrefixDiscovery before) {
    List<String> hosts = new ArrayList<>(before.hosts());
    if (hosts.contains("ha")) {
      hosts.add(SECOND);
    }
    return before.withHosts(hosts);
  }

  private Step failure() {
    Time moment = Time.ZERO.plus(random.millis(5 * MILLIS, plain.calm().nanos() / 1_000_000));
    String homeAgent = random.chance(0.5) ? first.name() : SECOND;
    String home = first.links().getFirst();
    Action action =
        switch ((int) random.number(0, 5)) {
          case 0, 1 -> new Action.Crash(homeAgent, random.millis(100, 90 * MILLIS), random.chance(0.7));
          case 2 -> new Action.Part(home, "core", homeAgent, random.millis(100, 90 * MILLIS));
          case 3 -> new Action.Sleep(homeAgent, random.millis(100, 90 * MILLIS));
          case 4 -> new Action.SetClock(homeAgent, seconds(0, 7200).minus(Duration.ofHours(1)));
          default -> new Action.Restart(homeAgent, random.millis(100, 90 * MILLIS));
        };
    return new Step(new Trigger.At(moment), action);
  }
}
