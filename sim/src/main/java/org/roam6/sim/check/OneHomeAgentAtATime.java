package org.roam6.sim.check;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.SimulatedHost;

/**
 * Once nothing goes wrong any more, two home agents do not go on having bindings for one home address: both would draw
 * its packets. One that was started again with its storage is told that the node has left it (RFC 6275 11.4.1), unless
 * the node has lost its own storage: nobody knows of that binding then until it ends. The same holds where the home
 * agent's clock was set while it was down, or where it slept and grants on waking what it was asked for before: a binding
 * lives longer than the node can know of.
 */
final class OneHomeAgentAtATime extends TimedChecker {

  /** The way there and back, and what comes before it. */
  private static final Duration EXCHANGE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Calm calm;
  private final Duration patience;
  private final Duration lifetime;
  // Since when each has two that it can know of.
  private final Map<String, Time> twice = new HashMap<>();
  // Until when there may be bindings that a node has forgotten.
  private final Map<String, Time> forgotten = new HashMap<>();
  private final Set<String> clockSet = new HashSet<>();

  OneHomeAgentAtATime(Ledger ledger, Calm calm) {
    this.ledger = ledger;
    this.calm = calm;
    this.patience = ledger.network().settings().timers().maxBindackTimeout().plus(EXCHANGE);
    this.lifetime = ledger.network().settings().lifetime();
  }

  @Override
  public String name() {
    return "one-home-agent-at-a-time";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (ledger.isHomeAgent(host)) {
      disturbedHomeAgent(host, disturbance, now);
    } else if (disturbance instanceof Disturbance.Started(boolean withStorage) && !withStorage) {
      forgotten.put(host.name(), now.plus(lifetime));
    }
  }

  private void disturbedHomeAgent(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.ClockSet) {
      clockSet.add(host.name());
    } else if (disturbance instanceof Disturbance.WokeUp
        || disturbance instanceof Disturbance.Started && clockSet.remove(host.name())) {
      ledger.network().mobileNodes().forEach(mobileNode -> forgotten.put(mobileNode.name(), now.plus(lifetime)));
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (ledger.isHomeAgent(host)) {
      for (Effect effect : effects) {
        Wishes.bindingOf(effect)
            .flatMap(key -> ledger.byHomeAddress(key.homeAddress()))
            .ifPresent(mobileNode -> count(mobileNode, now));
      }
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    ledger.mobileNode(host).ifPresent(mobileNode -> count(mobileNode, now));
  }

  /** What counts is how long there are two while the node has a place of its own at one of them, or at home. */
  private void count(MobileNodeRecord mobileNode, Time now) {
    boolean settled = mobileNode.registered().isPresent() || mobileNode.believesToBeHome();
    if (mobileNode.holders().size() > 1 && settled) {
      String host = mobileNode.host().name();
      twice.putIfAbsent(host, Time.later(now, forgotten.getOrDefault(host, Time.ZERO)));
    } else {
      twice.remove(mobileNode.host().name());
    }
  }

  @Override
  protected Time nextCheck() {
    return twice.isEmpty() || calm.since().equals(Time.NEVER)
        ? Time.NEVER
        : Time.later(calm.since(), Collections.min(twice.values())).plus(patience);
  }

  @Override
  protected void check(Time now) {
    for (Map.Entry<String, Time> each : List.copyOf(twice.entrySet())) {
      if (Time.later(calm.since(), each.getValue()).plus(patience).isDue(now)) {
        twice.remove(each.getKey());
        judge(each.getKey(), now);
      }
    }
  }

  private void judge(String host, Time now) {
    ledger
        .mobileNode(host)
        .filter(each -> each.holders().size() > 1)
        .ifPresent(each -> violated(now, host + " is bound at " + each.holders()));
  }
}
