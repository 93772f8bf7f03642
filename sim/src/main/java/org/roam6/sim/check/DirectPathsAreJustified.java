package org.roam6.sim.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.mobilenode.MobileNodeNotice.CorrespondentBound;
import org.roam6.sim.check.PathLedger.Grant;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.check.PathLedger.PairRecord;
import org.roam6.sim.world.SimulatedHost;

/**
 * A mobile node uses a direct path only where the correspondent node has given the binding, since the mobile node last
 * asked for something else there, and never counts on it for longer than it was given (RFC 6275 11.3.1, 11.7.3). Where
 * no acknowledgement but only a packet told of the binding it cannot know how long it was given for, nor, after a
 * restart, when.
 */
final class DirectPathsAreJustified extends Checker {

  private final PathLedger ledger;
  private final Set<Pair> toldByPackets = new HashSet<>();

  DirectPathsAreJustified(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "direct-paths-are-justified";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Notify(CorrespondentBound(var peer, _, _, boolean acknowledged))) {
        Pair pair = new Pair(ledger.network().programAddress(host.name()), peer);
        if (acknowledged) {
          toldByPackets.remove(pair);
        } else {
          toldByPackets.add(pair);
        }
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(WantedDirectPath(DirectPath path))
          && path.key().side() == DirectPath.Side.MOBILE_NODE) {
        judge(host, path, now);
      }
    }
  }

  private void judge(SimulatedHost host, DirectPath path, Time now) {
    Pair between = Pair.of(path.key());
    PairRecord pair = ledger.pair(between);
    Optional<Grant> grant = pair.grant(path.careOfAddress());
    Time since = pair.askedForAnother(path.careOfAddress());
    boolean told = toldByPackets.contains(between);
    if (grant.isEmpty() || !told && grant.get().at().isBefore(since)) {
      violated(
          now,
          host + " uses a direct path from " + path.careOfAddress() + " to " + path.key().correspondent()
              + ", which has not accepted it since " + since.nanos() / 1e9 + " s");
    } else if (!told && grant.get().until().isBefore(path.expiry())) {
      violated(
          now,
          host + " counts on its binding at " + path.key().correspondent() + " until " + path.expiry()
              + ", which was given until " + grant.get().until());
    }
  }
}
