package org.roam6.protocol.neighbor;

import java.time.Instant;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.PrefixInformation;

/**
 * A prefix in a router's advertisements (RFC 4861 6.2.1, AdvPrefixList).
 *
 * @param routerAddress the router's own address; the option carries it whole, with the R flag (RFC 6275 7.2)
 * @param length bits of the prefix, 0 to 128
 * @param lifetimes AdvValidLifetime and AdvPreferredLifetime
 * @param autonomous AdvAutonomousFlag: hosts may form addresses from it
 */
public record AdvertisedPrefix(
    Ipv6Address routerAddress, int length, PrefixLifetimes lifetimes, boolean autonomous) {

  /** Refuses an address that no router may have. */
  public AdvertisedPrefix {
    if (!routerAddress.isUnicastRoutable()) {
      throw new IllegalArgumentException(routerAddress + " is not a unicast routable address");
    }
  }

  /** A prefix with the lifetimes that RFC 4861 has as defaults. */
  public static AdvertisedPrefix of(Ipv6Address routerAddress, int length) {
    return new AdvertisedPrefix(routerAddress, length, PrefixLifetimes.DEFAULT, true);
  }

  /** The prefix itself. */
  public Ipv6Prefix prefix() {
    return new Ipv6Prefix(routerAddress, length);
  }

  // RFC 6275 7.2: "the Prefix field of this Prefix Information option contains a complete IP address"
  /** How messages tell of it at {@code timeOfDay}. */
  public PrefixInformation option(Instant timeOfDay) {
    return new PrefixInformation(
        routerAddress,
        length,
        true,
        autonomous,
        true,
        lifetimes.valid(timeOfDay).toSeconds(),
        lifetimes.preferred(timeOfDay).toSeconds());
  }
}
