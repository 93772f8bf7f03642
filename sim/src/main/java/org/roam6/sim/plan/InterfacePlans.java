package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;

/**
 * Gives some mobile nodes a second interface, and a third one, in the plans from seed {@link #FIRST} on, as far as
 * {@link LeasePlans#FIRST}; all others are what they were before there were several.
 */
public final class InterfacePlans {

  /** The first seed with several interfaces. */
  public static final long FIRST = 1_000_000;

  private static final int SECOND = 1000;

  private final Plan plain;
  private final SeededRandomness random;
  private final List<String> visited;

  private InterfacePlans(Plan plain) {
    this.plain = plain;
    this.random = new SeededRandomness(plain.seed()).of("interfaces");
    this.visited = PlanMaker.visitedLinks(plain);
  }

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    boolean several = plain.seed() >= FIRST && plain.seed() < LeasePlans.FIRST;
    return several ? new InterfacePlans(plain).make() : plain;
  }

  private Plan make() {
    List<HostPlan> hosts = new ArrayList<>();
    List<Step> steps = new ArrayList<>(plain.steps());
    for (HostPlan host : plain.topology().hosts()) {
      HostPlan plugged = host.kind() == Kind.MOBILE_NODE && random.chance(0.8) ? plugged(host) : host;
      hosts.add(plugged);
      if (plugged.links().size() > host.links().size()) {
        for (int i = (int) random.number(2, 20); i > 0; i--) {
          steps.add(new Step(moment(plugged.name()), action(plugged)));
        }
      }
    }
    return plain
        .withTopology(new Topology(plain.topology().links(), hosts).asDrawn())
        .withSteps(steps);
  }

  /** The same host with its further ports in visited links on which it is not yet. */
  private HostPlan plugged(HostPlan host) {
    List<String> links = new ArrayList<>(host.links());
    for (int i = random.chance(0.8) ? 1 : 2; i > 0; i--) {
      List<String> others = visited.stream().filter(link -> !links.contains(link)).toList();
      if (!others.isEmpty()) {
        links.add(random.oneOf(others));
      }
    }
    return new HostPlan(host.name(), host.kind(), links);
  }

  private Trigger moment(String mobileNode) {
    if (random.chance(0.5)) {
      return new Trigger.At(Time.ZERO.plus(random.millis(2 * SECOND, plain.calm().nanos() / 1_000_000)));
    }
    int nth = (int) random.number(1, 10);
    return switch ((int) random.number(0, 3)) {
      case 0 -> new Trigger.OnNotice(mobileNode, "binding-update-sent", nth, random.millis(0, 150));
      case 1 -> new Trigger.OnNotice(mobileNode, "interface-chosen", nth, random.millis(0, 1200));
      case 2 -> new Trigger.OnNotice(mobileNode, "care-of-address-formed", nth, random.millis(0, 1200));
      default -> new Trigger.OnNotice(mobileNode, "link-found", nth, random.millis(0, 200));
    };
  }

  private Action action(HostPlan host) {
    int port = (int) random.jitter(host.links().size());
    return switch ((int) random.number(0, 9)) {
      case 0, 1, 2 -> new Action.Move(host.name(), port, random.oneOf(visited), random.chance(0.25));
      case 3 -> new Action.Move(host.name(), port, "home", random.chance(0.25));
      case 4, 5 -> new Action.Unplug(host.name(), port);
      case 6, 7 -> new Action.Flap(host.name(), port, random.millis(0, 3 * SECOND));
      default ->
          new Action.Prefer(host.name(), random.chance(0.3) ? Optional.empty() : Optional.of(port));
    };
  }
}
