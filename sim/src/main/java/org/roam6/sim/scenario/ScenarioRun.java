package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Topology;
import org.roam6.sim.plan.NoticeKind;
import org.roam6.sim.run.Simulation;
import org.roam6.sim.scenario.Expectation.Span;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.TrafficListener;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.Roles;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/** Runs a scenario and sees whether it goes as expected. */
public final class ScenarioRun implements Observer, TrafficListener {

  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private final Scenario scenario;
  private final Simulation simulation;
  private final List<Told> told = new ArrayList<>();
  private final TreeMap<String, FlowRecord> flows = new TreeMap<>();
  private final List<String> unmet = new ArrayList<>();

  /** A run that has not begun. */
  public ScenarioRun(Scenario scenario) {
    this.scenario = scenario;
    this.simulation = new Simulation(scenario.plan());
    simulation.observe(this);
    simulation.traffic().listen(this);
  }

  private record Told(String host, String kind, String text, Time at) {}

  private record Arrival(long number, Time at) {}

  /** What was seen of a flow. */
  private static final class FlowRecord {
    private final List<Time> sent = new ArrayList<>();
    private final Set<Long> arrivedNumbers = new TreeSet<>();
    private final Set<Long> byHomeAgent = new TreeSet<>();
    private final List<Arrival> arrivals = new ArrayList<>();
  }

  /** The simulation, for those who want to see more of it. */
  public Simulation simulation() {
    return simulation;
  }

  /** Runs to the end. */
  public ScenarioResult run() {
    for (Expectation expectation : scenario.expectations()) {
      if (expectation instanceof Expectation.StandsAt stands) {
        simulation.network().world().at(stands.moment(), now -> check(stands, now));
      }
    }
    Simulation.Outcome outcome = simulation.run();
    if (outcome.isGood()) {
      scenario.expectations().forEach(this::check);
    }
    return new ScenarioResult(outcome, unmet);
  }

  private void unmet(Expectation expectation, String found) {
    unmet.add("line " + expectation.line() + ": " + found);
  }

  // ---- what happens

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(Notice notice)) {
        told.add(new Told(host.name(), NoticeKind.of(notice), notice.text(), now));
      }
    }
  }

  private FlowRecord flow(String flow) {
    return flows.computeIfAbsent(flow, _ -> new FlowRecord());
  }

  @Override
  public void sent(Flow flow, long number, Time now) {
    flow(flow.toString()).sent.add(now);
  }

  @Override
  public void arrived(Flow flow, long number, Time now) {
    FlowRecord record = flow(flow.toString());
    record.arrivedNumbers.add(number);
    record.arrivals.add(new Arrival(number, now));
  }

  @Override
  public void passesHomeAgent(Flow flow, long number, Time now) {
    flow(flow.toString()).byHomeAgent.add(number);
  }

  // ---- whether it is as expected

  private void check(Expectation expectation) {
    switch (expectation) {
      // was looked at when it was time
      case Expectation.StandsAt _ -> {}
      case Expectation.Tells tells -> check(tells);
      case Expectation.Loses loses -> check(loses);
      case Expectation.Goes goes -> check(goes);
      case Expectation.Pauses pauses -> check(pauses);
    }
  }

  private void check(Expectation.Tells tells) {
    List<Told> found =
        told.stream()
            .filter(each -> each.host().equals(tells.host()) && each.kind().equals(tells.notice()))
            .filter(each -> tells.span().contains(each.at()))
            .filter(each -> tells.saying().isEmpty() || each.text().contains(tells.saying().get()))
            .toList();
    if (found.size() < tells.least() || found.size() > tells.most()) {
      String when = found.stream().map(each -> moment(each.at())).reduce((a, b) -> a + ", " + b).orElse("never");
      unmet(tells, tells.host() + " told " + tells.notice() + " " + found.size() + " times: " + when);
    }
  }

  /** What was sent less than {@link #UNDER_WAY} before the end may be under way, and does not count as lost. */
  private void check(Expectation.Loses loses) {
    FlowRecord record = flow(loses.from() + " -> " + loses.to());
    List<Long> lost = new ArrayList<>();
    for (int i = 0; i < record.sent.size(); i++) {
      Time sent = record.sent.get(i);
      boolean settled = sent.plus(UNDER_WAY).isBefore(scenario.plan().end());
      if (settled && loses.span().contains(sent) && !record.arrivedNumbers.contains(i + 1L)) {
        lost.add(i + 1L);
      }
    }
    if (lost.size() > loses.most()) {
      Time first = record.sent.get(Math.toIntExact(lost.getFirst() - 1));
      Time last = record.sent.get(Math.toIntExact(lost.getLast() - 1));
      unmet(loses, lost.size() + " datagrams were lost, sent from " + moment(first) + " to " + moment(last));
    }
  }

  private void check(Expectation.Goes goes) {
    FlowRecord record = flow(goes.from() + " -> " + goes.to());
    List<Time> right = new ArrayList<>();
    List<Time> wrong = new ArrayList<>();
    for (long number : record.arrivedNumbers) {
      Time sent = record.sent.get(Math.toIntExact(number - 1));
      if (goes.span().contains(sent)) {
        boolean asExpected = goes.directly() != record.byHomeAgent.contains(number);
        (asExpected ? right : wrong).add(sent);
      }
    }
    if (!wrong.isEmpty()) {
      unmet(
          goes,
          wrong.size() + " datagrams went the other way, sent from " + moment(wrong.getFirst()) + " to "
              + moment(wrong.getLast()));
    } else if (right.isEmpty()) {
      unmet(goes, "no datagram that was sent then arrived");
    }
  }

  private void check(Expectation.Pauses pauses) {
    Duration longest = Duration.ZERO;
    Time start = pauses.span().from();
    Optional<Time> before = Optional.empty();
    for (Arrival arrival : flow(pauses.from() + " -> " + pauses.to()).arrivals) {
      if (before.isPresent() && overlaps(pauses.span(), before.get(), arrival.at())) {
        Duration pause = arrival.at().since(before.get());
        if (pause.compareTo(longest) > 0) {
          longest = pause;
          start = before.get();
        }
      }
      before = Optional.of(arrival.at());
    }
    Time end = Time.earlier(pauses.span().to(), scenario.plan().end());
    if (before.isEmpty() || end.since(before.get()).compareTo(longest) > 0) {
      longest = end.since(before.orElse(pauses.span().from()));
      start = before.orElse(pauses.span().from());
    }
    if (longest.compareTo(pauses.most()) > 0) {
      unmet(pauses, "nothing arrived for " + longest.toNanos() / 1e6 + " ms from " + moment(start) + " on");
    }
  }

  private static boolean overlaps(Span span, Time from, Time to) {
    return !to.isBefore(span.from()) && !span.to().isBefore(from);
  }

  private static String moment(Time time) {
    return String.format(Locale.ROOT, "%.3f s", time.nanos() / 1e9);
  }

  private static boolean isBelieved(Optional<MobileNodeSnapshot> node, Ipv6Address homeAgent) {
    return node.stream()
        .flatMap(each -> each.bindingUpdateList().stream())
        .anyMatch(entry -> entry.destination().equals(homeAgent));
  }

  private void check(Expectation.StandsAt stands, Time now) {
    Network network = simulation.network();
    Optional<MobileNodeSnapshot> node =
        network.world().host(stands.host()).roles().flatMap(Roles::mobileNode).map(role -> role.snapshot(now));
    Ipv6Address homeAddress = network.homeAddress(stands.host());
    List<HomeAgentSnapshot> homeAgents =
        network.hosts(Topology.Kind.HOME_AGENT).stream()
            .filter(host -> stands.homeAgent().isEmpty() || stands.homeAgent().get().equals(host.name()))
            .flatMap(host -> host.roles().flatMap(Roles::homeAgent).stream())
            .map(role -> role.snapshot(now))
            .filter(role -> stands.homeAgent().isEmpty() || isBelieved(node, role.homeAgentAddress()))
            .toList();
    Optional<Ipv6Address> held =
        homeAgents.stream()
            .flatMap(role -> role.bindings().stream())
            .filter(each -> each.homeAddress().equals(homeAddress))
            .filter(each -> each.state() == HomeAgentSnapshot.State.BOUND)
            .map(HomeAgentSnapshot.Binding::careOfAddress)
            .findFirst();
    boolean atHome = stands.link().equals(network.homeLink());
    boolean agreed =
        node.isPresent()
            && (atHome
                ? node.get().whereabouts() == Whereabouts.HOME
                    && node.get().bindingUpdateList().isEmpty()
                    && held.isEmpty()
                : node.get().bindingUpdateList().stream().anyMatch(MobileNodeSnapshot.Entry::acknowledged)
                    && node.get().careOfAddress().equals(held)
                    && held.filter(network.addressing().prefix(stands.link())::contains).isPresent());
    if (!agreed) {
      String believed =
          node.map(each -> each.whereabouts() + each.careOfAddress().map(address -> " at " + address).orElse(""))
              .orElse("not running");
      unmet(
          stands,
          "at " + moment(now) + " " + stands.host() + " believes to be " + believed + ", the home agent holds "
              + held.map(Ipv6Address::toString).orElse("nothing"));
    }
  }
}
