package org.roam6.sim.check;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;

/**
 * Only mobile nodes that are configured to tell correspondent nodes where they are do so (RFC 6275 11.7.2: a mobile
 * node "MAY also choose to keep its topological location private"), and only hosts that are correspondent nodes give
 * tokens.
 */
final class RouteOptimizationIsOptIn extends Checker {

  private final PathLedger ledger;

  RouteOptimizationIsOptIn(PathLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "route-optimization-is-opt-in";
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    for (Effect effect : effects) {
      MobilityMessages.sentBy(effect)
          .filter(seen -> !isAllowed(host, seen))
          .ifPresent(seen -> violated(now, host + " sends what it is not configured for: " + seen.message()));
    }
  }

  private boolean isAllowed(SimulatedHost host, Sighting seen) {
    return switch (seen.message()) {
      case HomeTestInit _, CareOfTestInit _ -> ledger.mobileNodes().containsValue(host);
      case BindingUpdate update -> update.home() || ledger.mobileNodes().containsValue(host);
      case HomeTest _, CareOfTest _ -> host.config().correspondent().isPresent();
      default -> true;
    };
  }
}
