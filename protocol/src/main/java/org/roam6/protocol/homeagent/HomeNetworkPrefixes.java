package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Time;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;

/**
 * The prefixes of the home link: those that this host advertises, and those that it hears of others there. RFC 6275
 * 10.6.1: "the home agent monitors prefixes advertised by itself and other home agents on the home link." Mutable, used
 * by one thread.
 */
final class HomeNetworkPrefixes {

  /** So that one message with all of them fits the smallest MTU, with a routing header. */
  static final int MAXIMUM = 32;

  private static final HomePrefix.Heard UNKNOWN = new HomePrefix.Heard(Time.NEVER, Time.NEVER);

  private final HomeAgentConfig config;
  private final SortedMap<Ipv6Prefix, HeardPrefix> heard = new TreeMap<>();

  HomeNetworkPrefixes(HomeAgentConfig config) {
    this.config = config;
  }

  /** The prefix that home addresses lie in. */
  HomePrefix home() {
    return config
        .homePrefixLifetimes()
        .<HomePrefix>map(HomePrefix.Administered::new)
        .orElseGet(() -> heard.containsKey(config.homePrefix()) ? heard.get(config.homePrefix()).lifetimes() : UNKNOWN);
  }

  /**
   * A router of the home link has advertised.
   *
   * @return whether that is news for mobile nodes
   */
  boolean heard(RouterAdvertisement advertisement, Time now) {
    // The home prefix stays, so that its end is known.
    heard.entrySet().removeIf(
        each -> !each.getKey().equals(config.homePrefix()) && each.getValue().lifetimes().validUntil().isDue(now));
    boolean news = false;
    for (PrefixInformation option :
        NeighborDiscoveryOptions.ofType(advertisement.options(), PrefixInformation.class)) {
      news |= isBelievable(option) && heard(option, now);
    }
    return news;
  }

  /** Whether a wall clock that was set by {@code step} changes what is left of lifetimes that end at a moment. */
  boolean areOthersAfter(Duration step) {
    return step.abs().compareTo(HeardPrefix.SKEW) > 0
        && config.advertisedPrefixes().stream().anyMatch(own -> own.lifetimes() instanceof PrefixLifetimes.Until);
  }

  private static boolean isBelievable(PrefixInformation option) {
    // RFC 4862 5.5.3: "If the preferred lifetime is greater than the valid lifetime, silently ignore the Prefix
    // Information option."
    return option.prefix().address().isUnicastRoutable()
        && option.preferredLifetimeSeconds() <= option.validLifetimeSeconds();
  }

  private boolean heard(PrefixInformation option, Time now) {
    Ipv6Prefix prefix = option.prefix();
    // RFC 4861 6.2.7: routers examine the advertisements of others for consistency only
    if (config.advertisedPrefixes().stream().anyMatch(own -> own.prefix().equals(prefix))) {
      return false;
    }
    HeardPrefix before = heard.get(prefix);
    if (before != null) {
      heard.put(prefix, before.updated(option, now));
      return before.differsFrom(option, now);
    }
    boolean isHome = prefix.equals(config.homePrefix());
    boolean isWorthIt = option.validLifetimeSeconds() > 0 && size() < MAXIMUM;
    if (isHome || isWorthIt) {
      HomePrefix.Heard first = isHome ? UNKNOWN : new HomePrefix.Heard(now, now);
      heard.put(prefix, new HeardPrefix(option, now, first.heard(option, now)));
    }
    return isHome || isWorthIt;
  }

  private int size() {
    return heard.size() + config.advertisedPrefixes().size();
  }

  /** All of them, the home prefix first. */
  List<NeighborDiscoveryOption> options(Instant timeOfDay, Time now) {
    List<PrefixInformation> options = new ArrayList<>();
    for (AdvertisedPrefix own : config.advertisedPrefixes()) {
      options.add(own.option(timeOfDay));
    }
    heard.values().stream()
        .filter(each -> !each.lifetimes().validUntil().isDue(now))
        .map(each -> each.toldBy(config.homeAgentAddress(), now))
        .forEach(options::add);
    options.sort((one, other) -> Boolean.compare(isHome(other), isHome(one)));
    return options.stream().limit(MAXIMUM).map(NeighborDiscoveryOption.class::cast).toList();
  }

  private boolean isHome(PrefixInformation option) {
    return option.prefix().equals(config.homePrefix());
  }

  /** How long home addresses are preferred yet. */
  Duration preferredLeft(Instant timeOfDay, Time now) {
    return home().preferredLeft(timeOfDay, now);
  }
}
