package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot.Whereabouts;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.kernel.NeighborMessages;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.network.Network;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * A mobile node that stays on a link and hears a router of it does not take itself for on another one any more, as soon
 * as its former router has turned out to be unreachable (RFC 6275 11.5.1).
 */
final class MovementIsDetected extends TimedChecker {

  /** For answers of the former router that are still under way. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final Duration patience;
  private final Map<Ipv6Address, String> linksOfRouters = new HashMap<>();
  private final Map<String, Time> heard = new HashMap<>();
  // Patience is the same for all, so that they stand in the order of their moments; those that count are in `heard`.
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  MovementIsDetected(Ledger ledger) {
    this.ledger = ledger;
    Network network = ledger.network();
    Settings settings = network.settings();
    this.patience =
        settings.timers().routerProbeInterval().multipliedBy(settings.limits().routerProbes() + 1).plus(MARGIN);
    for (HostPlan router : network.topology().of(Kind.ROUTER)) {
      for (int i = 0; i < router.links().size(); i++) {
        long identifier =
            network.world().port(router.name(), Network.portName(i)).address().interfaceIdentifier();
        linksOfRouters.put(Ipv6Address.linkLocal(identifier), router.links().get(i));
      }
    }
  }

  private record Waiting(SimulatedHost host, String link, Time since) {}

  @Override
  public String name() {
    return "movement-is-detected";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (!(disturbance instanceof Disturbance.ClockSet)) {
      heard.remove(host.name());
    }
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    heard.clear();
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!(event instanceof Event.PacketReceived received)
        || PacketFields.icmpv6Type(received.packet()) != Icmpv6Type.ROUTER_ADVERTISEMENT) {
      return;
    }
    Optional<MobileNodeRecord> mobileNode = ledger.mobileNode(host);
    String link = linksOfRouters.get(PacketFields.source(received.packet()));
    if (mobileNode.isPresent()
        && link != null
        && isOn(host, link)
        && !standsOn(mobileNode.get(), link)
        && NeighborMessages.in(received.packet()).isPresent()) {
      heard.computeIfAbsent(
          host.name(),
          _ -> {
            waiting.add(new Waiting(host, link, now));
            return now;
          });
    }
  }

  private boolean isOn(SimulatedHost host, String link) {
    for (InterfaceName on : ledger.mobileNode(host).map(MobileNodeRecord::interfaces).orElse(List.of())) {
      Optional<Link> present = ledger.network().world().port(host.name(), on).link();
      if (present.isPresent() && present.get().name().equals(link)) {
        return true;
      }
    }
    return false;
  }

  private boolean standsOn(MobileNodeRecord mobileNode, String link) {
    Network network = ledger.network();
    boolean home = link.equals(network.homeLink());
    if (mobileNode.interfaces().size() > 1) {
      return mobileNode.belief().stream()
          .flatMap(belief -> belief.interfaces().stream())
          .anyMatch(
              each ->
                  home
                      ? (each.usable() || each.router().isPresent()) && each.careOfAddress().isEmpty()
                      : each.careOfAddress().filter(network.addressing().prefix(link)::contains).isPresent());
    }
    return home
        ? isHome(mobileNode)
        : mobileNode.careOfAddress().filter(network.addressing().prefix(link)::contains).isPresent();
  }

  private static boolean isHome(MobileNodeRecord mobileNode) {
    return mobileNode.belief().filter(belief -> belief.whereabouts() == Whereabouts.HOME).isPresent();
  }

  @Override
  protected Time nextCheck() {
    return waiting.isEmpty() ? Time.NEVER : waiting.peek().since().plus(patience);
  }

  @Override
  protected void check(Time now) {
    while (nextCheck().isDue(now)) {
      Waiting first = waiting.remove();
      if (heard.remove(first.host().name(), first.since())) {
        judge(first, now);
      }
    }
  }

  private void judge(Waiting first, Time now) {
    ledger
        .mobileNode(first.host())
        .filter(mobileNode -> mobileNode.careOfAddress().isPresent() || isHome(mobileNode))
        .filter(mobileNode -> !mobileNode.isContested() && !standsOn(mobileNode, first.link()))
        // A link that holds frames back makes its router look gone.
        .filter(_ -> !first.since().isBefore(ledger.network().world().link(first.link()).lastClogEnd()))
        .ifPresent(
            mobileNode -> violated(now, first.host() + " has heard a router on " + first.link() + " and ignores it"));
  }
}
