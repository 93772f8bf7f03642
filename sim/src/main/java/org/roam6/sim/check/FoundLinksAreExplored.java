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
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * A mobile node that finds a link solicits routers there, soon, or has heard one before that, or recognized it by its
 * answer (RFC 6275 11.5.1, RFC 4861 6.3.7, RFC 6059): whichever link it is, its routers are not taken for those of the
 * last one.
 */
final class FoundLinksAreExplored extends TimedChecker {

  /** How much later than the limit of the rate a solicitation may come. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Ledger ledger;
  private final Duration patience;
  private final Set<String> connected = new HashSet<>();
  private final Map<String, Time> due = new HashMap<>();
  private Time earliest = Time.NEVER;

  FoundLinksAreExplored(Ledger ledger) {
    this.ledger = ledger;
    this.patience = ledger.network().settings().timers().rtrSolicitationInterval().plus(MARGIN);
  }

  @Override
  public String name() {
    return "found-links-are-explored";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Stopped || disturbance instanceof Disturbance.FellAsleep) {
      ledger.mobileNode(host).ifPresent(mobileNode -> mobileNode.interfaces().forEach(on -> forget(host, on)));
    }
  }

  private void forget(SimulatedHost host, InterfaceName on) {
    connected.remove(port(host, on));
    due.remove(port(host, on));
  }

  private static String port(SimulatedHost host, InterfaceName on) {
    return host.name() + " " + on;
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (event instanceof Event.LinkChanged(var on, LinkPresence presence, _, _)
        && ledger.mobileNode(host).isPresent()) {
      changed(host, on, presence, now);
    } else if (event instanceof Event.PacketReceived received
        && PacketFields.icmpv6Type(received.packet()) == Icmpv6Type.ROUTER_ADVERTISEMENT) {
      due.remove(port(host, received.in()));
    }
    if (!due.isEmpty()) {
      explored(host, event, effects);
    }
  }

  private void changed(SimulatedHost host, InterfaceName on, LinkPresence presence, Time now) {
    if (presence != LinkPresence.CARRIER) {
      forget(host, on);
    } else if (connected.add(port(host, on))) {
      due.put(port(host, on), now.plus(patience));
      earliest = Time.earlier(earliest, now.plus(patience));
    }
  }

  private void explored(SimulatedHost host, Event event, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(MobileNodeNotice.RouterRecognized _)
          && event instanceof Event.PacketReceived received) {
        due.remove(port(host, received.in()));
      } else if (effect instanceof Effect.SendOnLink(var out, _, Octets packet)
          && PacketFields.icmpv6Type(packet) == Icmpv6Type.ROUTER_SOLICITATION) {
        due.remove(port(host, out));
      }
    }
  }

  @Override
  protected Time nextCheck() {
    return earliest;
  }

  @Override
  protected void check(Time now) {
    earliest = Time.NEVER;
    for (Map.Entry<String, Time> each : new ArrayList<>(due.entrySet())) {
      if (each.getValue().isDue(now)) {
        due.remove(each.getKey());
        violated(now, each.getKey() + " has found a link and does not ask for its routers");
      } else {
        earliest = Time.earlier(earliest, each.getValue());
      }
    }
  }
}
