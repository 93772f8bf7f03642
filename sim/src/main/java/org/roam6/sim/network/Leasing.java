package org.roam6.sim.network;

import java.time.Duration;
import java.util.List;

/**
 * On which links nobody forms addresses, since a DHCPv6 server leases them (RFC 8415).
 *
 * @param links their names
 * @param valid for how long an address is leased, in whole seconds; preferred for four fifths of that
 */
public record Leasing(List<String> links, Duration valid) {

  /** Nowhere. */
  public static final Leasing NONE = new Leasing(List.of(), Duration.ofHours(1));

  /** Takes a copy of the list. */
  public Leasing {
    links = List.copyOf(links);
  }

  /** On other links. */
  public Leasing withLinks(List<String> others) {
    return new Leasing(others, valid);
  }

  /** For another time. */
  public Leasing withValid(Duration other) {
    return new Leasing(links, other);
  }
}
