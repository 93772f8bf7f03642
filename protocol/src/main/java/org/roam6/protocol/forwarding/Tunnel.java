package org.roam6.protocol.forwarding;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/**
 * One end of the bi-directional tunnel between a mobile node and its home agent (RFC 6275 10.4, 11.3.1).
 *
 * @param key the binding that it belongs to
 * @param side at which end this host is
 * @param localEnd the address of this end: the home agent's, or the care-of address
 * @param remoteEnd the address of the other end
 * @param formerLocalEnds care-of addresses that the mobile node had before and at which packets that are still under
 *     way may arrive (RFC 6275 11.5.4)
 * @param expiry when the tunnel ends of itself, even if nobody takes it away
 * @param sending whether packets may be put in; false while the mobile node does not know whether it is still there
 * @param formerRemoteEnd the care-of address before, from which packets that are still under way are taken
 */
public record Tunnel(
    BindingKey key,
    Side side,
    Ipv6Address localEnd,
    Ipv6Address remoteEnd,
    List<Ipv6Address> formerLocalEnds,
    Time expiry,
    boolean sending,
    Optional<FormerEnd> formerRemoteEnd) {

  /**
   * A remote end that another one has taken the place of.
   *
   * @param address the address
   * @param until until when packets from it are taken
   */
  public record FormerEnd(Ipv6Address address, Time until) {}

  /** A tunnel whose remote end has always been the same. */
  public Tunnel(
      BindingKey key,
      Side side,
      Ipv6Address localEnd,
      Ipv6Address remoteEnd,
      List<Ipv6Address> formerLocalEnds,
      Time expiry,
      boolean sending) {
    this(key, side, localEnd, remoteEnd, formerLocalEnds, expiry, sending, Optional.empty());
  }

  /** A tunnel that carries packets in both directions. */
  public Tunnel(
      BindingKey key,
      Side side,
      Ipv6Address localEnd,
      Ipv6Address remoteEnd,
      List<Ipv6Address> formerLocalEnds,
      Time expiry) {
    this(key, side, localEnd, remoteEnd, formerLocalEnds, expiry, true);
  }

  /** At which end of the tunnel a host is. */
  public enum Side {
    /** The home address is behind the remote end. */
    HOME_AGENT,
    /** The home address is an address of this host. */
    MOBILE_NODE
  }

  // An outer header, and a destination options header with a tunnel encapsulation limit (RFC 2473 4.1.1).
  private static final int HEADERS = 48;
  private static final int MINIMUM_MTU = 1280;

  /** Takes a copy of the list. */
  public Tunnel {
    formerLocalEnds = List.copyOf(formerLocalEnds);
  }

  // RFC 8200 5: "IPv6 requires that every link in the Internet have an MTU of 1280 octets or greater"
  /**
   * The MTU of the interface in front of a tunnel: what fits in unfragmented tunnel packets, in octets.
   *
   * @param linkMtu the MTU of the link that tunnel packets leave by; of longer paths than an Ethernet's nobody knows
   */
  public static int interfaceMtu(int linkMtu) {
    return Math.max(MINIMUM_MTU, Math.min(linkMtu, ForwardingState.DEFAULT_PATH_MTU) - HEADERS);
  }
}
