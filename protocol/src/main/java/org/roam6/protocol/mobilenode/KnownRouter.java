package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.Mtu;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.SourceLinkLayerAddress;

/**
 * A router of the link, by what it advertised.
 *
 * @param address its link-local address
 * @param linkLayerAddress its link-layer address
 * @param defaultUntil when it ceases to be a default router
 * @param interval how long it is silent at most, where it says so (RFC 6275 7.3)
 * @param heard when it was last heard, or answered
 * @param homeAgent whether it is the home agent of this node
 * @param linkMtu the link's MTU that it advertises, in octets
 * @param prefixes what it advertises, not more than the limit
 */
record KnownRouter(
    Ipv6Address address,
    LinkLayerAddress linkLayerAddress,
    Time defaultUntil,
    Optional<Duration> interval,
    Time heard,
    boolean homeAgent,
    OptionalInt linkMtu,
    List<KnownPrefix> prefixes) {

  private static final int MINIMUM_MTU = 1280;

  /** RFC 6275 7.5: no router advertises more often than each 30 milliseconds. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(30);

  /** Takes a copy of the list. */
  KnownRouter {
    prefixes = List.copyOf(prefixes);
  }

  /** The router that sent {@code advertisement} at {@code now}. */
  static KnownRouter of(MobileNodeConfig config, Arrival arrival, RouterAdvertisement advertisement, Time now) {
    List<PrefixInformation> options =
        NeighborDiscoveryOptions.ofType(advertisement.options(), PrefixInformation.class);
    return new KnownRouter(
        arrival.source(),
        NeighborDiscoveryOptions.first(advertisement.options(), SourceLinkLayerAddress.class)
            .map(SourceLinkLayerAddress::address)
            .orElse(arrival.from()),
        now.plus(Duration.ofSeconds(advertisement.routerLifetimeSeconds())),
        NeighborDiscoveryOptions.first(advertisement.options(), AdvertisementInterval.class)
            .map(option -> Duration.ofMillis(option.intervalMillis()))
            .filter(interval -> interval.compareTo(SHORTEST_INTERVAL) >= 0),
        now,
        advertisement.homeAgent() && isHomeAgent(config, options),
        linkMtu(advertisement),
        options.stream()
            .filter(KnownPrefix::isUsable)
            .limit(config.limits().maxPrefixes())
            .map(option -> KnownPrefix.of(option, now))
            .toList());
  }

  // RFC 4861 6.3.4: "hosts SHOULD copy the option's value into LinkMTU so long as the value is greater than or equal to
  // the minimum link MTU"
  private static OptionalInt linkMtu(RouterAdvertisement advertisement) {
    return NeighborDiscoveryOptions.ofType(advertisement.options(), Mtu.class).stream()
        .filter(option -> option.mtu() >= MINIMUM_MTU)
        .mapToInt(option -> Math.toIntExact(Math.min(option.mtu(), Integer.MAX_VALUE)))
        .findFirst();
  }

  // RFC 6275 7.2: with R, "the Prefix field contains a complete IP address assigned to the sending router"
  private static boolean isHomeAgent(MobileNodeConfig config, List<PrefixInformation> options) {
    List<PrefixInformation> ofHome =
        options.stream().filter(option -> option.prefix().equals(config.homePrefix())).toList();
    List<PrefixInformation> addresses = ofHome.stream().filter(PrefixInformation::routerAddress).toList();
    return addresses.isEmpty()
        ? !ofHome.isEmpty()
        : addresses.stream().anyMatch(option -> option.address().equals(config.homeAgentAddress()));
  }

  /** This router after it was heard again as {@code news}; what that does not mention stays (RFC 4861 6.3.4). */
  KnownRouter updated(KnownRouter news, Time now, int maxPrefixes) {
    List<KnownPrefix> merged = new ArrayList<>();
    for (KnownPrefix known : prefixes) {
      Optional<KnownPrefix> again = news.find(known.prefix());
      again.map(prefix -> known.updated(prefix, now)).or(() -> Optional.of(known)).ifPresent(merged::add);
    }
    news.prefixes.stream().filter(prefix -> find(prefix.prefix()).isEmpty()).forEach(merged::add);
    return new KnownRouter(
        address,
        news.linkLayerAddress,
        news.defaultUntil,
        news.interval,
        news.heard,
        news.homeAgent || homeAgent,
        news.linkMtu.isPresent() ? news.linkMtu : linkMtu,
        merged.subList(0, Math.min(merged.size(), maxPrefixes)));
  }

  /** This router after it answered at {@code now}. */
  KnownRouter answered(Time now) {
    return new KnownRouter(address, linkLayerAddress, defaultUntil, interval, now, homeAgent, linkMtu, prefixes);
  }

  /** This router without the prefixes that have ended. */
  KnownRouter pruned(Time now) {
    List<KnownPrefix> valid = new ArrayList<>();
    for (KnownPrefix prefix : prefixes) {
      if (prefix.isValid(now)) {
        valid.add(prefix);
      }
    }
    if (valid.size() == prefixes.size()) {
      return this;
    }
    return new KnownRouter(address, linkLayerAddress, defaultUntil, interval, heard, homeAgent, linkMtu, valid);
  }

  Optional<KnownPrefix> find(Ipv6Prefix prefix) {
    for (KnownPrefix known : prefixes) {
      if (known.prefix().equals(prefix)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** When the next of its lifetimes ends behind {@code now}. */
  Time nextEnd(Time now) {
    Time next = later(defaultUntil, now);
    for (KnownPrefix prefix : prefixes) {
      next = Time.earlier(next, later(prefix.validUntil(), now));
      next = Time.earlier(next, later(prefix.preferredUntil(), now));
    }
    return next;
  }

  private static Time later(Time end, Time now) {
    return end.isDue(now) ? Time.NEVER : end;
  }

  boolean isDefault(Time now) {
    return !defaultUntil.isDue(now);
  }

  // RFC 6275 11.5.1: "If this amount of time elapses without the mobile node receiving any Advertisement from this
  // router, the mobile node can be sure that at least one Advertisement sent by the router has been lost."
  /** When it is time to ask whether this router is still there; half an interval is left for delays on its side. */
  Time suspiciousFrom() {
    return interval.map(given -> heard.plus(given.multipliedBy(3).dividedBy(2))).orElse(Time.NEVER);
  }
}
