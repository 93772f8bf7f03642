package org.roam6.sim.check;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/** What is due is done: after a node was told that its deadline has come, it waits for a later one. */
final class EveryDeadlineFires extends Checker {

  @Override
  public String name() {
    return "every-deadline-fires";
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (event instanceof Event.DeadlineReached && host.nextDeadline().isDue(now)) {
      violated(now, host + " is woken for " + host.nextDeadline() + " and does nothing about it");
    }
  }
}
