package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.Lease;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** What a link is to the mobile node. */
sealed interface Place {

  /** The router by whose word addresses are leased, where that is how the node gets its own. */
  default Optional<NextHop> leasingRouter() {
    return switch (this) {
      case Managed(NextHop router) -> Optional.of(router);
      case Away away -> away.lease().map(lease -> away.router());
      case Home _, Nowhere _ -> Optional.empty();
    };
  }

  /** Whether the node has an address there. */
  default boolean hasAddress() {
    return switch (this) {
      case Nowhere _, Managed _ -> false;
      case Home _, Away _ -> true;
    };
  }

  /** No address can be formed here, or not yet. */
  record Nowhere() implements Place {}

  /**
   * A link where addresses are leased, and none was yet.
   *
   * @param router the default router that says so
   */
  record Managed(NextHop router) implements Place {}

  /**
   * The home link.
   *
   * @param router the default router, where there is one
   * @param homeAgents the home agents that were heard
   */
  record Home(Optional<NextHop> router, List<HomeAgentNeighbor> homeAgents) implements Place {

    /** Takes a copy of the list. */
    public Home {
      homeAgents = List.copyOf(homeAgents);
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
      implements Place {

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
