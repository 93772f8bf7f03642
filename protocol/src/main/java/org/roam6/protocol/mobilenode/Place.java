package org.roam6.protocol.mobilenode;

import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/** What a link is to the mobile node. */
sealed interface Place {

  /** No address can be formed here, or not yet. */
  record Nowhere() implements Place {}

  /**
   * The home link.
   *
   * @param router the default router, where there is one
   * @param homeAgent the link-layer address of the home agent, where it was heard
   */
  record Home(Optional<NextHop> router, Optional<LinkLayerAddress> homeAgent) implements Place {}

  /**
   * Another link.
   *
   * @param careOfAddress the primary care-of address
   * @param prefix the prefix that it was formed of
   * @param onLink whether the addresses of the prefix are neighbours
   * @param validUntil when the care-of address ends
   * @param router the default router
   */
  record Away(Ipv6Address careOfAddress, Ipv6Prefix prefix, boolean onLink, Time validUntil, NextHop router)
      implements Place {}

  /**
   * A default router as forwarding needs it.
   *
   * @param address its link-local address
   * @param linkLayerAddress its link-layer address
   * @param linkMtu the link's MTU that it advertises, in octets
   */
  record NextHop(Ipv6Address address, LinkLayerAddress linkLayerAddress, OptionalInt linkMtu) {}
}
