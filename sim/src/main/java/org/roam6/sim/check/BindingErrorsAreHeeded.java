package org.roam6.sim.check;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.mobility.BindingError;

/**
 * RFC 6275 11.3.6: who hears by a Binding Error with status 1 that a correspondent node has no binding "MUST remove the
 * entry and route further communications through the home agent". At once: what goes on directly is lost.
 */
final class BindingErrorsAreHeeded extends Checker {

  private final PathLedger ledger;

  BindingErrorsAreHeeded(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "binding-errors-are-heeded";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (host.config().mobileNode().isPresent() && event instanceof Event.PacketReceived received) {
      MobilityMessages.in(received.packet()).ifPresent(seen -> judge(host, seen, now));
    }
  }

  private void judge(SimulatedHost host, Sighting seen, Time now) {
    Ipv6Address own = ledger.network().programAddress(host.name());
    if (seen.message() instanceof BindingError error
        && error.status() == BindingErrorStatus.UNKNOWN_BINDING.code()
        && error.homeAddress().equals(own)
        && ledger.pair(new Pair(own, seen.source())).used().filter(path -> now.isBefore(path.expiry())).isPresent()) {
      violated(now, host + " goes on directly to " + seen.source() + ", which has told that it has no binding");
    }
  }
}
