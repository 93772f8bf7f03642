package org.roam6.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;

/** The home agent sends at most one acknowledgement for each Binding Update that it receives (RFC 6275 9.5.4). */
final class OneAnswerForAnUpdate extends Checker {

  private final Ledger ledger;
  private final Map<Ipv6Address, Integer> owed = new HashMap<>();

  OneAnswerForAnUpdate(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "one-answer-for-an-update";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!ledger.isHomeAgent(host)) {
      return;
    }
    if (event instanceof Event.PacketReceived received) {
      MobilityMessages.in(received.packet())
          .filter(seen -> seen.message() instanceof BindingUpdate)
          .ifPresent(seen -> owed.merge(seen.homeAddress(), 1, Integer::sum));
    }
    for (Effect effect : effects) {
      MobilityMessages.sentBy(effect)
          .filter(seen -> seen.message() instanceof BindingAcknowledgement)
          .ifPresent(seen -> answered(seen, now));
    }
  }

  private void answered(Sighting answer, Time now) {
    if (owed.merge(answer.homeAddress(), -1, Integer::sum) < 0) {
      violated(now, answer.homeAddress() + " gets an acknowledgement without having asked: " + answer.message());
    }
  }
}
