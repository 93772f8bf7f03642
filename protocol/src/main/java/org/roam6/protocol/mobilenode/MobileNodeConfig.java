package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * What a mobile node is to do.
 *
 * @param interfaces the interfaces that move between the home link and visited ones, the most preferred first; at most
 *     {@value #MOST_INTERFACES}
 * @param homeAddress the address that the node is always reached at
 * @param homePrefix the prefix of the home link
 * @param homeAgentAddress the address of the home agent there; {@link HomeAgentsAnycast that of all home agents} where
 *     the node is to find one
 * @param security how Binding Updates are protected; where it is authenticated, with exactly one association
 * @param tunnelInterface the interface of the data plane, which has the home address
 * @param routingTable the routing table that packets from the home address follow, 1 to 252
 * @param direct what sockets that bind no address send from the care-of address, outside the tunnel
 * @param lifetime the longest lifetime that is asked for, 4 seconds to 262,140 seconds
 * @param timers how long the node waits for what
 * @param limits the bounds on what routers and others can make it do
 * @param routeOptimization with whom it tries route optimization
 * @param prefixDiscovery whether it asks for the prefixes of the home link, though nothing protects the messages
 */
public record MobileNodeConfig(
    List<InterfaceName> interfaces,
    Ipv6Address homeAddress,
    Ipv6Prefix homePrefix,
    Ipv6Address homeAgentAddress,
    Security security,
    InterfaceName tunnelInterface,
    int routingTable,
    List<Traffic> direct,
    Duration lifetime,
    MobileNodeTimers timers,
    MobileNodeLimits limits,
    RouteOptimizationPolicy routeOptimization,
    boolean prefixDiscovery) {

  /** The routing table where nothing else is configured. */
  public static final int DEFAULT_ROUTING_TABLE = 252;

  /** How many interfaces there can be: each has a routing table. */
  public static final int MOST_INTERFACES = 8;

  /** What is asked for where nothing else is configured: ten minutes. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(10);

  private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(4);
  private static final Duration LONGEST_LIFETIME = Lifetime.LONGEST.duration();

  /** Checks that the values fit one another; the message names the field. */
  public MobileNodeConfig {
    interfaces = List.copyOf(interfaces);
    direct = List.copyOf(direct);
    if (interfaces.isEmpty() || interfaces.size() > MOST_INTERFACES || hasTwice(interfaces)) {
      throw new IllegalArgumentException(
          "interfaces " + interfaces + " are not 1 to " + MOST_INTERFACES + " different ones");
    }
    // RFC 6275 4.6: home addresses "MUST be unicast routable addresses"
    if (!homeAddress.isUnicastRoutable()) {
      throw new IllegalArgumentException("homeAddress " + homeAddress + " is not a unicast routable address");
    }
    if (!homePrefix.contains(homeAddress)) {
      throw new IllegalArgumentException("homeAddress " + homeAddress + " is not in homePrefix " + homePrefix);
    }
    // RFC 6275 6.1.7: the destination is "that of a router sharing the same subnet prefix as the home address"
    if (!homePrefix.contains(homeAgentAddress) || homeAgentAddress.equals(homeAddress)) {
      throw new IllegalArgumentException(
          "homeAgentAddress " + homeAgentAddress + " is not another address in homePrefix " + homePrefix);
    }
    if (routingTable < 1 || routingTable > DEFAULT_ROUTING_TABLE) {
      throw new IllegalArgumentException("routingTable " + routingTable + " is not 1 to 252");
    }
    if (lifetime.compareTo(SHORTEST_LIFETIME) < 0 || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw new IllegalArgumentException("lifetime " + lifetime + " is not 4 to 262140 seconds");
    }
    if (interfaces.contains(tunnelInterface)) {
      throw new IllegalArgumentException("tunnelInterface " + tunnelInterface + " is one of the interfaces too");
    }
    if (security instanceof Security.Authenticated(var associations)
        && (associations.size() != 1 || !associations.getFirst().homeAddresses().contains(homeAddress))) {
      throw new IllegalArgumentException("security has not exactly one association, for homeAddress " + homeAddress);
    }
  }

  private static boolean hasTwice(List<InterfaceName> names) {
    return new HashSet<>(names).size() < names.size();
  }

  /** Whether there are several {@link #interfaces}. */
  public boolean hasSeveralInterfaces() {
    return interfaces.size() > 1;
  }

  /**
   * The routing table that packets from care-of addresses on {@code mobileInterface} follow where there are several:
   * one of those below {@link #directTable}, or above where there are not enough.
   */
  public int tableOf(InterfaceName mobileInterface) {
    int number = interfaces.indexOf(mobileInterface);
    return routingTable > MOST_INTERFACES + 1 ? routingTable - 2 - number : routingTable + 2 + number;
  }

  /** Whether it is told no home agent and has to find one (RFC 6275 11.4.1). */
  public boolean discoversHomeAgent() {
    return homeAgentAddress.equals(HomeAgentsAnycast.of(homePrefix));
  }

  /** The routing table that {@link #direct} follows while away: the one below {@link #routingTable}, or 2 for 1. */
  public int directTable() {
    return routingTable == 1 ? 2 : routingTable - 1;
  }

  /**
   * A mobile node with one interface, nothing direct, no route optimization or prefix discovery, and the default routing table,
   * lifetime, timers and limits.
   */
  public static MobileNodeConfig of(
      InterfaceName mobileInterface,
      Ipv6Address homeAddress,
      Ipv6Prefix homePrefix,
      Ipv6Address homeAgentAddress,
      Security security,
      InterfaceName tunnelInterface) {
    return new MobileNodeConfig(
        List.of(mobileInterface),
        homeAddress,
        homePrefix,
        homeAgentAddress,
        security,
        tunnelInterface,
        DEFAULT_ROUTING_TABLE,
        List.of(),
        DEFAULT_LIFETIME,
        MobileNodeTimers.DEFAULT,
        MobileNodeLimits.DEFAULT,
        RouteOptimizationPolicy.OFF,
        false);
  }

  /** The same before another home agent. */
  public MobileNodeConfig withHomeAgentAddress(Ipv6Address address) {
    return new MobileNodeConfig(
        interfaces,
        homeAddress,
        homePrefix,
        address,
        security,
        tunnelInterface,
        routingTable,
        direct,
        lifetime,
        timers,
        limits,
        routeOptimization,
        prefixDiscovery);
  }

  /** The same but for those with whom it tries route optimization. */
  public MobileNodeConfig withRouteOptimization(RouteOptimizationPolicy policy) {
    return new MobileNodeConfig(
        interfaces,
        homeAddress,
        homePrefix,
        homeAgentAddress,
        security,
        tunnelInterface,
        routingTable,
        direct,
        lifetime,
        timers,
        limits,
        policy,
        prefixDiscovery);
  }

  /** The same but for whether it asks for the prefixes of the home link. */
  public MobileNodeConfig withPrefixDiscovery(boolean enabled) {
    return new MobileNodeConfig(
        interfaces,
        homeAddress,
        homePrefix,
        homeAgentAddress,
        security,
        tunnelInterface,
        routingTable,
        direct,
        lifetime,
        timers,
        limits,
        routeOptimization,
        enabled);
  }
}
