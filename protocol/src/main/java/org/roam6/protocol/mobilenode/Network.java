package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.Lease;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.Place.Visited;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A link by the routers on it, and what the mobile node made of it.
 *
 * @param routers those heard, most recently added last, not more than the limit
 * @param doubtful those of other prefixes that were heard once before the current router answered: they are on this
 *     link too, or the node was on theirs for a moment; not more than the limit
 * @param identifier the lower half of care-of addresses formed here
 * @param place what the link is
 * @param nextExpiry when a lifetime ends next
 */
record Network(
    List<KnownRouter> routers,
    List<KnownRouter> doubtful,
    InterfaceIdentifier identifier,
    Place place,
    Time nextExpiry) {

  /** Takes copies of the lists. */
  Network {
    routers = List.copyOf(routers);
    doubtful = List.copyOf(doubtful);
  }

  /** A link on which only {@code router} was heard. */
  static Network of(MobileNodeConfig config, KnownRouter router, long interfaceIdentifier, Time now) {
    InterfaceIdentifier identifier = InterfaceIdentifier.first(interfaceIdentifier);
    return new Network(List.of(router), List.of(), identifier, new Nowhere(), Time.NEVER).settled(config, now);
  }

  /** Whether {@code router} advertises a prefix that was advertised here before. */
  boolean sharesPrefixWith(KnownRouter router) {
    for (KnownPrefix prefix : router.prefixes()) {
      if (isAdvertised(prefix.prefix())) {
        return true;
      }
    }
    return false;
  }

  private boolean isAdvertised(Ipv6Prefix prefix) {
    for (KnownRouter router : routers) {
      if (router.find(prefix).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** What is known of {@code prefix}, by the router that has it end last, if it is advertised here. */
  Optional<KnownPrefix> find(Ipv6Prefix prefix) {
    return routers.stream()
        .flatMap(router -> router.find(prefix).stream())
        .max(Comparator.comparing(KnownPrefix::validUntil));
  }

  /** All that is advertised here, a prefix as often as there are routers with it. */
  List<KnownPrefix> prefixes() {
    return routers.stream().flatMap(router -> router.prefixes().stream()).toList();
  }

  /** The router with this link-local address. */
  Optional<KnownRouter> find(Ipv6Address address) {
    for (KnownRouter router : routers) {
      if (router.address().equals(address)) {
        return Optional.of(router);
      }
    }
    return Optional.empty();
  }

  /** The router that packets go by. */
  Optional<KnownRouter> current() {
    return place.defaultRouter().flatMap(hop -> find(hop.address()));
  }

  /** This link after {@code news} was heard on it; where there is no room a router that is not in use is forgotten. */
  Network withRouter(MobileNodeConfig config, KnownRouter news, Time now) {
    int maxPrefixes = config.limits().maxPrefixes();
    List<KnownRouter> all = new ArrayList<>();
    routers.forEach(
        router -> all.add(router.address().equals(news.address()) ? router.updated(news, now, maxPrefixes) : router));
    if (find(news.address()).isEmpty()) {
      all.add(news);
    }
    Optional<Ipv6Address> used = current().map(KnownRouter::address);
    if (all.size() > config.limits().maxRouters()) {
      all.stream()
          .filter(router -> !used.equals(Optional.of(router.address())))
          .min(Comparator.comparing(KnownRouter::heard))
          .ifPresent(all::remove);
    }
    return with(all).settled(config, now);
  }

  /** This link after its router {@code address} answered. */
  Network answered(Ipv6Address address, Time now) {
    return with(
        routers.stream().map(router -> router.address().equals(address) ? router.answered(now) : router).toList());
  }

  /**
   * This link after {@code other}, which advertises other prefixes, was heard and the current router answered. That
   * says nothing where the node was on the link of the other one for a moment, and came back to be answered; it is
   * another router of this link when the same happens again, before its next advertisement would be overdue.
   */
  Network heardBesides(MobileNodeConfig config, KnownRouter other, Time now) {
    List<KnownRouter> others = new ArrayList<>(doubtful);
    boolean again =
        others.removeIf(router -> router.address().equals(other.address()) && !router.overdueFrom().isDue(now));
    if (again) {
      return new Network(routers, others, identifier, place, nextExpiry)
          .withRouter(config, other, now);
    }
    others.removeIf(router -> router.address().equals(other.address()));
    others.add(other);
    int surplus = Math.max(0, others.size() - config.limits().maxRouters());
    return new Network(routers, others.subList(surplus, others.size()), identifier, place, nextExpiry);
  }

  /** Whether {@code router} advertises the prefix by which the node knows where it is. */
  boolean isNamedBy(MobileNodeConfig config, KnownRouter router, Time now) {
    return switch (place) {
      case Nowhere() -> isHeldOff(now) && sharesPrefixWith(router);
      case Managed(NextHop hop) -> router.managed() && hop.equals(hop(router));
      case Home home ->
          config.homePrefixes().stream()
              .anyMatch(prefix -> home.prefixes().contains(prefix) && router.find(prefix).isPresent());
      case Away away -> away.lease().isPresent()
          ? router.managed() && away.router().equals(hop(router))
          : router.find(away.prefix()).isPresent();
    };
  }

  /** Whether {@code other} is the same link, as far as one can tell. */
  boolean isSameLink(Network other) {
    return switch (place) {
      case Nowhere() -> false;
      case Home here ->
          other.place instanceof Home there && !Collections.disjoint(here.prefixes(), there.prefixes());
      case Managed(NextHop router) -> other.place.leasingRouter().equals(Optional.of(router));
      case Away here when here.lease().isPresent() ->
          other.place.leasingRouter().equals(place.leasingRouter());
      case Away here -> other.place instanceof Away there && here.prefix().equals(there.prefix());
    };
  }

  /** Whether no care-of address may be formed here for a while, since others have all that were tried. */
  boolean isHeldOff(Time now) {
    return !identifier.isUsable(now);
  }

  /** This link, known from an earlier visit, where nothing is certain but that {@code router} has answered. */
  Network confirmedBy(MobileNodeConfig config, KnownRouter router, Time now) {
    return with(List.of(router.confirmed(now))).settled(config, now);
  }

  /** This link where nothing is known for certain but {@code router}, and the care-of address stays if it can. */
  Network heardAgain(MobileNodeConfig config, KnownRouter router, Time now) {
    return with(List.of(router)).settled(config, now);
  }

  /** Whether {@code address} is the care-of address here. */
  boolean has(Ipv6Address address) {
    return place.visited() instanceof Away away && away.careOfAddress().equals(address);
  }

  /** This link after a care-of address was a duplicate; the next one shall have the identifier {@code other}. */
  Network afterDuplicate(MobileNodeConfig config, long other, Time now) {
    InterfaceIdentifier next = identifier.afterDuplicate(config, other, now);
    return new Network(routers, doubtful, next, new Nowhere(), nextExpiry).settled(config, now);
  }

  private Network with(List<KnownRouter> others) {
    return new Network(others, doubtful, identifier, place, nextExpiry);
  }

  /** This link as it is at {@code now}: what has ended is gone, and what the link is decided anew. */
  Network settled(MobileNodeConfig config, Time now) {
    List<KnownRouter> pruned = new ArrayList<>();
    Time expiry = isHeldOff(now) ? identifier.usableFrom() : Time.NEVER;
    for (KnownRouter router : routers) {
      KnownRouter left = router.pruned(now);
      pruned.add(left);
      expiry = Time.earlier(expiry, left.nextEnd(now));
    }
    Network next = new Network(pruned, doubtful, identifier, place, expiry);
    Place decided = next.decide(config, now);
    Time leaseEnd = decided instanceof Away away && away.lease().isPresent() ? away.validUntil() : Time.NEVER;
    return new Network(pruned, doubtful, identifier, decided, Time.earlier(expiry, leaseEnd));
  }

  /** A home link is a visited one, too, where the home prefix of another home address is not advertised. */
  private Place decide(MobileNodeConfig config, Time now) {
    List<Ipv6Prefix> away = config.homePrefixes().stream().filter(prefix -> !isAdvertised(prefix)).toList();
    Visited visited = away.isEmpty() ? new Nowhere() : visited(config, now);
    return away.equals(config.homePrefixes()) ? visited : home(visited, now);
  }

  private Visited visited(MobileNodeConfig config, Time now) {
    if (isHeldOff(now)) {
      return new Nowhere();
    }
    // RFC 6275 11.5.4: "The mobile node MUST ensure that its primary care-of address always has a prefix that is
    // advertised by its current default router."
    for (KnownRouter router : preferredFirst()) {
      Optional<KnownPrefix> prefix = router.isDefault(now) ? choosePrefix(router, now) : Optional.empty();
      if (prefix.isPresent()) {
        return away(config, router, prefix.get());
      }
    }
    return preferredFirst().stream()
        .filter(router -> router.isDefault(now) && router.managed())
        .findFirst()
        .map(router -> managed(router, now))
        .orElseGet(Nowhere::new);
  }

  private Visited managed(KnownRouter router, Time now) {
    return place.visited() instanceof Away away
            && away.lease().filter(lease -> lease.isValid(now)).isPresent()
            && away.router().equals(hop(router))
        ? away
        : new Managed(hop(router));
  }

  /** This link after what is leased on it has changed; nothing where addresses are formed here. */
  Network withLease(MobileNodeConfig config, Optional<Lease> lease, Time now) {
    Optional<NextHop> router = place.leasingRouter();
    if (router.isEmpty()) {
      return this;
    }
    Visited next =
        lease
            .filter(given -> !config.homeAddresses().contains(given.address()))
            .map(given -> (Visited) Away.leased(given, router.get()))
            .orElseGet(() -> new Managed(router.get()));
    return new Network(routers, doubtful, identifier, place.with(next), nextExpiry).settled(config, now);
  }

  // RFC 6059 5.2: "After the host is assigned an address by a DHCPv6 server, it needs to associate the address with the
  // routers on link." Where the node has moved unawares its router is not on the link of the server.
  /** The router of the lease in use, where it was neither heard nor has answered since that was had. */
  Optional<KnownRouter> doubtfulLessor() {
    return place.visited() instanceof Away away && away.lease().isPresent()
        ? find(away.router().address()).filter(router -> router.heard().isBefore(away.lease().get().since()))
        : Optional.empty();
  }

  /** This link as it is kept after the node has left it: without a lease that may be of another one. */
  Network asLeft() {
    return doubtfulLessor()
        .map(router -> new Network(routers, doubtful, identifier, place.with(new Managed(hop(router))), nextExpiry))
        .orElse(this);
  }

  // RFC 4191 3.2: "When a type B host does next-hop determination and consults its Default Router List, it primarily
  // prefers reachable routers over non-reachable routers and secondarily uses the router preference values."
  /** The routers in the order in which they are to be used; a router that does not answer is no longer among them. */
  private List<KnownRouter> preferredFirst() {
    Optional<Ipv6Address> used = current().map(KnownRouter::address);
    Comparator<KnownRouter> worseFirst =
        Comparator.<KnownRouter>comparingInt(router -> router.preference().rank())
            .thenComparing(router -> used.equals(Optional.of(router.address())));
    return routers.stream().sorted(worseFirst.reversed()).toList();
  }

  // RFC 6275 11.5.4: the care-of address "has a prefix that is advertised by its current default router". Where there
  // is one, its router is that of the home addresses, too.
  private Home home(Visited visited, Time now) {
    Optional<NextHop> router =
        visited
            .defaultRouter()
            .or(
                () ->
                    preferredFirst().stream()
                        .filter(candidate -> candidate.isDefault(now))
                        .findFirst()
                        .map(Network::hop));
    List<Place.HomeAgentNeighbor> homeAgents = new ArrayList<>();
    for (KnownRouter each : routers) {
      each.homeAgent()
          .ifPresent(
              addresses -> homeAgents.add(new Place.HomeAgentNeighbor(each.linkLayerAddress(), addresses)));
    }
    return new Home(
        router, homeAgents, prefixes().stream().map(KnownPrefix::prefix).collect(Collectors.toSet()), visited);
  }

  /** The prefix in use as long as it is preferred, else another that is, else one that is valid at least. */
  private Optional<KnownPrefix> choosePrefix(KnownRouter router, Time now) {
    Optional<KnownPrefix> best = Optional.empty();
    int bestRank = 0;
    for (KnownPrefix prefix : router.prefixes()) {
      int rank = (prefix.isPreferred(now) ? 4 : 2) + (isCurrent(prefix) ? 1 : 0);
      if (prefix.formsAddresses(now) && rank > bestRank) {
        best = Optional.of(prefix);
        bestRank = rank;
      }
    }
    return best;
  }

  private boolean isCurrent(KnownPrefix prefix) {
    return place.visited() instanceof Away away && away.prefix().equals(prefix.prefix());
  }

  private Away away(MobileNodeConfig config, KnownRouter router, KnownPrefix prefix) {
    return new Away(
        careOfAddress(config, prefix.prefix()),
        prefix.prefix(),
        prefix.onLink(),
        prefix.validUntil(),
        hop(router),
        Optional.empty());
  }

  // On a home link, too, the care-of address for the other home addresses is an address of its own, never a home
  // address that is at home there. RFC 6275 15.1: "a routing loop [...] can be achieved when a mobile node binds one
  // home address located on a first home agent to another home address on a second home agent." Nor may a home address
  // be sent from before its own home agent has deleted its binding (11.5.5), for which others would have to wait.
  private Ipv6Address careOfAddress(MobileNodeConfig config, Ipv6Prefix prefix) {
    List<Ipv6Address> homeAddresses = config.homeAddresses();
    return LongStream.iterate(identifier.value(), value -> value + 1)
        .mapToObj(prefix::withInterfaceIdentifier)
        .filter(address -> !homeAddresses.contains(address))
        .findFirst()
        .orElseThrow();
  }

  private static NextHop hop(KnownRouter router) {
    return new NextHop(router.address(), router.linkLayerAddress(), router.linkMtu());
  }
}
