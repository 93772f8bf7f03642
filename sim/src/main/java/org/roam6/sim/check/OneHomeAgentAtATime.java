package org.roam6.sim.check;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.SimulatedHost;

/**
 * Once nothing goes wrong any more, two home agents do not go on having bindings for one home address: both would draw
 * its packets. One that was started again with its storage is told that the node has left it (RFC 6275 11.4.1), unless
 * the node cannot know of that binding.
 */
final class OneHomeAgentAtATime extends TimedChecker {

  /** The way there and back, and what comes before it. */
  private static final Duration EXCHANGE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final ForgottenBindings forgotten;
  private final Calm calm;
  private final Duration patience;
  // Since when each has two that it can know of.
  private final Map<String, Time> twice = new HashMap<>();

  OneHomeAgentAtATime(Ledger ledger, ForgottenBindings forgotten, Calm calm) {
    this.ledger = ledger;
    this.forgotten = forgotten;
    this.calm = calm;
    this.patience = ledger.network().settings().timers().maxBindackTimeout().plus(EXCHANGE);
  }

  @Override
  public String name() {
    return "one-home-agent-at-a-time";
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
      twice.putIfAbsent(host, Time.later(now, forgotten.until(mobileNode.host())));
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
