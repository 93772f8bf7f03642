package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.sim.check.ToldOfLinks.Router;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * A mobile node that has found a link, or lost a router, asks the routers of links that it knows: each of them once, at
 * most as many as are allowed, from its link-local address, none where it has no valid address (RFC 6059 5.5.2, 5.5.3,
 * 5.6.1), and not more than once a second (5.11).
 */
final class KnownRoutersAreAskedInMeasure extends Checker {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final ToldOfLinks told;
  private final int most;
  private final Map<String, Time> allowedFrom = new HashMap<>();

  KnownRoutersAreAskedInMeasure(Ledger ledger, ToldOfLinks told) {
    this.ledger = ledger;
    this.told = told;
    this.most = ledger.network().settings().limits().maxKnownLinks();
  }

  @Override
  public String name() {
    return "known-routers-are-asked-in-measure";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      allowedFrom.keySet().removeAll(told.ports(host));
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (explores(effects) && ledger.mobileNode(host).isPresent()) {
      Map<String, List<Router>> asked = new HashMap<>();
      for (Effect effect : effects) {
        if (effect instanceof Effect.SendOnLink(InterfaceName out, LinkLayerAddress to, Octets packet)
            && isQuestion(to, packet)) {
          String port = ToldOfLinks.port(host, out);
          asked.computeIfAbsent(port, _ -> new ArrayList<>()).add(new Router(PacketFields.destination(packet), to));
          if (!PacketFields.source(packet).isLinkLocal()) {
            violated(now, port + " asks from " + PacketFields.source(packet));
          }
        }
      }
      asked.forEach((port, routers) -> judge(port, routers, now));
    }
  }

  /** Whoever only asks the router in use whether it is still there does not explore. */
  private static boolean explores(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(MobileNodeNotice notice)
          && (notice instanceof MobileNodeNotice.LinkFound || notice instanceof MobileNodeNotice.RouterLost)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuestion(LinkLayerAddress to, Octets packet) {
    return PacketFields.icmpv6Type(packet) == Icmpv6Type.NEIGHBOR_SOLICITATION && !to.isMulticast();
  }

  private void judge(String port, List<Router> routers, Time now) {
    if (now.isBefore(allowedFrom.getOrDefault(port, Time.ZERO))) {
      violated(now, port + " asks known routers again within a second");
    }
    allowedFrom.put(port, now.plus(SECOND));
    Set<Router> different = new HashSet<>(routers);
    if (different.size() < routers.size()) {
      violated(now, port + " asks a router twice: " + routers);
    }
    if (different.size() > most) {
      violated(now, port + " asks " + different.size() + " routers at once");
    }
    different.stream()
        .filter(router -> !told.mayHaveAddress(port, router, now))
        .forEach(router -> violated(now, port + " asks " + router + " and has no valid address on its link"));
  }
}
