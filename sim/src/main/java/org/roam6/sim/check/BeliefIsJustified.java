package org.roam6.sim.check;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.mobilenode.MobileNodeNotice.BindingAcknowledged;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * A mobile node takes a care-of address for registered only if the home agent has accepted exactly that one, since the
 * Binding Update was sent that is acknowledged (RFC 6275 11.7.3).
 */
final class BeliefIsJustified extends Checker {

  private final Ledger ledger;

  BeliefIsJustified(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "belief-is-justified";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(BindingAcknowledged(var careOf, int status, Lifetime granted, var after))
          && BindingAcknowledgementStatus.isAccepted(status)
          && !granted.isZero()) {
        Time sent = now.plus(after.negated());
        judge(host, careOf, sent, now);
      }
    }
  }

  private void judge(SimulatedHost host, Ipv6Address careOfAddress, Time sent, Time now) {
    boolean justified =
        ledger
            .mobileNode(host)
            .flatMap(mobileNode -> mobileNode.accepted(careOfAddress))
            .filter(accepted -> !accepted.isBefore(sent))
            .isPresent();
    if (!justified) {
      violated(
          now,
          host + " takes " + careOfAddress + " for registered, which its home agent has not accepted since "
              + sent.nanos() / 1e9 + " s");
    }
  }
}
