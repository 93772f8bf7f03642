package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * What movement detection remembers in each of its states.
 *
 * @param solicitations when router solicitations were sent lately
 * @param probes when the routers of known links were asked lately whether they are there
 * @param links the links that the node was on, the last one first, not more than the limit: the Simple DNA Address
 *     Table (RFC 6059 4)
 */
record Past(RecentSends solicitations, RecentSends probes, List<Network> links) {

  /** Nothing has happened yet. */
  static final Past NONE = new Past(RecentSends.NONE, RecentSends.NONE, List.of());

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Takes a copy of the list. */
  Past {
    links = List.copyOf(links);
  }

  /** A router of a known link, and that link where only this router has answered. */
  private record Candidate(KnownRouter router, Network link) {}

  /** With a router solicitation that was sent at {@code now}. */
  Past withSolicitation(MobileNodeConfig config, Time now) {
    return new Past(solicitations.with(now, config.limits().solicitationBurst()), probes, links);
  }

  /** With {@link #candidates} asked at {@code now}. */
  Past withProbes(Time now) {
    return new Past(solicitations, probes.with(now, 1), links);
  }

  // RFC 6059 5.11: "To provide damping in the case of spurious link-up indications, the host SHOULD NOT perform the
  // Simple DNA procedure more than once a second."
  boolean mayProbe(Time now) {
    return !now.isBefore(probes.earliest(now, 1, SECOND));
  }

  // RFC 6059 5.9: "When the host attaches to a previously unknown network, it MAY need to discard some older SDAT
  // entries."
  /** With {@code left}, which the node may leave; where it forms no address it is of no use. */
  Past with(MobileNodeConfig config, Network left) {
    if (left.place() instanceof Nowhere) {
      return this;
    }
    List<Network> next = new ArrayList<>();
    next.add(left);
    links.stream().filter(link -> !link.isSameLink(left)).forEach(next::add);
    return new Past(solicitations, probes, next.subList(0, Math.min(next.size(), config.limits().maxKnownLinks())));
  }

  /** After {@code address} was a duplicate, which may be known from an earlier visit. */
  Past afterDuplicate(MobileNodeConfig config, Ipv6Address address, long other, Time now) {
    List<Network> next =
        links.stream().map(link -> link.has(address) ? link.afterDuplicate(config, other, now) : link).toList();
    return new Past(solicitations, probes, next);
  }

  // RFC 6059 5.5.2: "Each router in the SDAT that is associated with at least one valid address is added to the
  // candidate router set exactly once." 5.5.3: "A Simple DNA implementation SHOULD limit its NS-based probing to at
  // most six previously seen routers."
  /** The routers to be asked whether the node is on their link. */
  List<KnownRouter> candidates(MobileNodeConfig config, Time now) {
    return candidatesWithLinks(config, now).stream().map(Candidate::router).toList();
  }

  private List<Candidate> candidatesWithLinks(MobileNodeConfig config, Time now) {
    List<Candidate> candidates = new ArrayList<>();
    for (Network link : links) {
      for (KnownRouter router : link.routers()) {
        Network confirmed = link.confirmedBy(config, router, now);
        // RFC 6059 5.5.2: "The host MUST NOT send unicast Neighbor Solicitations to a router that is not associated to
        // a valid address in the SDAT."
        if (confirmed.place().hasAddress() && isUnique(router) && candidates.size() < config.limits().maxKnownLinks()) {
          candidates.add(new Candidate(router, confirmed));
        }
      }
    }
    return candidates;
  }

  // RFC 6059 1.5: "The combination of the link-layer address and the link-local IPv6 address of a router is unique
  // across links." A router that has the same ones on several links, as with VLANs, tells nothing by an answer.
  private boolean isUnique(KnownRouter router) {
    return links.stream()
            .flatMap(link -> link.routers().stream())
            .filter(other -> other.isAt(router.address(), router.linkLayerAddress()))
            .count()
        == 1;
  }

  // RFC 6059 5.7.1: "the host MUST verify that both the IPv6 and link-layer (MAC) addresses of the router match the
  // expected values before utilizing the configuration associated with the detected network"
  /** The known link whose router has answered. */
  Optional<Network> confirmed(MobileNodeConfig config, Ipv6Address address, LinkLayerAddress from, Time now) {
    return candidatesWithLinks(config, now).stream()
        .filter(candidate -> candidate.router().isAt(address, from))
        .map(Candidate::link)
        .findFirst();
  }

  /** The known link of a router that was heard. */
  Optional<Network> named(MobileNodeConfig config, KnownRouter router, Time now) {
    return links.stream().filter(link -> link.isNamedBy(config, router, now)).findFirst();
  }
}
