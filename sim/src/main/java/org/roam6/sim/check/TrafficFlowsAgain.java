package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.CorrespondentNotice;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.TrafficListener;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * Connections live on: once faults are over for as long as recovery takes, every datagram arrives, whichever link the
 * mobile nodes are on. Only what is on the direct way to a correspondent node whose binding makes way for another one
 * is lost, until the mobile node hears of it.
 */
final class TrafficFlowsAgain extends TimedChecker implements TrafficListener {

  /** How long a datagram may be under way when nothing is wrong, neighbours that have to be found included. */
  private static final Duration LONGEST_WAY = Duration.ofSeconds(8);

  /** How long a packet, or the error about it, is under way at most. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final Calm calm;
  private final Bounds bounds;
  private final Map<Flow, Deque<Missing>> missing = new HashMap<>();
  private final Map<Ipv6Address, Time> displaced = new HashMap<>();
  private Time earliest = Time.NEVER;

  TrafficFlowsAgain(Ledger ledger, Calm calm, Bounds bounds) {
    this.ledger = ledger;
    this.calm = calm;
    this.bounds = bounds;
  }

  private record Missing(long number, Time sent) {}

  @Override
  public String name() {
    return "traffic-flows-again";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(CorrespondentNotice.BindingDisplaced(DirectPath.Key binding))) {
        displaced.put(binding.homeAddress(), now);
      }
    }
  }

  @Override
  public void sent(Flow flow, long number, Time now) {
    if (!calm.hasLasted(bounds.directPaths(), now)) {
      return;
    }
    missing.computeIfAbsent(flow, _ -> new ArrayDeque<>()).add(new Missing(number, now));
    earliest = Time.earlier(earliest, now.plus(LONGEST_WAY));
  }

  @Override
  public void arrived(Flow flow, long number, Time now) {
    Deque<Missing> open = missing.get(flow);
    if (open == null) {
      return;
    }
    open.removeIf(each -> each.number() == number);
  }

  @Override
  protected Time nextCheck() {
    return earliest;
  }

  @Override
  protected void check(Time now) {
    earliest = Time.NEVER;
    for (Map.Entry<Flow, Deque<Missing>> each : missing.entrySet()) {
      Missing first = each.getValue().peek();
      if (first == null) {
        continue;
      }
      Time due = first.sent().plus(LONGEST_WAY);
      if (due.isDue(now)) {
        each.getValue().remove();
        lost(each.getKey(), first, now);
      } else {
        earliest = Time.earlier(earliest, due);
      }
    }
  }

  private void lost(Flow flow, Missing datagram, Time now) {
    if (!isExempt(flow.from()) && !isExempt(flow.to()) && !isRefused(flow, datagram)) {
      violated(
          now,
          "datagram " + datagram.number() + " of " + flow + ", sent at " + datagram.sent().nanos() / 1e9
              + " s, does not arrive, long after faults are over");
    }
  }

  /** Whether the correspondent node may have had no binding any more, which the mobile node did not know yet. */
  private boolean isRefused(Flow flow, Missing datagram) {
    Time of =
        ledger
            .mobileNode(flow.from())
            .map(mobileNode -> displaced.get(mobileNode.homeAddress()))
            .orElse(Time.NEVER);
    return !of.equals(Time.NEVER)
        && !datagram.sent().plus(UNDER_WAY).isBefore(of)
        && datagram.sent().isBefore(of.plus(UNDER_WAY));
  }

  private boolean isExempt(String host) {
    return ledger.mobileNode(host).filter(MobileNodeRecord::isContested).isPresent();
  }
}
