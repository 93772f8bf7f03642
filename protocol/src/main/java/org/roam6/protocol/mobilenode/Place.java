package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.Lease;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/**
 * What a link is to the mobile node. With home addresses on several home links it is the home link of some, and at the
 * same time a visited one to the others.
 */
sealed interface Place {

  /** What the link is to home addresses that are not at home on it. */
  Visited visited();

  // RFC 6275 11.5.2: "the MN checks whether or not the home prefix matches one of the prefixes received in the RA. If
  // it does, the MN concludes that it is connected to the home link."
  /** What the link is to home addresses of {@code homePrefix}. */
  default Place to(Ipv6Prefix homePrefix) {
    return switch (this) {
      case Home home when home.prefixes().contains(homePrefix) -> home;
      case Home home -> home.visited();
      case Visited visited -> visited;
    };
  }

  /** The same link as one where {@code other} is what it is to home addresses that are not at home on it. */
  default Place with(Visited other) {
    return switch (this) {
      case Home home -> new Home(home.router(), home.homeAgents(), home.prefixes(), other);
      case Visited _ -> other;
    };
  }

  /** The default router, if there is one. */
  default Optional<NextHop> defaultRouter() {
    return switch (this) {
      case Nowhere() -> Optional.empty();
      case Managed(NextHop router) -> Optional.of(router);
      case Home home -> home.router();
      case Away away -> Optional.of(away.router());
    };
  }

  /** The router by whose word addresses are leased, where that is how the node gets its own. */
  default Optional<NextHop> leasingRouter() {
    return switch (visited()) {
      case Managed(NextHop router) -> Optional.of(router);
      case Away away -> away.lease().map(lease -> away.router());
      case Nowhere _ -> Optional.empty();
    };
  }

  /** Whether the node has an address there. */
  default boolean hasAddress() {
    return switch (this) {
      case Nowhere _, Managed _ -> false;
      case Home _, Away _ -> true;
    };
  }

  /** What a link is to home addresses that are not at home on it. */
  sealed interface Visited extends Place {
    @Override
    default Visited visited() {
      return this;
    }
  }

  /** No address can be formed here, or not yet; or none is needed, since all home addresses are at home here. */
  record Nowhere() implements Visited {}

  /**
   * A link where addresses are leased, and none was yet.
   *
   * @param router the default router that says so
   */
  record Managed(NextHop router) implements Visited {}

  /**
   * The home link of one home address at least.
   *
   * @param router the default router, where there is one
   * @param homeAgents the home agents that were heard
   * @param prefixes all that are advertised: home addresses of these are at home here
   */
  record Home(
      Optional<NextHop> router, List<HomeAgentNeighbor> homeAgents, Set<Ipv6Prefix> prefixes, Visited visited)
      implements Place {

    /** Takes copies of the list and the set. */
    public Home {
      homeAgents = List.copyOf(homeAgents);
      prefixes = Set.copyOf(prefixes);
    }

    /** The link-layer address of a home agent, where it was heard. */
    Optional<LinkLayerAddress> linkLayerAddress(Ipv6Address homeAgent) {
      return homeAgents.stream()
          .filter(each -> each.addresses().mayBe(homeAgent))
          .map(HomeAgentNeighbor::linkLayerAddress)
          .findFirst();
    }
  }

  /**
   * A home agent of the home link.
   *
   * @param linkLayerAddress its link-layer address
   * @param addresses its addresses on the home link
   */
  record HomeAgentNeighbor(LinkLayerAddress linkLayerAddress, KnownRouter.HomeAgentAddresses addresses) {}

  /**
   * Another link.
   *
   * @param careOfAddress the primary care-of address
   * @param prefix the prefix that it was formed of; where it was leased, itself
   * @param onLink whether the addresses of the prefix are neighbours
   * @param validUntil when the care-of address ends
   * @param router the default router
   * @param lease where it was leased, how
   */
  record Away(
      Ipv6Address careOfAddress,
      Ipv6Prefix prefix,
      boolean onLink,
      Time validUntil,
      NextHop router,
      Optional<Lease> lease)
      implements Visited {

    private static final int FULL_LENGTH = 128;

    // RFC 8415 18.2.10.1: "Addresses obtained from an IA_NA or IA_TA MUST NOT be used to form an implicit prefix with a
    // length other than 128."
    static Away leased(Lease lease, NextHop router) {
      return new Away(
          lease.address(),
          new Ipv6Prefix(lease.address(), FULL_LENGTH),
          false,
          lease.validUntil(),
          router,
          Optional.of(lease));
    }
  }

  /**
   * A default router as forwarding needs it.
   *
   * @param address its link-local address
   * @param linkLayerAddress its link-layer address
   * @param linkMtu the link's MTU that it advertises, in octets
   */
  record NextHop(Ipv6Address address, LinkLayerAddress linkLayerAddress, OptionalInt linkMtu) {}
}
