package org.roam6.protocol.router;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.Mtu;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;

/** What an advertisement of an interface says (RFC 4861 6.2.3, RFC 6275 7). */
final class AdvertisementContent {

  // RFC 4861 6.2.1: "The default should be set to the current diameter of the Internet"
  private static final int CURRENT_HOP_LIMIT = 64;
  private static final Duration SHORT_INTERVAL = Duration.ofMillis(200);
  private static final Duration SCHEDULING_ALLOWANCE = Duration.ofMillis(20);

  private AdvertisementContent() {}

  /** The advertisement while the interface serves, at {@code timeOfDay}. */
  static RouterAdvertisement of(AdvertisingInterface configuration, AdvertisingState.Sender sender, Instant timeOfDay) {
    return with(configuration, sender, (int) configuration.routerLifetime().toSeconds(), timeOfDay);
  }

  /** RFC 4861 6.2.5: "final multicast Router Advertisements on the interface with a Router Lifetime field of zero". */
  static RouterAdvertisement last(
      AdvertisingInterface configuration, AdvertisingState.Sender sender, Instant timeOfDay) {
    return with(configuration, sender, 0, timeOfDay);
  }

  private static RouterAdvertisement with(
      AdvertisingInterface configuration, AdvertisingState.Sender sender, int lifetimeSeconds, Instant timeOfDay) {
    return new RouterAdvertisement(
        CURRENT_HOP_LIMIT,
        configuration.managed(),
        false,
        configuration.homeAgent().isPresent(),
        RouterPreference.MEDIUM,
        lifetimeSeconds,
        0,
        0,
        options(configuration, sender, timeOfDay));
  }

  private static List<NeighborDiscoveryOption> options(
      AdvertisingInterface configuration, AdvertisingState.Sender sender, Instant timeOfDay) {
    List<NeighborDiscoveryOption> options = new ArrayList<>();
    options.add(new SourceLinkLayerAddress(sender.linkLayerAddress()));
    options.add(new Mtu(sender.mtu()));
    for (AdvertisedPrefix prefix : configuration.prefixes()) {
      options.add(prefix.option(timeOfDay));
    }
    options.add(new AdvertisementInterval(advertisedInterval(configuration).toMillis()));
    configuration
        .homeAgent()
        .ifPresent(
            service ->
                options.add(
                    new HomeAgentInformation(
                        false, service.preference(), (int) service.lifetime().toSeconds())));
    return options;
  }

  // RFC 6275 7.5: "Routers SHOULD add 20 ms to any Advertisement Intervals sent in RAs that are below 200 ms"
  private static Duration advertisedInterval(AdvertisingInterface configuration) {
    Duration interval = configuration.maximumInterval();
    return interval.compareTo(SHORT_INTERVAL) < 0 ? interval.plus(SCHEDULING_ALLOWANCE) : interval;
  }
}
