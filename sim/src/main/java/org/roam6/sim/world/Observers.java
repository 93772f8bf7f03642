package org.roam6.sim.world;

import java.util.Arrays;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.wire.Octets;

/** Shows what happens to several observers, in the order in which they came. */
final class Observers implements Observer {

  private Observer[] all = new Observer[0];

  void add(Observer observer) {
    all = Arrays.copyOf(all, all.length + 1);
    all[all.length - 1] = observer;
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    for (Observer each : all) {
      each.sent(link, from, frame, now);
    }
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    for (Observer each : all) {
      each.harmed(link, frame, harm, now);
    }
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Observer each : all) {
      each.handled(host, event, effects, now);
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    for (Observer each : all) {
      each.settled(host, now);
    }
  }

  @Override
  public void delivered(SimulatedHost host, Octets packet, Time now) {
    for (Observer each : all) {
      each.delivered(host, packet, now);
    }
  }

  @Override
  public void dropped(SimulatedHost host, Octets packet, String reason, Time now) {
    for (Observer each : all) {
      each.dropped(host, packet, reason, now);
    }
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    for (Observer each : all) {
      each.disturbed(host, disturbance, now);
    }
  }
}
