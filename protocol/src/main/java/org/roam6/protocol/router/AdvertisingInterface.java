package org.roam6.protocol.router;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.neighbor.AdvertisedPrefix;

/**
 * An interface on which a router advertises itself. Names and defaults are those of RFC 4861 6.2.1 and RFC 6275 13.
 *
 * @param name the interface
 * @param minimumInterval MinRtrAdvInterval, from 30 ms on (RFC 6275 7.5), default 200 s
 * @param maximumInterval MaxRtrAdvInterval, 70 ms to 1800 s, default 600 s
 * @param minimumDelayBetweenAdvertisements MinDelayBetweenRas, default 3 s, at least 30 ms
 * @param routerLifetime AdvDefaultLifetime, 0 or up to 9000 s, default 3 x MaxRtrAdvInterval; 0: not a default router
 * @param prefixes AdvPrefixList, at most {@link #MAXIMUM_PREFIXES}
 * @param homeAgent what it offers as a home agent; empty where it is none
 * @param fastSolicitedAdvertisements whether a solicitation is answered at once and by unicast. RFC 4861 6.2.6 wants a
 *     random delay of up to 500 ms, which a moving node feels as lost packets; this departure is off by default
 * @param managed AdvManagedFlag, default false: addresses are leased by DHCPv6
 */
public record AdvertisingInterface(
    InterfaceName name,
    Duration minimumInterval,
    Duration maximumInterval,
    Duration minimumDelayBetweenAdvertisements,
    Duration routerLifetime,
    List<AdvertisedPrefix> prefixes,
    Optional<HomeAgentService> homeAgent,
    boolean fastSolicitedAdvertisements,
    boolean managed) {

  /** RFC 4861 6.2.1: "MaxRtrAdvInterval ... Default: 600 seconds". */
  public static final Duration DEFAULT_MAXIMUM_INTERVAL = Duration.ofMinutes(10);
  /** RFC 6275 13: "MinDelayBetweenRas ... Default: 3 seconds". */
  public static final Duration DEFAULT_MINIMUM_DELAY = Duration.ofSeconds(3);
  /** RFC 6275 7.5: "MinRtrAdvInterval 0.03 seconds". */
  public static final Duration LEAST_INTERVAL = Duration.ofMillis(30);
  /** RFC 6275 7.5: "MaxRtrAdvInterval 0.07 seconds". */
  public static final Duration LEAST_MAXIMUM_INTERVAL = Duration.ofMillis(70);
  /** So that one advertisement with all options fits in 1280 octets. */
  public static final int MAXIMUM_PREFIXES = 32;

  private static final Duration GREATEST_INTERVAL = Duration.ofMinutes(30);
  private static final Duration GREATEST_ROUTER_LIFETIME = Duration.ofMinutes(150);

  /** Refuses what RFC 4861 6.2.1 and RFC 6275 7.5 do not allow. */
  public AdvertisingInterface {
    prefixes = List.copyOf(prefixes);
    requireRange("maximum interval", maximumInterval, LEAST_MAXIMUM_INTERVAL, GREATEST_INTERVAL);
    requireRange("minimum interval", minimumInterval, LEAST_INTERVAL, maximumInterval);
    requireRange("minimum delay", minimumDelayBetweenAdvertisements, LEAST_INTERVAL, DEFAULT_MINIMUM_DELAY);
    requireRange("router lifetime", routerLifetime, Duration.ZERO, GREATEST_ROUTER_LIFETIME);
    if (prefixes.size() > MAXIMUM_PREFIXES) {
      throw new IllegalArgumentException("more than " + MAXIMUM_PREFIXES + " prefixes on " + name);
    }
  }

  private static void requireRange(String what, Duration value, Duration least, Duration greatest) {
    if (value.compareTo(least) < 0 || value.compareTo(greatest) > 0) {
      throw new IllegalArgumentException(what + " " + value + " is not " + least + " to " + greatest);
    }
  }

  /** RFC 4861 6.2.1: "Default: 0.33 * MaxRtrAdvInterval If MaxRtrAdvInterval >= 9 seconds; otherwise, the" maximum. */
  public static Duration defaultMinimumInterval(Duration maximumInterval) {
    return maximumInterval.compareTo(Duration.ofSeconds(9)) >= 0
        ? maximumInterval.multipliedBy(33).dividedBy(100)
        : maximumInterval;
  }

  /** RFC 4861 6.2.1: "AdvDefaultLifetime ... Default: 3 * MaxRtrAdvInterval", in whole seconds of at least one. */
  public static Duration defaultRouterLifetime(Duration maximumInterval) {
    return Duration.ofSeconds(Math.max(1, maximumInterval.multipliedBy(3).toSeconds()));
  }
}
