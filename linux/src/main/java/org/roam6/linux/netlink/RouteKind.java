package org.roam6.linux.netlink;

import org.roam6.linux.abi.Rtnetlink;

/** What becomes of packets that a route matches, {@code RTN_} in {@code linux/rtnetlink.h}. */
public enum RouteKind {
  /** They are sent on. */
  UNICAST(Rtnetlink.RTN_UNICAST),
  /** They are for this host. */
  LOCAL(Rtnetlink.RTN_LOCAL),
  /** They vanish. */
  BLACKHOLE(Rtnetlink.RTN_BLACKHOLE),
  /** The sender is told that the destination is unreachable. */
  UNREACHABLE(Rtnetlink.RTN_UNREACHABLE),
  /** The sender is told that it is forbidden. */
  PROHIBIT(Rtnetlink.RTN_PROHIBIT),
  /** Anything else, which is never asked for. */
  OTHER(Rtnetlink.RTN_UNSPEC);

  private final int number;

  RouteKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static RouteKind of(int number) {
    for (RouteKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return OTHER;
  }
}
