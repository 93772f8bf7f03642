package org.roam6.sim.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Desired.DirectPathKey;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.check.PathLedger.PairRecord;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;

/**
 * What a mobile node counts on at a correspondent node, and what that one has, agree once faults are over for as
 * long as recovery takes, and nobody has a binding for where a mobile node is not (RFC 6275 11.7.2). From then on
 * they differ only while an exchange is under way.
 */
final class PathsAgree extends TimedChecker {

  private static final Duration EXCHANGE = Duration.ofSeconds(5);

  private final Ledger mobileNodes;
  private final PathLedger ledger;
  private final Calm calm;
  private final Bounds bounds;
  // Since when the two sides of each differ; the longest first.
  private final Map<Pair, Time> apart = new LinkedHashMap<>();

  PathsAgree(Ledger mobileNodes, PathLedger ledger, Calm calm, Bounds bounds) {
    this.mobileNodes = mobileNodes;
    this.ledger = ledger;
    this.calm = calm;
    this.bounds = bounds;
  }

  @Override
  public String name() {
    return "paths-agree";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    boolean changes = false;
    for (Effect effect : effects) {
      changes |= effect instanceof Effect.Want || effect instanceof Effect.Unwant;
      if (effect instanceof Effect.Want(WantedDirectPath(DirectPath path))) {
        compare(Pair.of(path.key()), now);
      } else if (effect instanceof Effect.Unwant(DirectPathKey(DirectPath.Key key))) {
        compare(Pair.of(key), now);
      }
    }
    if (changes) {
      // What it has at a care-of address as a correspondent node is among the paths above.
      ledger.pairsOf(ledger.network().programAddress(host.name())).forEach(pair -> compare(pair, now));
    }
  }

  private void compare(Pair pair, Time now) {
    if (agree(pair, ledger.pair(pair), now)) {
      apart.remove(pair);
    } else {
      apart.putIfAbsent(pair, now);
    }
  }

  private boolean agree(Pair pair, PairRecord record, Time now) {
    Optional<Ipv6Address> held = living(record.held(), now);
    Optional<Ipv6Address> used = living(record.used(), now);
    if (used.isPresent()) {
      return used.equals(held);
    }
    return held.isEmpty()
        || held.equals(mobileNodes.byHomeAddress(pair.homeAddress()).flatMap(MobileNodeRecord::registered));
  }

  private static Optional<Ipv6Address> living(Optional<DirectPath> path, Time now) {
    return path.filter(each -> now.isBefore(each.expiry())).map(DirectPath::careOfAddress);
  }

  @Override
  protected Time nextCheck() {
    if (apart.isEmpty() || calm.since().equals(Time.NEVER)) {
      return Time.NEVER;
    }
    Time recovered = calm.since().plus(bounds.directPaths());
    Time longest = apart.values().iterator().next().plus(EXCHANGE);
    return longest.isBefore(recovered) ? recovered : longest;
  }

  @Override
  protected void check(Time now) {
    Pair pair = apart.keySet().iterator().next();
    Time since = apart.getOrDefault(pair, now);
    apart.remove(pair);
    PairRecord record = ledger.pair(pair);
    if (!isContested(pair.homeAddress()) && !isContested(pair.correspondent()) && !agree(pair, record, now)) {
      violated(
          now,
          pair.homeAddress() + " counts on " + text(record.used()) + " at " + pair.correspondent() + ", which has "
              + text(record.held()) + ", since " + since.nanos() / 1e9 + " s");
    }
  }

  private boolean isContested(Ipv6Address address) {
    return mobileNodes.byHomeAddress(address).filter(MobileNodeRecord::isContested).isPresent();
  }

  private static String text(Optional<DirectPath> path) {
    return path.map(each -> each.careOfAddress().toString()).orElse("nothing");
  }
}
