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
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;

/**
 * A router of the link, by what it advertised. Route Information options are left alone, as a host of type B of RFC
 * 4191 does: all that a mobile node sends goes through the tunnel.
 *
 * @param address its link-local address
 * @param linkLayerAddress its link-layer address
 * @param defaultUntil when it ceases to be a default router
 * @param preference how it is preferred to other default routers
 * @param managed M: addresses are to be had by DHCPv6 here
 * @param interval how long it is silent at most, where it says so (RFC 6275 7.3)
 * @param heard when it was last heard, or answered
 * @param homeAgent where it is a home agent of the home link, its addresses there
 * @param linkMtu the link's MTU that it advertises, in octets
 * @param prefixes what it advertises, not more than the limit
 * @param presumed whether all this is from an earlier visit, and the router has only answered since
 */
record KnownRouter(
    Ipv6Address address,
    LinkLayerAddress linkLayerAddress,
    Time defaultUntil,
    RouterPreference preference,
    boolean managed,
    Optional<Duration> interval,
    Time heard,
    Optional<HomeAgentAddresses> homeAgent,
    OptionalInt linkMtu,
    List<KnownPrefix> prefixes,
    boolean presumed) {

  private static final int MINIMUM_MTU = 1280;

  /** RFC 6275 7.5: no router advertises more often than each 30 milliseconds. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(30);

  /** RFC 4861 10: REACHABLE_TIME. */
  private static final Duration REACHABLE_TIME = Duration.ofSeconds(30);

  /**
   * What a home agent says of its addresses on the home link.
   *
   * @param all not more than the limit; none where it does not say them, so that it may be any home agent
   */
  record HomeAgentAddresses(List<Ipv6Address> all) {

    /** Takes a copy of the list. */
    HomeAgentAddresses {
      all = List.copyOf(all);
    }

    boolean mayBe(Ipv6Address address) {
      return all.isEmpty() || all.contains(address);
    }
  }

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
        advertisement.preference(),
        advertisement.managed(),
        NeighborDiscoveryOptions.first(advertisement.options(), AdvertisementInterval.class)
            .map(option -> Duration.ofMillis(option.intervalMillis()))
            .filter(interval -> interval.compareTo(SHORTEST_INTERVAL) >= 0),
        now,
        advertisement.homeAgent() ? homeAgent(config, options) : Optional.empty(),
        linkMtu(advertisement),
        options.stream()
            .filter(KnownPrefix::isUsable)
            .limit(config.limits().maxPrefixes())
            .map(option -> KnownPrefix.of(option, now))
            .toList(),
        false);
  }

  // RFC 4861 6.3.4: "hosts SHOULD copy the option's value into LinkMTU so long as the value is greater than or equal to
  // the minimum link MTU"
  private static OptionalInt linkMtu(RouterAdvertisement advertisement) {
    for (Mtu option : NeighborDiscoveryOptions.ofType(advertisement.options(), Mtu.class)) {
      if (option.mtu() >= MINIMUM_MTU) {
        return OptionalInt.of(Math.toIntExact(Math.min(option.mtu(), Integer.MAX_VALUE)));
      }
    }
    return OptionalInt.empty();
  }

  // RFC 6275 7.2: with R, "the Prefix field contains a complete IP address assigned to the sending router"
  private static Optional<HomeAgentAddresses> homeAgent(
      MobileNodeConfig config, List<PrefixInformation> options) {
    List<PrefixInformation> ofHome =
        options.stream().filter(option -> config.homePrefixes().contains(option.prefix())).toList();
    List<Ipv6Address> addresses =
        ofHome.stream()
            .filter(PrefixInformation::routerAddress)
            .map(PrefixInformation::address)
            .limit(config.limits().maxPrefixes())
            .toList();
    return ofHome.isEmpty() ? Optional.empty() : Optional.of(new HomeAgentAddresses(addresses));
  }

  /** This router after it was heard again as {@code news}; what that does not mention stays (RFC 4861 6.3.4). */
  KnownRouter updated(KnownRouter news, Time now, int maxPrefixes) {
    // RFC 6059 5.7.3.1: where "the conclusions obtained from the Neighbor Solicitation/Advertisement from a given
    // router and the RS/RA exchange with the same router differ, the results obtained from the RS/RA will be considered
    // definitive"
    if (presumed && !news.prefixes.isEmpty()) {
      return news;
    }
    List<KnownPrefix> merged = new ArrayList<>();
    for (KnownPrefix known : prefixes) {
      Optional<KnownPrefix> again = news.find(known.prefix());
      again.map(prefix -> known.updated(prefix, now)).or(() -> Optional.of(known.omitted())).ifPresent(merged::add);
    }
    for (KnownPrefix prefix : news.prefixes) {
      if (find(prefix.prefix()).isEmpty()) {
        merged.add(prefix);
      }
    }
    return new KnownRouter(
        address,
        news.linkLayerAddress,
        news.defaultUntil,
        news.preference,
        news.managed,
        news.interval,
        news.heard,
        news.homeAgent.isPresent() ? news.homeAgent : homeAgent,
        news.linkMtu.isPresent() ? news.linkMtu : linkMtu,
        merged.subList(0, Math.min(merged.size(), maxPrefixes)),
        presumed);
  }

  /** This router after it answered at {@code now}. */
  KnownRouter answered(Time now) {
    return with(now, prefixes, presumed);
  }

  /** This router as it is known from an earlier visit, after it answered at {@code now}. */
  KnownRouter confirmed(Time now) {
    return with(now, prefixes.stream().filter(KnownPrefix::isAdvertised).toList(), true);
  }

  /** Whether this is the router with these addresses. */
  boolean isAt(Ipv6Address otherAddress, LinkLayerAddress otherLinkLayerAddress) {
    return address.equals(otherAddress) && linkLayerAddress.equals(otherLinkLayerAddress);
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
    return with(heard, valid, presumed);
  }

  private KnownRouter with(Time lastHeard, List<KnownPrefix> others, boolean fromEarlier) {
    return new KnownRouter(
        address,
        linkLayerAddress,
        defaultUntil,
        preference,
        managed,
        interval,
        lastHeard,
        homeAgent,
        linkMtu,
        others,
        fromEarlier);
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
  /** When an advertisement is missing; half an interval is left for delays on its side. */
  Time overdueFrom() {
    return interval.map(given -> heard.plus(given.multipliedBy(3).dividedBy(2))).orElse(Time.NEVER);
  }

  // RFC 6275 11.5.1 counts among the signs of movement that "Neighbor Unreachability Detection determines that the
  // default router is no longer reachable"; since its entry in the kernel's neighbour cache is fixed, only we can ask.
  /** When it is time to ask whether this router is still there. */
  Time suspiciousFrom() {
    return interval.isPresent() ? overdueFrom() : heard.plus(REACHABLE_TIME);
  }
}
