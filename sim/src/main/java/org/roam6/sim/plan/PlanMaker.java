package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeTimers;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.check.Bounds;
import org.roam6.sim.link.Delay;
import org.roam6.sim.link.LinkQuality;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.workload.Flow;

/** Draws plans from seeds: small networks in which much goes wrong at bad moments. */
public final class PlanMaker {

  private static final int SECOND = 1000;

  /** How the names of the links begin that mobile nodes visit. */
  private static final String VISITED = "visited-";

  private final long seed;
  private final SeededRandomness random;
  private final List<String> visited = new ArrayList<>();
  private final List<String> mobileNodes = new ArrayList<>();
  private String accessRouter = "core";

  private PlanMaker(long seed) {
    this.seed = seed;
    this.random = new SeededRandomness(seed).of("plan");
  }

  /** The plan that follows from {@code seed}. */
  public static Plan of(long seed) {
    Plan plain = new PlanMaker(seed).make();
    Plan extended = HomeAgentPlans.of(PrefixDiscoveryPlans.of(RouteOptimizationPlans.of(plain)));
    return LeasePlans.of(InterfacePlans.of(extended));
  }

  private Plan make() {
    Topology topology = topology();
    Settings settings = settings();
    Time calm = Time.ZERO.plus(random.millis(60 * SECOND, 240 * SECOND));
    List<Step> steps = new ArrayList<>();
    int count = (int) random.number(3, 40);
    for (int i = 0; i < count; i++) {
      steps.addAll(steps(calm, settings));
    }
    return new Plan(
        seed,
        topology,
        settings,
        random.chance(0.5),
        flows(),
        random.chance(0.3) ? 0 : random.number(1, 200),
        steps,
        calm,
        calm.plus(Bounds.of(settings).recovery()).plus(Duration.ofSeconds(30)));
  }

  // ---- the network

  private Topology topology() {
    List<String> links = new ArrayList<>(List.of("home", "far"));
    List<HostPlan> hosts = new ArrayList<>();
    for (int i = 0; i < random.number(2, 4); i++) {
      visited.add(VISITED + (char) ('a' + i));
    }
    links.addAll(visited);
    List<String> atCore = new ArrayList<>(List.of("home", "far"));
    if (random.chance(0.5)) {
      atCore.addAll(visited);
      hosts.add(new HostPlan("core", Kind.ROUTER, atCore));
    } else {
      // an access router of its own for what is visited, behind one more hop
      accessRouter = "access";
      links.add("transit");
      atCore.add("transit");
      List<String> atAccess = new ArrayList<>(List.of("transit"));
      atAccess.addAll(visited);
      hosts.add(new HostPlan("core", Kind.ROUTER, atCore));
      hosts.add(new HostPlan("access", Kind.ROUTER, atAccess));
    }
    hosts.add(new HostPlan("ha", Kind.HOME_AGENT, List.of("home")));
    for (int i = 1; i <= random.number(1, 3); i++) {
      mobileNodes.add("mn" + i);
      hosts.add(new HostPlan("mn" + i, Kind.MOBILE_NODE, List.of(random.chance(0.6) ? "home" : random.oneOf(visited))));
    }
    hosts.add(new HostPlan("cn", Kind.PLAIN, List.of("far")));
    hosts.add(new HostPlan("squatter", Kind.PLAIN, List.of("home")));
    hosts.add(new HostPlan("attacker", Kind.PLAIN, List.of(random.oneOf(visited))));
    return new Topology(links, hosts).asDrawn();
  }

  private Settings settings() {
    Settings defaults = Settings.DEFAULT;
    Duration lifetime = Duration.ofSeconds(4 * random.number(2, 40));
    MobileNodeTimers timers = MobileNodeTimers.DEFAULT;
    boolean beacons = random.chance(0.2);
    return new Settings(
        quality(random.chance(0.6)),
        beacons ? Duration.ofMillis(30) : Duration.ofSeconds(3),
        beacons ? Duration.ofMillis(70) : Duration.ofSeconds(10),
        random.chance(0.7),
        lifetime,
        random.chance(0.7) ? Duration.ofHours(1) : Duration.ofSeconds(4 * random.number(2, 10)),
        random.chance(0.65),
        defaults.homeAgentLimits(),
        new MobileNodeTimers(
            timers.initialBindackTimeoutFirstReg(),
            timers.initialBindackTimeout(),
            timers.maxBindackTimeout(),
            timers.rtrSolicitationInterval(),
            timers.routerProbeInterval(),
            Duration.ofSeconds(40),
            timers.dhcpMaximumDelay()),
        defaults.limits(),
        defaults.routeOptimization(),
        defaults.prefixDiscovery(),
        defaults.homeAgents(),
        defaults.leasing());
  }

  private LinkQuality quality(boolean good) {
    Delay delay =
        switch ((int) random.number(0, 2)) {
          case 0 -> new Delay.Fixed(random.millis(0, 30));
          case 1 -> new Delay.Uniform(Duration.ofMillis(1), random.millis(1, 60));
          default -> new Delay.LongTailed(Duration.ofMillis(1), random.millis(1, 20), Duration.ofMillis(400));
        };
    return good
        ? new LinkQuality(delay, 0, 0, 0, 0)
        : new LinkQuality(
            delay,
            random.oneOf(List.of(0.0, 0.01, 0.1, 0.4)),
            random.oneOf(List.of(0.0, 0.05, 0.3)),
            random.oneOf(List.of(0.0, 0.05, 0.3)),
            random.oneOf(List.of(0.0, 0.0, 0.02, 0.1)));
  }

  private List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    for (String mobileNode : mobileNodes) {
      flows.add(new Flow("cn", mobileNode, random.millis(200, 2 * SECOND)));
      flows.add(new Flow(mobileNode, "cn", random.millis(200, 2 * SECOND)));
    }
    if (mobileNodes.size() > 1) {
      flows.add(new Flow(mobileNodes.getFirst(), mobileNodes.getLast(), Duration.ofSeconds(1)));
    }
    return flows;
  }

  // ---- what is done to it

  private List<Step> steps(Time calm, Settings settings) {
    Trigger when = trigger(calm, settings);
    String mobileNode = random.oneOf(mobileNodes);
    return switch ((int) random.number(0, 23)) {
      case 0, 1, 2, 3, 4, 5, 6 -> List.of(new Step(when, move(mobileNode)));
      case 7 -> List.of(new Step(when, new Action.Flap(mobileNode, random.millis(0, 3 * SECOND))));
      case 8 -> List.of(new Step(when, new Action.Degrade(random.oneOf(visited), quality(false))));
      case 9 -> List.of(new Step(when, new Action.Degrade("home", quality(false))));
      case 10 -> List.of(new Step(when, part()));
      case 11 -> List.of(new Step(when, new Action.Clog(random.oneOf(visited), random.millis(10, 8 * SECOND))));
      case 12 -> List.of(new Step(when, crash(mobileNode)));
      case 13 ->
          List.of(
              new Step(
                  when,
                  new Action.Restart(random.oneOf(List.of("ha", mobileNode)), random.millis(10, 5 * SECOND))));
      case 14 -> List.of(new Step(when, new Action.Sleep(mobileNode, random.millis(SECOND, 120 * SECOND))));
      case 15 -> List.of(new Step(when, clock(mobileNode)));
      case 16 -> burst(when, mobileNode);
      case 17 -> squat(when, mobileNode);
      case 18 -> settings.authenticated() ? replayAfterRestart(mobileNode) : burst(when, mobileNode);
      case 19 -> thereAndBack(when, mobileNode);
      case 20 -> List.of(new Step(when, new Action.TakeCareOfAddress("attacker", mobileNode)));
      default -> List.of(new Step(when, settings.authenticated() ? attack(mobileNode) : move(mobileNode)));
    };
  }

  /** Another node has the home address for a while. */
  private List<Step> squat(Trigger when, String mobileNode) {
    Step taken = new Step(when, new Action.Squat("squatter", mobileNode, true));
    Trigger end = later(when, random.millis(100, 20 * SECOND));
    return random.chance(0.3)
        ? List.of(taken, new Step(end, new Action.Squat("squatter", mobileNode, false)))
        : List.of();
  }

  /** The home agent forgets its bindings, and somebody repeats what it has accepted a moment ago. */
  private List<Step> replayAfterRestart(String mobileNode) {
    int nth = (int) random.number(1, 8);
    Trigger update = new Trigger.OnNotice(mobileNode, "binding-update-sent", nth, random.millis(1000, 1600));
    return List.of(
        new Step(update, new Action.Crash("ha", random.millis(10, 500), true)),
        new Step(later(update, random.millis(600, 3 * SECOND)), new Action.ReplayUpdate("attacker", mobileNode, nth)));
  }

  private Action attack(String mobileNode) {
    return switch ((int) random.number(0, 2)) {
      case 0 -> new Action.ReplayUpdate("attacker", mobileNode, (int) random.number(1, 12));
      case 1 -> new Action.ForgeUpdate("attacker", mobileNode);
      default -> new Action.ForgeAcknowledgement("attacker", mobileNode);
    };
  }

  /** Mostly a moment at which something is under way: an update, an answer, a detection, the end of a lifetime. */
  private Trigger trigger(Time calm, Settings settings) {
    if (random.chance(0.4)) {
      return new Trigger.At(Time.ZERO.plus(random.millis(2 * SECOND, calm.nanos() / 1_000_000)));
    }
    String mobileNode = random.oneOf(mobileNodes);
    int nth = (int) random.number(1, 10);
    return switch ((int) random.number(0, 6)) {
      case 0, 1 -> new Trigger.OnNotice(mobileNode, "binding-update-sent", nth, random.millis(0, 150));
      case 2 -> new Trigger.OnNotice(mobileNode, "care-of-address-formed", nth, random.millis(0, 1200));
      case 3 -> new Trigger.OnNotice("ha", "detection-started", (int) random.number(1, 3), random.millis(0, 1200));
      case 4 -> new Trigger.OnNotice(mobileNode, "binding-acknowledged", nth, aroundTheEnd(settings));
      case 5 -> new Trigger.OnNotice(mobileNode, "link-found", nth, random.millis(0, 200));
      default ->
          new Trigger.OnNotice(
              mobileNode, "returned-home", (int) random.number(1, 3), random.millis(0, 3 * SECOND));
    };
  }

  private Duration aroundTheEnd(Settings settings) {
    Duration asked = settings.lifetime();
    Duration most = settings.maximumLifetime();
    Duration lifetime = asked.compareTo(most) < 0 ? asked : most;
    Duration refresh = lifetime.multipliedBy(17).dividedBy(20);
    return (random.chance(0.5) ? lifetime : refresh).minus(Duration.ofMillis(100)).plus(random.millis(0, 200));
  }

  private Action move(String mobileNode) {
    return new Action.Move(mobileNode, random.chance(0.25) ? "home" : random.oneOf(visited), random.chance(0.25));
  }

  private Action part() {
    String mobileNode = random.oneOf(mobileNodes);
    boolean fromMobileNode = random.chance(0.5);
    return random.chance(0.5)
        ? new Action.Part(
            random.oneOf(visited),
            fromMobileNode ? mobileNode : accessRouter,
            fromMobileNode ? accessRouter : mobileNode,
            random.millis(100, 60 * SECOND))
        : new Action.Part(
            "home", fromMobileNode ? "ha" : "core", fromMobileNode ? "core" : "ha", random.millis(100, 60 * SECOND));
  }

  private Action crash(String mobileNode) {
    return new Action.Crash(
        random.oneOf(List.of("ha", mobileNode, mobileNode)), random.millis(10, 20 * SECOND), random.chance(0.6));
  }

  private Action clock(String mobileNode) {
    String host = random.oneOf(List.of("ha", mobileNode));
    return random.chance(0.7)
        ? new Action.SetClock(host, random.millis(0, 7200 * SECOND).minus(Duration.ofHours(1)))
        : new Action.DriftClock(host, (int) random.number(-5000, 5000));
  }

  /** Several moves within the time of one exchange. */
  private List<Step> burst(Trigger when, String mobileNode) {
    List<Step> burst = new ArrayList<>();
    Duration later = Duration.ZERO;
    for (int i = 0; i < random.number(2, 5); i++) {
      burst.add(new Step(later(when, later), move(mobileNode)));
      later = later.plus(random.millis(1, 150));
    }
    return burst;
  }

  /** From one link to another and back, while the answers to all three updates are still on their long way. */
  private List<Step> thereAndBack(Trigger when, String mobileNode) {
    Duration oneWay = random.millis(50, 400);
    Delay far = new Delay.Fixed(oneWay);
    Duration stay = oneWay.multipliedBy(random.number(50, 100)).dividedBy(100);
    String there = random.oneOf(visited);
    String back = random.oneOf(visited);
    return List.of(
        new Step(when, new Action.Degrade("home", new LinkQuality(far, random.oneOf(List.of(0.0, 0.4)), 0, 0, 0))),
        new Step(when, new Action.Move(mobileNode, back, false)),
        new Step(later(when, stay), new Action.Move(mobileNode, there, false)),
        new Step(later(when, stay.multipliedBy(2)), new Action.Move(mobileNode, back, false)));
  }

  /** The links of a plan that mobile nodes visit. */
  static List<String> visitedLinks(Plan plan) {
    return plan.topology().links().stream().filter(link -> link.startsWith(VISITED)).toList();
  }

  /** The same trigger, and {@code duration} after it. */
  static Trigger later(Trigger when, Duration duration) {
    return switch (when) {
      case Trigger.At(Time moment) -> new Trigger.At(moment.plus(duration));
      case Trigger.OnNotice(var host, var notice, int number, Duration after) ->
          new Trigger.OnNotice(host, notice, number, after.plus(duration));
    };
  }
}
