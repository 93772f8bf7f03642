package org.roam6.sim.check;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.mobility.BindingUpdate;

/**
 * A binding of a correspondent node is given for no longer than was asked for, than it gives at all, and than
 * MAX_RR_BINDING_LIFETIME (RFC 6275 5.2.6, 9.5.2), and ends with its lifetime (9.1).
 */
final class CorrespondentBindingsEnd extends TimedChecker {

  private final PathLedger ledger;
  private final SortedMap<Time, Pair> endings = new TreeMap<>();

  CorrespondentBindingsEnd(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "correspondent-bindings-end";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(WantedDirectPath(DirectPath path))
          && path.key().side() == DirectPath.Side.CORRESPONDENT) {
        endings.put(path.expiry(), Pair.of(path.key()));
        judge(host, event, path.expiry().since(now), now);
      }
    }
  }

  private void judge(SimulatedHost host, Event event, Duration given, Time now) {
    Duration asked =
        event instanceof Event.PacketReceived received
            ? MobilityMessages.in(received.packet())
                .filter(seen -> seen.message() instanceof BindingUpdate)
                .map(seen -> new Lifetime(((BindingUpdate) seen.message()).lifetimeUnits()).duration())
                .orElse(Duration.ZERO)
            : Duration.ZERO;
    Duration most = ledger.network().settings().routeOptimization().maximumLifetime();
    if (given.compareTo(asked) > 0
        || given.compareTo(most) > 0
        || given.compareTo(ProtocolConstants.MAX_RR_BINDING_LIFETIME) > 0) {
      violated(
          now,
          host + " gives a binding for " + given.toSeconds() + " s, asked for " + asked.toSeconds()
              + " s, at most are given " + most.toSeconds() + " s");
    }
  }

  @Override
  protected Time nextCheck() {
    return endings.isEmpty() ? Time.NEVER : endings.firstKey().plus(Duration.ofNanos(1));
  }

  @Override
  protected void check(Time now) {
    Pair pair = endings.pollFirstEntry().getValue();
    SimulatedHost host = ledger.correspondents().get(pair.correspondent());
    boolean there = ledger.pair(pair).held().filter(path -> path.expiry().isBefore(now)).isPresent();
    if (there && host != null && !host.isAsleep()) {
      violated(now, host + " keeps its binding of " + pair.homeAddress() + " behind its end");
    }
  }
}
