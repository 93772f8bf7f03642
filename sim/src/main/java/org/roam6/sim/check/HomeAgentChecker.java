package org.roam6.sim.check;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/** Watches over one invariant by what the home agent tells. */
abstract class HomeAgentChecker extends Checker {

  /** What is known of the network. */
  protected final Ledger ledger;

  /** A checker that has heard nothing yet. */
  protected HomeAgentChecker(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!ledger.isHomeAgent(host)) {
      return;
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(Notice notice)) {
        told(host, notice, event, now);
      }
    }
  }

  /** The home agent {@code host} tells {@code notice}, because of {@code event}. */
  protected abstract void told(SimulatedHost host, Notice notice, Event event, Time now);
}
