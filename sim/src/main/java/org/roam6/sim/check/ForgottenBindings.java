package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;

/**
 * Until when home agents may have bindings that their mobile nodes cannot know of: those of a node that has lost its own
 * storage; those that a home agent takes up again, whose clock was set while it was down; and those that one grants on
 * waking which it was asked for before it slept. To a node that gives its home address up because of such a binding the
 * home agent is another node that has it. It observes before the checkers that ask it.
 */
final class ForgottenBindings implements Observer {

  private final Ledger ledger;
  private final Duration lifetime;
  private final Map<String, Time> until = new HashMap<>();
  private final Set<String> clockSet = new HashSet<>();

  ForgottenBindings(Ledger ledger) {
    this.ledger = ledger;
    this.lifetime = ledger.network().settings().lifetime();
  }

  /** Until when there may be such a binding of a mobile node; {@link Time#ZERO} where there is none. */
  Time until(SimulatedHost mobileNode) {
    return until.getOrDefault(mobileNode.name(), Time.ZERO);
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (ledger.isHomeAgent(host)) {
      disturbedHomeAgent(host, disturbance, now);
    } else if (disturbance instanceof Disturbance.Started(boolean withStorage) && !withStorage) {
      until.put(host.name(), now.plus(lifetime));
    }
  }

  private void disturbedHomeAgent(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.ClockSet) {
      clockSet.add(host.name());
    } else if (disturbance instanceof Disturbance.WokeUp
        || disturbance instanceof Disturbance.Started && clockSet.remove(host.name())) {
      ledger.network().mobileNodes().forEach(mobileNode -> until.put(mobileNode.name(), now.plus(lifetime)));
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    if (now.isBefore(until(host))) {
      ledger
          .mobileNode(host)
          .filter(mobileNode -> mobileNode.isAddressLost() && !mobileNode.holders().isEmpty())
          .ifPresent(MobileNodeRecord::contest);
    }
  }
}
