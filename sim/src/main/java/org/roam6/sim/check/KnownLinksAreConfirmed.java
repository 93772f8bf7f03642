package org.roam6.sim.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice.RouterRecognized;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.check.ToldOfLinks.Router;
import org.roam6.sim.kernel.NeighborMessages;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Link;
import org.roam6.sim.network.Addressing;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.icmp.NeighborAdvertisement;

/**
 * A mobile node recognizes a link by nothing but an answer of a router that it has asked since it felt its cable pulled,
 * and it is on the link of that router (RFC 6059 5.5.2, 5.7.1). What it takes up again that router has told of, and
 * it has not ended meanwhile (5.10), nor has the lease of the address.
 */
final class KnownLinksAreConfirmed extends Checker {

  private final Ledger ledger;
  private final ToldOfLinks told;
  private final Map<String, Set<Router>> asked = new HashMap<>();
  private final Map<SimulatedHost, Recognized> recognized = new HashMap<>();

  KnownLinksAreConfirmed(Ledger ledger, ToldOfLinks told) {
    this.ledger = ledger;
    this.told = told;
  }

  private record Recognized(InterfaceName on, Router router) {}

  @Override
  public String name() {
    return "known-links-are-confirmed";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    switch (disturbance) {
      case Disturbance.Started _ -> asked.keySet().removeAll(told.ports(host));
      case Disturbance.PluggedIn _,
          Disturbance.Unplugged _,
          Disturbance.Stopped _,
          Disturbance.FellAsleep _,
          Disturbance.WokeUp _,
          Disturbance.AddressTaken _,
          Disturbance.ClockSet _ -> {}
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (ledger.mobileNode(host).isEmpty()) {
      return;
    }
    // Behind a switch it does not feel that the cable is plugged in elsewhere; what answers then is on the link it is on.
    if (event instanceof Event.LinkChanged(InterfaceName on, var presence, _, _) && presence != LinkPresence.CARRIER) {
      asked.remove(ToldOfLinks.port(host, on));
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendOnLink(InterfaceName out, LinkLayerAddress to, Octets packet)
          && PacketFields.icmpv6Type(packet) == Icmpv6Type.NEIGHBOR_SOLICITATION
          && PacketFields.source(packet).isLinkLocal()) {
        asked
            .computeIfAbsent(ToldOfLinks.port(host, out), _ -> new HashSet<>())
            .add(new Router(PacketFields.destination(packet), to));
      } else if (effect instanceof Effect.Notify(RouterRecognized notice)) {
        recognized(host, event, notice, now);
      }
    }
  }

  private void recognized(SimulatedHost host, Event event, RouterRecognized notice, Time now) {
    if (!(event instanceof Event.PacketReceived received) || !isAnswer(received.packet(), notice.router())) {
      violated(now, host + " recognizes " + notice.router() + " without an answer");
      return;
    }
    String port = ToldOfLinks.port(host, received.in());
    Router router = new Router(notice.router(), received.from());
    if (!asked.getOrDefault(port, Set.of()).contains(router)) {
      violated(now, port + " recognizes " + router + " and has not asked it since the cable was pulled");
    }
    if (linkOf(host, received.in()).filter(link -> isOn(router, link)).isEmpty()) {
      violated(now, port + " recognizes " + router + " and is on another link");
    }
    for (Ipv6Prefix prefix : notice.prefixes()) {
      Time until = told.validUntil(port, router, prefix);
      if (until.isDue(now)) {
        violated(now, port + " takes up " + prefix + " of " + router + " again, which lasted until " + until);
      }
    }
    recognized.put(host, new Recognized(received.in(), router));
  }

  private static boolean isAnswer(Octets packet, Ipv6Address router) {
    return NeighborMessages.in(packet)
        .filter(
            message ->
                message instanceof NeighborAdvertisement answer
                    && answer.solicited()
                    && answer.target().equals(router))
        .isPresent();
  }

  private Optional<Link> linkOf(SimulatedHost host, InterfaceName on) {
    return ledger.network().world().port(host.name(), on).link();
  }

  private boolean isOn(Router router, Link link) {
    return link.ports().stream()
        .anyMatch(
            port ->
                port.address().equals(router.linkLayerAddress())
                    && ledger.mobileNode(port.host()).isEmpty()
                    && Ipv6Address.linkLocal(port.address().interfaceIdentifier()).equals(router.address()));
  }

  /** What it has taken up is what it uses as soon as all is done that follows from the answer. */
  @Override
  public void settled(SimulatedHost host, Time now) {
    Recognized last = recognized.isEmpty() ? null : recognized.remove(host);
    if (last != null) {
      ledger.mobileNode(host).flatMap(MobileNodeRecord::belief).stream()
          .flatMap(belief -> belief.interfaces().stream())
          .filter(each -> each.name().equals(last.on()))
          .map(MobileNodeSnapshot.Interface::careOfAddress)
          .flatMap(Optional::stream)
          .forEach(careOfAddress -> takenUp(host, last, careOfAddress, now));
    }
  }

  private void takenUp(SimulatedHost host, Recognized last, Ipv6Address careOfAddress, Time now) {
    String port = ToldOfLinks.port(host, last.on());
    Time until =
        Time.later(
            told.leasedUntil(port, careOfAddress),
            told.formedUntil(port, last.router(), new Ipv6Prefix(careOfAddress, Addressing.PREFIX_LENGTH)));
    if (until.isDue(now)) {
      violated(now, port + " takes up " + careOfAddress + " again, which lasted until " + until);
    }
  }
}
