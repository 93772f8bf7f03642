package org.roam6.sim.check;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.sim.check.MobilityMessages.Sighting;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;

/**
 * RFC 6275 11.8: a mobile node "MUST NOT send Mobility Header messages of a particular type to a particular
 * correspondent node more than MAX_UPDATE_RATE times within a second."
 */
final class CorrespondentRatesAreKept extends Checker {

  private final int most;
  private final RateWindows sent;

  CorrespondentRatesAreKept(PathLedger ledger) {
    this.most = ledger.network().settings().limits().maxUpdateRate();
    this.sent = new RateWindows(most, Duration.ofSeconds(1));
  }

  @Override
  public String name() {
    return "correspondent-rates-are-kept";
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      sent.forgetAllOf(host.name() + " ");
    }
  }

  @Override
  public void caused(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (host.config().mobileNode().isPresent()) {
      for (Effect effect : effects) {
        MobilityMessages.sentBy(effect).filter(CorrespondentRatesAreKept::isLimited).ifPresent(
            seen -> count(host, seen, now));
      }
    }
  }

  private static boolean isLimited(Sighting seen) {
    return switch (seen.message()) {
      case BindingUpdate update -> !update.home();
      case HomeTestInit _, CareOfTestInit _ -> true;
      default -> false;
    };
  }

  private void count(SimulatedHost host, Sighting seen, Time now) {
    String what = seen.message().getClass().getSimpleName() + " to " + seen.destination();
    if (sent.isExceededBy(host.name() + " " + what, now)) {
      violated(now, host + " sends " + (most + 1) + " times " + what + " within a second");
    }
  }
}
