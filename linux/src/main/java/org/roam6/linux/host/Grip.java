package org.roam6.linux.host;

import java.util.List;
import java.util.Optional;
import org.roam6.linux.netlink.AddressInfo;
import org.roam6.linux.netlink.NeighborInfo;
import org.roam6.linux.netlink.RouteInfo;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.wire.Ipv6Address;

/** What was done in the kernel for a desired item, and so what is to be undone. */
sealed interface Grip {

  /**
   * An address.
   *
   * @param ours false where it was there before, and so stays
   */
  record OnAddress(AddressInfo address, boolean ours) implements Grip {}

  /** A route. */
  record OnRoute(RouteInfo route) implements Grip {}

  /** Rules that belong together. */
  record OnRules(List<RuleInfo> rules) implements Grip {
    public OnRules {
      rules = List.copyOf(rules);
    }
  }

  /** A neighbour. */
  record OnNeighbor(NeighborInfo neighbor) implements Grip {}

  /** Membership of a group on an interface. */
  record OnGroup(int interfaceIndex, Ipv6Address group) implements Grip {}

  /** Settings that this owner holds, and what the kernel had learned on the interface before. */
  record OnSettings(String owner, Optional<LearnedState> learned) implements Grip {}
}
