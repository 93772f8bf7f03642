package org.roam6.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.mobilenode.MobileNodeNotice.BindingAcknowledged;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * A mobile node takes a care-of address for registered only if the home agent has accepted exactly that one, since the
 * Binding Update was sent that is acknowledged, and since the node last asked for another one (RFC 6275 11.7.3).
 */
final class BeliefIsJustified extends Checker {

  private final Ledger ledger;
  private final Map<String, Asked> asked = new HashMap<>();

  /** What a mobile node asks for, and since when it has asked for nothing else. */
  private record Asked(Ipv6Address careOfAddress, Time since) {}

  BeliefIsJustified(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "belief-is-justified";
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    Optional<Sighting> update = ledger.updateSent(from, frame);
    if (update.isPresent()) {
      Ipv6Address careOfAddress = update.get().careOfAddress();
      Asked before = asked.get(from.host());
      if (before == null || !before.careOfAddress.equals(careOfAddress)) {
        asked.put(from.host(), new Asked(careOfAddress, now));
      }
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(BindingAcknowledged(var careOf, int status, Lifetime granted, var after))
          && BindingAcknowledgementStatus.isAccepted(status)
          && !granted.isZero()) {
        Time sent = now.plus(after.negated());
        Asked last = asked.get(host.name());
        judge(host, careOf, last != null && sent.isBefore(last.since) ? last.since : sent, now);
      }
    }
  }

  private void judge(SimulatedHost host, Ipv6Address careOfAddress, Time since, Time now) {
    boolean justified =
        ledger
            .mobileNode(host)
            .flatMap(mobileNode -> mobileNode.accepted(careOfAddress))
            .filter(accepted -> !accepted.isBefore(since))
            .isPresent();
    if (!justified) {
      violated(
          now,
          host + " takes " + careOfAddress + " for registered, which its home agent has not accepted since "
              + since.nanos() / 1e9 + " s");
    }
  }
}
