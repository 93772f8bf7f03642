package org.roam6.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/**
 * What is due is done: after a node was told that its deadline has come, it waits for a later moment. After a long sleep
 * one thing leads to another that is due as well, but not for ever.
 */
final class EveryDeadlineFires extends Checker {

  private static final int MOST_IN_A_ROW = 8;

  private final Map<String, Integer> inARow = new HashMap<>();

  @Override
  public String name() {
    return "every-deadline-fires";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!(event instanceof Event.DeadlineReached)) {
      return;
    }
    if (!host.nextDeadline().isDue(now)) {
      inARow.remove(host.name());
    } else if (inARow.merge(host.name(), 1, Integer::sum) > MOST_IN_A_ROW) {
      violated(now, host + " is woken for " + host.nextDeadline() + " and does nothing about it");
    }
  }
}
