package org.roam6.sim.check;

import java.time.Duration;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.sim.network.RouteOptimization;
import org.roam6.sim.network.Settings;

/**
 * How long things may take once nothing goes wrong any more, computed from how the network is configured.
 *
 * @param detection until a mobile node knows the link that it is on, also where no carrier told of the move
 * @param registration from then until its home agent has its care-of address, whatever was tried in vain before
 * @param staleBinding until a mobile node finds out that its home agent has lost the binding
 * @param correspondents from then until packets go directly where both sides support it, whatever was tried in vain
 */
public record Bounds(
    Duration detection, Duration registration, Duration staleBinding, Duration correspondents) {

  private static final Duration MAX_RA_DELAY_TIME = Duration.ofMillis(500);
  /** Duplicate address detection on both sides, and the way there and back. */
  private static final Duration EXCHANGES = Duration.ofSeconds(5);

  /** The bounds of a network with these settings. */
  public static Bounds of(Settings settings) {
    Duration interval = settings.maximumInterval();
    // the node first waits one and a half times what the router said, asks it in vain, and then solicits others
    Duration suspicion = interval.plus(Duration.ofMillis(20)).multipliedBy(3).dividedBy(2);
    Duration probes = settings.timers().routerProbeInterval().multipliedBy(settings.limits().routerProbes());
    Duration answer = AdvertisingInterface.DEFAULT_MINIMUM_DELAY.plus(MAX_RA_DELAY_TIME);
    Duration detection =
        suspicion.plus(probes).plus(settings.timers().rtrSolicitationInterval()).plus(answer).plus(interval);
    Duration registration =
        longer(settings.timers().maxBindackTimeout(), settings.timers().refusalHoldOff())
            .plus(ProtocolConstants.MAX_BINDACK_TIMEOUT)
            .plus(EXCHANGES);
    return new Bounds(detection, registration, settings.lifetime(), correspondents(settings));
  }

  private static Duration correspondents(Settings settings) {
    // either side tries again, or what one of them has ends
    Duration again = RouteOptimization.HOLD_OFF.plus(ProtocolConstants.MAX_BINDACK_TIMEOUT);
    return settings.routeOptimization().isAny()
        ? longer(again, settings.routeOptimization().maximumLifetime()).plus(EXCHANGES)
        : Duration.ZERO;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Until mobile nodes and home agent agree and traffic flows. */
  public Duration recovery() {
    return detection.plus(registration).plus(staleBinding);
  }

  /** Until packets go directly, too. */
  public Duration directPaths() {
    return recovery().plus(correspondents);
  }
}
