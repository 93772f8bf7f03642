package org.roam6.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.wire.Octets;

/**
 * Shows what happens to several observers, in the order in which they came; each is called for what it looks at only,
 * as most look at one thing and there are many.
 */
final class Observers implements Observer {

  private final List<Observer> sent = new ArrayList<>();
  private final List<Observer> harmed = new ArrayList<>();
  private final List<Observer> handled = new ArrayList<>();
  private final List<Observer> caused = new ArrayList<>();
  private final List<Observer> settled = new ArrayList<>();
  private final List<Observer> delivered = new ArrayList<>();
  private final List<Observer> dropped = new ArrayList<>();
  private final List<Observer> disturbed = new ArrayList<>();

  void add(Observer observer) {
    addIf(observer, "sent", sent);
    addIf(observer, "harmed", harmed);
    addIf(observer, "handled", handled);
    addIf(observer, "caused", caused);
    addIf(observer, "settled", settled);
    addIf(observer, "delivered", delivered);
    addIf(observer, "dropped", dropped);
    addIf(observer, "disturbed", disturbed);
  }

  private static void addIf(Observer observer, String method, List<Observer> interested) {
    boolean looks =
        Arrays.stream(observer.getClass().getMethods())
            .anyMatch(each -> each.getName().equals(method) && !each.getDeclaringClass().equals(Observer.class));
    if (looks) {
      interested.add(observer);
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    for (int i = 0; i < sent.size(); i++) {
      sent.get(i).sent(link, from, frame, now);
    }
  }

  @Override
  public void harmed(Link link, Frame frame, Harm harm, Time now) {
    for (int i = 0; i < harmed.size(); i++) {
      harmed.get(i).harmed(link, frame, harm, now);
    }
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (int i = 0; i < handled.size(); i++) {
      handled.get(i).handled(host, event, effects, now);
    }
    if (!effects.isEmpty()) {
      caused(host, event, effects, now);
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (int i = 0; i < caused.size(); i++) {
      caused.get(i).caused(host, event, effects, now);
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    for (int i = 0; i < settled.size(); i++) {
      settled.get(i).settled(host, now);
    }
  }

  @Override
  public void delivered(SimulatedHost host, Octets packet, Time now) {
    for (int i = 0; i < delivered.size(); i++) {
      delivered.get(i).delivered(host, packet, now);
    }
  }

  @Override
  public void dropped(SimulatedHost host, Octets packet, String reason, Time now) {
    for (int i = 0; i < dropped.size(); i++) {
      dropped.get(i).dropped(host, packet, reason, now);
    }
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    for (int i = 0; i < disturbed.size(); i++) {
      disturbed.get(i).disturbed(host, disturbance, now);
    }
  }
}
