package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.roam6.protocol.Time;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.world.SimulatedHost;

/** RFC 6275 11.8: no more than MAX_UPDATE_RATE Binding Updates in any second. */
final class UpdateRateIsKept extends Checker {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final int most;
  private final Map<String, Deque<Time>> sent = new HashMap<>();

  UpdateRateIsKept(Ledger ledger) {
    this.ledger = ledger;
    this.most = ledger.network().settings().limits().maxUpdateRate();
  }

  @Override
  public String name() {
    return "update-rate-is-kept";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      sent.remove(host.name());
    }
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (ledger.updateSent(from, frame).isEmpty()) {
      return;
    }
    Deque<Time> lately = sent.computeIfAbsent(from.host(), _ -> new ArrayDeque<>());
    lately.add(now);
    if (lately.size() > most && now.since(lately.remove()).compareTo(SECOND) < 0) {
      violated(now, from.host() + " sends " + (most + 1) + " Binding Updates within a second");
    }
  }
}
