package org.roam6.protocol.mobilenode;

import java.util.List;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * With whom a mobile node tries route optimization. RFC 6275 11.7.2: it "MAY also choose to keep its topological
 * location private from certain correspondent nodes".
 *
 * @param with the correspondent nodes; nobody where it is empty
 * @param except those among them that are left out
 * @param limits the bounds on what others can make the node do
 */
public record RouteOptimizationPolicy(
    List<Ipv6Prefix> with, List<Ipv6Prefix> except, RouteOptimizationLimits limits) {

  /** All packets go by the home agent. */
  public static final RouteOptimizationPolicy OFF =
      new RouteOptimizationPolicy(List.of(), List.of(), RouteOptimizationLimits.DEFAULT);

  /** Whoever supports it. */
  public static final RouteOptimizationPolicy EVERYONE =
      new RouteOptimizationPolicy(
          List.of(new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0)), List.of(), RouteOptimizationLimits.DEFAULT);

  /** Takes copies of the lists. */
  public RouteOptimizationPolicy {
    with = List.copyOf(with);
    except = List.copyOf(except);
  }

  /** Whether route optimization is wanted with {@code correspondent}. */
  boolean allows(Ipv6Address correspondent) {
    return correspondent.isUnicastRoutable()
        && with.stream().anyMatch(prefix -> prefix.contains(correspondent))
        && except.stream().noneMatch(prefix -> prefix.contains(correspondent));
  }
}
