package org.roam6.protocol.router;

import java.time.Duration;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A prefix in a router's advertisements (RFC 4861 6.2.1, AdvPrefixList).
 *
 * @param routerAddress the router's own address; the option carries it whole, with the R flag (RFC 6275 7.2)
 * @param length bits of the prefix, 0 to 128
 * @param validLifetime AdvValidLifetime, whole seconds up to 2^32 - 2
 * @param preferredLifetime AdvPreferredLifetime, not longer than the valid lifetime
 * @param autonomous AdvAutonomousFlag: hosts may form addresses from it
 */
public record AdvertisedPrefix(
    Ipv6Address routerAddress,
    int length,
    Duration validLifetime,
    Duration preferredLifetime,
    boolean autonomous) {

  /** RFC 4861 6.2.1: "AdvValidLifetime ... Default: 2592000 seconds (30 days)". */
  public static final Duration DEFAULT_VALID_LIFETIME = Duration.ofDays(30);
  /** RFC 4861 6.2.1: "AdvPreferredLifetime ... Default: 604800 seconds (7 days)". */
  public static final Duration DEFAULT_PREFERRED_LIFETIME = Duration.ofDays(7);

  private static final long INFINITE_SECONDS = 0xffff_ffffL;

  /** Refuses lifetimes that do not fit the option. */
  public AdvertisedPrefix {
    if (preferredLifetime.compareTo(validLifetime) > 0) {
      throw new IllegalArgumentException("the preferred lifetime is longer than the valid one");
    }
    if (validLifetime.isNegative() || validLifetime.toSeconds() >= INFINITE_SECONDS) {
      throw new IllegalArgumentException("the valid lifetime is not 0 to 2^32 - 2 seconds");
    }
    if (!routerAddress.isUnicastRoutable()) {
      throw new IllegalArgumentException(routerAddress + " is not a unicast routable address");
    }
  }

  /** A prefix with the lifetimes that RFC 4861 has as defaults. */
  public static AdvertisedPrefix of(Ipv6Address routerAddress, int length) {
    return new AdvertisedPrefix(routerAddress, length, DEFAULT_VALID_LIFETIME, DEFAULT_PREFERRED_LIFETIME, true);
  }

  /** The prefix itself. */
  public Ipv6Prefix prefix() {
    return new Ipv6Prefix(routerAddress, length);
  }
}
