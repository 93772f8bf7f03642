package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.check.Bounds;
import org.roam6.sim.link.Delay;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.RouteOptimization;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.Forgery;

/**
 * Adds route optimization to every second plan. What it draws comes from a stream of its own, so that the other plans
 * are what they were before there was any.
 */
final class RouteOptimizationPlans {

  private static final int SECOND = 1000;
  private static final String CORRESPONDENT = "cn";

  private final Plan plain;
  private final SeededRandomness random;
  private final List<String> mobileNodes;
  private final List<String> links;
  private final List<String> correspondents = new ArrayList<>();

  private RouteOptimizationPlans(Plan plain) {
    this.plain = plain;
    this.random = new SeededRandomness(plain.seed()).of("route optimization");
    this.mobileNodes = plain.topology().of(Kind.MOBILE_NODE).stream().map(HostPlan::name).toList();
    this.links = plain.topology().links().stream().filter(link -> !link.equals("transit")).toList();
  }

  /** What becomes of {@code plain}. */
  static Plan of(Plan plain) {
    RouteOptimizationPlans maker = new RouteOptimizationPlans(plain);
    return maker.random.chance(0.5) ? maker.make() : plain;
  }

  private Plan make() {
    Settings settings = plain.settings().withRouteOptimization(who());
    List<Step> steps = new ArrayList<>(plain.steps());
    for (int i = (int) random.number(0, 12); i > 0; i--) {
      steps.addAll(steps());
    }
    return plain
        .withSettings(settings)
        .withFlows(flows())
        .withSteps(steps)
        .withEnd(plain.calm().plus(Bounds.of(settings).directPaths()).plus(Duration.ofSeconds(30)));
  }

  // ---- who

  private RouteOptimization who() {
    if (random.chance(0.9)) {
      correspondents.add(CORRESPONDENT);
    }
    mobileNodes.stream().filter(_ -> random.chance(0.5)).forEach(correspondents::add);
    RouteOptimization who =
        new RouteOptimization(
            correspondents,
            mobileNodes.stream().filter(_ -> random.chance(0.85)).toList(),
            random.chance(0.2) ? 1 : RouteOptimization.NONE.maximumBindings(),
            Duration.ofSeconds(4 * random.number(3, random.chance(0.3) ? 105 : 20)));
    return who.isAny() ? who : RouteOptimization.NONE;
  }

  private List<Flow> flows() {
    List<Flow> flows = new ArrayList<>(plain.flows());
    if (mobileNodes.size() > 1) {
      flows.add(new Flow(mobileNodes.getLast(), mobileNodes.getFirst(), random.millis(200, 2 * SECOND)));
    }
    return flows;
  }

  // ---- what is done to them

  private List<Step> steps() {
    Trigger when = trigger();
    String mobileNode = random.oneOf(mobileNodes);
    String correspondent = correspondents.isEmpty() ? CORRESPONDENT : random.oneOf(correspondents);
    return switch ((int) random.number(0, 13)) {
      case 0, 1, 2 -> List.of(new Step(when, move(mobileNode)));
      case 3 ->
          List.of(
              new Step(when, new Action.Crash(correspondent, random.millis(1, 10 * SECOND), random.chance(0.5))));
      case 4 -> List.of(new Step(when, new Action.Restart(correspondent, random.millis(1, 5 * SECOND))));
      case 5 -> List.of(new Step(when, new Action.Sleep(correspondent, random.millis(100, 30 * SECOND))));
      case 6 -> List.of(new Step(when, new Action.Clog("far", random.millis(10, 8 * SECOND))));
      case 7 -> List.of(new Step(when, new Action.Degrade("far", quality())));
      case 8 -> List.of(new Step(when, part()));
      case 9 -> List.of(new Step(when, replay(mobileNode, correspondent)));
      case 10 -> moves(when, mobileNode);
      default -> List.of(new Step(when, forge(mobileNode, correspondent)));
    };
  }

  /** Mostly a moment at which something is under way: a test, an update, the end of a token. */
  private Trigger trigger() {
    if (random.chance(0.3)) {
      return new Trigger.At(Time.ZERO.plus(random.millis(5 * SECOND, plain.calm().nanos() / 1_000_000)));
    }
    int nth = (int) random.number(1, 8);
    return switch ((int) random.number(0, 4)) {
      case 0 -> after("home-test-init-sent", nth, random.millis(0, 150));
      case 1 -> after("care-of-test-init-sent", nth, random.millis(0, 150));
      case 2 -> after("correspondent-update-sent", nth, random.millis(0, 150));
      case 3 -> after("binding-acknowledged", nth, random.millis(0, 300));
      default ->
          after("correspondent-bound", nth, random.millis(0, random.chance(0.5) ? SECOND : 90 * SECOND));
    };
  }

  private Trigger after(String notice, int nth, Duration duration) {
    return new Trigger.OnNotice(random.oneOf(mobileNodes), notice, nth, duration);
  }

  private Action move(String mobileNode) {
    List<String> targets = links.stream().filter(link -> !link.equals("far")).toList();
    return new Action.Move(mobileNode, random.oneOf(targets), random.chance(0.2));
  }

  /** Several moves within the time of the tests. */
  private List<Step> moves(Trigger when, String mobileNode) {
    List<Step> steps = new ArrayList<>();
    Duration later = Duration.ZERO;
    for (int i = (int) random.number(2, 4); i > 0; i--) {
      steps.add(new Step(PlanMaker.later(when, later), move(mobileNode)));
      later = later.plus(random.millis(20, 2 * SECOND));
    }
    return steps;
  }

  /** Without authentication an old update to the home agent would be as good as a new one. */
  private Action replay(String mobileNode, String correspondent) {
    return plain.settings().authenticated()
        ? new Action.ReplayUpdate("attacker", mobileNode, (int) random.number(1, 30))
        : forge(mobileNode, correspondent);
  }

  private Action forge(String mobileNode, String correspondent) {
    return new Action.Forge("attacker", random.oneOf(List.of(Forgery.values())), mobileNode, correspondent);
  }

  private Action part() {
    boolean answers = random.chance(0.5);
    return new Action.Part(
        "far", answers ? CORRESPONDENT : "core", answers ? "core" : CORRESPONDENT, random.millis(100, 40 * SECOND));
  }

  private LinkQuality quality() {
    return new LinkQuality(
        new Delay.LongTailed(Duration.ofMillis(1), random.millis(1, 60), Duration.ofMillis(400)),
        random.oneOf(List.of(0.0, 0.1, 0.4)),
        random.oneOf(List.of(0.0, 0.3)),
        random.oneOf(List.of(0.0, 0.3)),
        random.oneOf(List.of(0.0, 0.05)));
  }
}
