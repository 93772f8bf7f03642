package org.roam6.protocol.forwarding;

import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;

/**
 * The direct way of packets between a mobile node and a correspondent node, past the home agent (RFC 6275 9.3, 11.3), as
 * one of the two goes it.
 *
 * <p>At the mobile node, packets from the home address to the correspondent node leave from the care-of address, with a
 * Home Address option. At the correspondent node, packets to the home address go to the care-of address, with a type 2
 * routing header, and packets from the care-of address with that Home Address option are accepted. What a mobile node
 * accepts with a type 2 routing header does not depend on its direct paths (RFC 6275 11.3.3).
 *
 * @param key between whom
 * @param careOfAddress where the mobile node is
 * @param expiry when the path ends of itself, even if nobody takes it away
 */
public record DirectPath(Key key, Ipv6Address careOfAddress, Time expiry) {

  /** Which of the two this host is. */
  public enum Side {
    /** The home address is an address of this host. */
    MOBILE_NODE,
    /** The address of the correspondent node is. */
    CORRESPONDENT
  }

  /**
   * Between whom packets go.
   *
   * @param side which of the two this host is
   * @param homeAddress the mobile node's home address
   * @param correspondent the address of the correspondent node, which may be another mobile node's home address
   */
  public record Key(Side side, Ipv6Address homeAddress, Ipv6Address correspondent) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int bySide = side.compareTo(other.side);
      if (bySide != 0) {
        return bySide;
      }
      int byHome = homeAddress.compareTo(other.homeAddress);
      return byHome != 0 ? byHome : correspondent.compareTo(other.correspondent);
    }
  }
}
