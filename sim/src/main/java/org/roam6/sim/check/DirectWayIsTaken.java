package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.check.PathLedger.Pair;
import org.roam6.sim.check.PathLedger.PairRecord;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Link;
import org.roam6.sim.link.Port;
import org.roam6.sim.network.RouteOptimization;
import org.roam6.sim.network.Settings;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * Once faults are over for as long as recovery takes, packets of a mobile node away from home go directly wherever both
 * sides support it (RFC 6275 11.7.2), but for the time of an exchange, and unless bindings have to make way for others.
 */
final class DirectWayIsTaken extends Checker {

  private static final Duration EXCHANGE = Duration.ofSeconds(5);

  /** In the last four seconds of a home registration nobody else is asked for a binding. */
  private static final Duration SHORTEST = Duration.ofSeconds(12);

  /** Half of it is left before it is extended, and no more is asked for at the home agent. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(40);

  private final Ledger mobileNodes;
  private final PathLedger ledger;
  private final Calm calm;
  private final Bounds bounds;
  private final boolean canLast;
  private final Map<Pair, Time> tunnelledSince = new HashMap<>();

  DirectWayIsTaken(Ledger mobileNodes, PathLedger ledger, Calm calm, Bounds bounds) {
    this.mobileNodes = mobileNodes;
    this.ledger = ledger;
    this.calm = calm;
    this.bounds = bounds;
    Settings settings = ledger.network().settings();
    RouteOptimization who = settings.routeOptimization();
    boolean longEnough =
        settings.lifetime().compareTo(SHORTEST) >= 0
            && settings.maximumLifetime().compareTo(SHORTEST) >= 0
            && settings.leasing().valid().compareTo(SHORTEST_LEASE) >= 0;
    this.canLast = longEnough && who.mobileNodes().size() <= who.maximumBindings();
  }

  @Override
  public String name() {
    return "direct-way-is-taken";
  }

  @Override
  public void sent(Link link, Port from, Frame frame, Time now) {
    if (!canLast || !calm.hasLasted(bounds.directPaths().minus(EXCHANGE), now)) {
      return;
    }
    Octets packet = frame.packet();
    if (packet.length() >= 2 * PacketFields.HEADER_LENGTH && PacketFields.nextHeader(packet) == IpProtocol.IPV6) {
      tunnelled(from, packet.slice(PacketFields.HEADER_LENGTH, packet.length()), now);
    }
  }

  private void tunnelled(Port from, Octets inner, Time now) {
    Ipv6Address own = PacketFields.source(inner);
    Optional<MobileNodeRecord> mobileNode =
        mobileNodes.byHomeAddress(own).filter(each -> each.host().name().equals(from.host()));
    boolean optimizing =
        ledger.mobileNodes().containsKey(own)
            && ledger.correspondents().containsKey(PacketFields.destination(inner))
            && PacketFields.nextHeader(inner) == IpProtocol.UDP;
    boolean contested =
        mobileNode.filter(MobileNodeRecord::isContested).isPresent()
            || mobileNodes
                .byHomeAddress(PacketFields.destination(inner))
                .filter(MobileNodeRecord::isContested)
                .isPresent();
    if (mobileNode.isEmpty() || !optimizing || contested) {
      return;
    }
    Pair pair = new Pair(own, PacketFields.destination(inner));
    PairRecord record = ledger.pair(pair);
    Time since = tunnelledSince.getOrDefault(pair, now);
    if (since.isBefore(record.usedChanged())) {
      since = now;
    }
    tunnelledSince.put(pair, since);
    if (since.plus(EXCHANGE).isBefore(now)) {
      violated(
          now,
          from.host() + " sends to " + pair.correspondent() + " by its home agent since " + since.nanos() / 1e9
              + " s, long after faults are over");
    }
  }
}
