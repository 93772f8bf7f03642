package org.roam6.protocol.binding;

import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** The Mobile IPv6 Home-Agents anycast address of a prefix (RFC 2526 2 and 3). */
public final class HomeAgentsAnycast {

  // RFC 2526 3: "126 / 7E: Mobile IPv6 Home-Agents anycast"
  private static final long HOME_AGENTS = 0x7e;
  private static final long ALL_ONES = -1L;
  private static final int IDENTIFIER_BITS = 7;
  private static final int INTERFACE_IDENTIFIER_BITS = 64;
  // RFC 2526 2: "in EUI-64 format [...] the universal/local bit must be set to zero (local)"
  private static final long UNIVERSAL = 0x0200_0000_0000_0000L;

  private HomeAgentsAnycast() {}

  /** The address of all home agents of the link that {@code prefix} is on. */
  public static Ipv6Address of(Ipv6Prefix prefix) {
    long low = ALL_ONES << IDENTIFIER_BITS | HOME_AGENTS;
    Ipv6Address network = prefix.address();
    if (prefix.length() == INTERFACE_IDENTIFIER_BITS) {
      return new Ipv6Address(network.high(), low & ~UNIVERSAL);
    }
    // RFC 2526 2: "In all other cases, the interface identifier [...] the rest set to 1"
    return prefix.length() < INTERFACE_IDENTIFIER_BITS
        ? new Ipv6Address(network.high() | ALL_ONES >>> prefix.length(), low)
        : new Ipv6Address(network.high(), network.low() | low & mask(prefix.length() - INTERFACE_IDENTIFIER_BITS));
  }

  private static long mask(int prefixBits) {
    return prefixBits == INTERFACE_IDENTIFIER_BITS ? 0 : ALL_ONES >>> prefixBits;
  }
}
