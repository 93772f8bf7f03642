package org.roam6.sim.world;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;

/** What one host is told and does, for tests. */
public final class Chronicle implements Observer {

  /** All that its Roam6 handled. */
  final List<Handled> handled = new ArrayList<>();

  /** What was done to it. */
  final List<Disturbance> disturbances = new ArrayList<>();

  private final SimulatedHost host;

  /** An event, what came of it, and when. */
  record Handled(Event event, List<Effect> effects, Time at) {}

  Chronicle(SimulatedHost host) {
    this.host = host;
  }

  <T extends Event> List<T> events(Class<T> kind) {
    return handled.stream().map(Handled::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends Event> List<Time> timesOf(Class<T> kind) {
    return handled.stream().filter(each -> kind.isInstance(each.event())).map(Handled::at).toList();
  }

  <T extends Effect> List<T> effects(Class<T> kind) {
    return handled.stream()
        .flatMap(each -> each.effects().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Override
  public void handled(SimulatedHost by, Event event, List<Effect> effects, Time now) {
    if (by.equals(host)) {
      handled.add(new Handled(event, effects, now));
    }
  }

  @Override
  public void disturbed(SimulatedHost who, Disturbance disturbance, Time now) {
    if (who.equals(host)) {
      disturbances.add(disturbance);
    }
  }
}
