package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.MobileNodeNotice.BindingUpdateSent;
import org.roam6.protocol.mobilenode.MobileNodeSnapshot;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.world.SimulatedHost;

/**
 * RFC 6275 11.8: the time between retransmissions doubles up to MAX_BINDACK_TIMEOUT, and then goes on at that, for
 * ever; a registration that was accepted is refreshed before it ends.
 */
final class RetransmissionsBackOff extends Checker {

  /** So many transmissions may come at once because the home agent refused number or time. */
  private static final int CORRECTIONS = 4;

  private final Ledger ledger;
  private final Map<String, Time> firstTry = new HashMap<>();

  RetransmissionsBackOff(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "retransmissions-back-off";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(BindingUpdateSent(_, _, _, int attempt))) {
        transmitted(host, attempt, now);
      }
    }
  }

  private void transmitted(SimulatedHost host, int attempt, Time now) {
    if (attempt == 1) {
      firstTry.put(host.name(), now);
      return;
    }
    int waits = attempt - 1 - CORRECTIONS;
    if (waits < 2) {
      return;
    }
    Duration longest = ledger.network().settings().timers().maxBindackTimeout();
    Duration least = Duration.ZERO;
    Duration wait = ledger.network().settings().timers().initialBindackTimeout();
    for (int i = 0; i < waits; i++) {
      least = least.plus(wait);
      wait = wait.multipliedBy(2).compareTo(longest) < 0 ? wait.multipliedBy(2) : longest;
    }
    Duration taken = now.since(firstTry.getOrDefault(host.name(), Time.ZERO));
    if (taken.compareTo(least) < 0) {
      violated(now, host + " has sent a Binding Update " + attempt + " times within " + taken.toMillis() + " ms");
    }
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    Optional<MobileNodeRecord> mobileNode = ledger.mobileNode(host);
    if (mobileNode.isPresent()) {
      mobileNode.get().entry().ifPresent(entry -> waiting(host, entry, now));
    }
  }

  private void waiting(SimulatedHost host, MobileNodeSnapshot.Entry entry, Time now) {
    Duration most =
        switch (entry.state()) {
          case "registering", "returning", "resolving" -> ledger.network().settings().timers().maxBindackTimeout();
          case "registered" -> entry.initialLifetime();
          default -> Duration.ofSeconds(Long.MAX_VALUE / 4);
        };
    boolean never = entry.untilNext().isEmpty() && !entry.state().equals("interrupted");
    if (never || entry.untilNext().filter(wait -> wait.compareTo(most) > 0).isPresent()) {
      violated(
          now,
          host + " is " + entry.state() + " and waits " + entry.untilNext().map(Duration::toString).orElse("for ever"));
    }
  }
}
