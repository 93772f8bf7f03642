package org.roam6.sim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.LeaseRefusal;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.workload.Attacker;
import org.roam6.sim.workload.Forgery;
import org.roam6.sim.workload.PathAttacker;
import org.roam6.sim.workload.PrefixAdvertiser;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.sim.world.World;
import org.roam6.wire.Ipv6Address;

/** Does to a network what its plan says. */
public final class PlanRunner implements Observer {

  private final Plan plan;
  private final Network network;
  private final World world;
  private final Attacker attacker;
  private final PathAttacker pathAttacker;
  // Notices that a step waits for: how often each was told so far, and the steps by that number.
  private final Map<Awaited, Integer> told = new HashMap<>();
  private final Map<Awaited, List<Step>> waiting = new HashMap<>();
  private final Map<Socket, String> lastLink = new HashMap<>();
  private boolean calm;

  /** A port of a host, by its number. */
  private record Socket(String host, int port) {}

  /** A notice that steps wait for. */
  private record Awaited(String host, String notice) {}

  /** A runner that does nothing before {@link #start}. */
  public PlanRunner(Plan plan, Network network) {
    this.plan = plan;
    this.network = network;
    this.world = network.world();
    this.attacker = new Attacker(network);
    this.pathAttacker = new PathAttacker(network);
    for (HostPlan host : network.topology().hosts()) {
      for (int port = 0; port < host.links().size(); port++) {
        lastLink.put(new Socket(host.name(), port), host.links().get(port));
      }
    }
    world.observe(this);
  }

  /** Enters what the plan says; Roam6 runs on all hosts from now on. */
  public void start() {
    for (Step step : plan.steps()) {
      switch (step.when()) {
        case Trigger.At(Time moment) -> world.at(moment, _ -> take(step.action()));
        case Trigger.OnNotice(String host, String notice, _, _) ->
            waiting.computeIfAbsent(new Awaited(host, notice), _ -> new ArrayList<>()).add(step);
      }
    }
    world.at(plan.calm(), _ -> calm());
    world.startAll();
  }

  /** Whether faults and moves are over. */
  public boolean isCalm() {
    return calm;
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (waiting.isEmpty()) {
      return;
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(var notice)) {
        Awaited awaited = new Awaited(host.name(), NoticeKind.of(notice));
        List<Step> steps = waiting.get(awaited);
        if (steps != null) {
          arm(steps, told.merge(awaited, 1, Integer::sum), now);
        }
      }
    }
  }

  private void arm(List<Step> steps, int number, Time now) {
    for (Step step : steps) {
      if (step.when() instanceof Trigger.OnNotice on && on.number() == number) {
        world.at(now.plus(on.after()), _ -> take(step.action()));
      }
    }
  }

  private void take(Action action) {
    if (calm) {
      return;
    }
    switch (action) {
      case Action.Move(String host, int port, String link, boolean silently) ->
          move(new Socket(host, port), link, silently);
      case Action.Flap(String host, int port, Duration duration) -> {
        Socket socket = new Socket(host, port);
        String link = lastLink.getOrDefault(socket, "");
        world.unplug(port(socket));
        later(duration, () -> plugBack(socket, link));
      }
      case Action.Unplug(String host, int port) -> world.unplug(port(new Socket(host, port)));
      case Action.Prefer(String host, var port) -> world.host(host).prefer(port.map(Network::portName));
      case Action.Degrade(String link, var quality) -> world.link(link).quality(quality);
      case Action.Part(String name, String from, String to, Duration duration) -> {
        Link link = world.link(name);
        link.part(from, to);
        later(duration, () -> link.unite(from, to));
      }
      case Action.Clog(String link, Duration duration) -> world.link(link).clog(world.now().plus(duration));
      case Action.RefuseLeases(String link, LeaseRefusal why, Duration duration) ->
          network
              .leaseServer(network.addressing().prefix(link))
              .ifPresent(server -> server.refuse(why, world.now().plus(duration)));
      case Action.Crash(String host, Duration duration, boolean withStorage) ->
          stop(host, true, duration, withStorage);
      case Action.Restart(String host, Duration duration) -> stop(host, false, duration, true);
      case Action.Sleep(String host, Duration duration) -> world.sleep(world.host(host), world.now().plus(duration));
      case Action.SetClock(String host, Duration wrongBy) -> world.setWallClock(world.host(host), wrongBy);
      case Action.DriftClock(String host, int microseconds) ->
          world.driftWallClock(world.host(host), microseconds * 1000.0);
      case Action.Squat(String host, String mobileNode, boolean taken) -> squat(host, mobileNode, taken);
      case Action.TakeCareOfAddress(String host, String mobileNode) -> takeCareOfAddress(host, mobileNode);
      case Action.ReplayUpdate(String host, String mobileNode, int number) ->
          attacker.replayUpdate(world.host(host), mobileNode, number);
      case Action.ForgeUpdate(String host, String mobileNode) ->
          attacker.forgeUpdate(world.host(host), addressOf(host), mobileNode);
      case Action.ForgeAcknowledgement(String host, String mobileNode) ->
          attacker.forgeAcknowledgement(world.host(host), mobileNode);
      case Action.ForgeAdvertisement(String host, String mobileNode) ->
          attacker.forgeAdvertisement(world.host(host), mobileNode);
      case Action.Advertise(String host, String link, var prefix, var lasting) ->
          new PrefixAdvertiser(network).advertise(host, link, prefix, lasting);
      case Action.Forge(String host, Forgery what, String mobileNode, String correspondent) ->
          pathAttacker.forge(
              world.host(host), addressOf(host), what, mobileNode, network.programAddress(correspondent));
    }
  }

  private void later(Duration duration, Runnable work) {
    world.at(world.now().plus(duration), _ -> work.run());
  }

  private Port port(Socket socket) {
    return world.port(socket.host(), Network.portName(socket.port()));
  }

  private void move(Socket socket, String link, boolean silently) {
    lastLink.put(socket, link);
    world.move(port(socket), world.link(link), silently);
  }

  /** The cable goes back into {@code link}, unless it is in one already. */
  private void plugBack(Socket socket, String link) {
    if (port(socket).link().isEmpty()) {
      move(socket, link, false);
    }
  }

  private void stop(String name, boolean killed, Duration duration, boolean withStorage) {
    SimulatedHost host = world.host(name);
    world.stop(host, killed);
    later(duration, () -> world.start(host, withStorage));
  }

  private void squat(String name, String mobileNode, boolean taken) {
    SimulatedHost host = world.host(name);
    Ipv6Address address = network.homeAddress(mobileNode);
    if (taken) {
      world.takeAddress(host, Network.MOBILE_INTERFACE, address, DuplicateDetection.NONE);
    } else {
      world.giveUpAddress(host, Network.MOBILE_INTERFACE, address);
    }
  }

  private void takeCareOfAddress(String name, String mobileNode) {
    Ipv6Address address =
        network
            .addressing()
            .prefix(linkOf(name))
            .withInterfaceIdentifier(port(new Socket(mobileNode, 0)).address().interfaceIdentifier());
    world.takeAddress(world.host(name), Network.MOBILE_INTERFACE, address, DuplicateDetection.BEFORE_USE);
  }

  private Ipv6Address addressOf(String host) {
    return network.addressing().address(host, linkOf(host));
  }

  private String linkOf(String host) {
    return lastLink.getOrDefault(new Socket(host, 0), network.homeLink());
  }

  private void calm() {
    world.budget().end();
    world.links().forEach(Link::heal);
    network.leaseServers().forEach(server -> server.refuse(LeaseRefusal.SILENCE, Time.ZERO));
    for (HostPlan plan : network.topology().hosts()) {
      SimulatedHost host = world.host(plan.name());
      world.wake(host);
      world.setWallClock(host, Duration.ZERO);
      world.driftWallClock(host, 0);
      world.start(host, true);
      for (int port = 0; port < plan.links().size(); port++) {
        Socket socket = new Socket(plan.name(), port);
        plugBack(socket, lastLink.getOrDefault(socket, network.homeLink()));
      }
    }
    calm = true;
  }
}
