package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * @param interfaces the interfaces that move between home links and visited ones, the most preferred first; at most
 *     {@value #MOST_INTERFACES}
 * @param homeAddress the address that the node is always reached at
 * @param homePrefix the prefix of its home link
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
 * @param prefixDiscovery what it makes of the prefixes of the home link
 * @param furtherHomeAddresses what it is to do about each of its other home addresses, where there are several (RFC
 *     6275 3.2), on the same home link or others; at most {@value #MOST_HOME_ADDRESSES} are there together with the
 *     first
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
    PrefixDiscoveryMode prefixDiscovery,
    List<HomeAddressConfig> furtherHomeAddresses) {

  /** The routing table where nothing else is configured. */
  public static final int DEFAULT_ROUTING_TABLE = 252;

  /** How many interfaces there can be: each has a routing table. */
  public static final int MOST_INTERFACES = 8;

  /** How many home addresses there can be: each has a routing table. */
  public static final int MOST_HOME_ADDRESSES = 8;

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
    furtherHomeAddresses = List.copyOf(furtherHomeAddresses);
    List<HomeAddressConfig> all = new ArrayList<>();
    all.add(
        new HomeAddressConfig(
            homeAddress, homePrefix, homeAgentAddress, security, routeOptimization, prefixDiscovery));
    all.addAll(furtherHomeAddresses);
    List<Ipv6Address> homeAddresses = all.stream().map(HomeAddressConfig::homeAddress).toList();
    if (all.size() > MOST_HOME_ADDRESSES || hasTwice(homeAddresses)) {
      throw new IllegalArgumentException(
          "home addresses " + homeAddresses + " are not 1 to " + MOST_HOME_ADDRESSES + " different ones");
    }
    if (all.stream().anyMatch(each -> homeAddresses.contains(each.homeAgentAddress()))) {
      throw new IllegalArgumentException("one of the home addresses " + homeAddresses + " is a home agent's");
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
  }

  private static boolean hasTwice(List<?> items) {
    return new HashSet<>(items).size() < items.size();
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

  /** The home addresses, in the configured order. */
  public List<Ipv6Address> homeAddresses() {
    if (furtherHomeAddresses.isEmpty()) {
      return List.of(homeAddress);
    }
    return Stream.concat(Stream.of(homeAddress), furtherHomeAddresses.stream().map(HomeAddressConfig::homeAddress))
        .toList();
  }

  /** The prefixes of home links that home addresses have. */
  public List<Ipv6Prefix> homePrefixes() {
    if (furtherHomeAddresses.isEmpty()) {
      return List.of(homePrefix);
    }
    return Stream.concat(Stream.of(homePrefix), furtherHomeAddresses.stream().map(HomeAddressConfig::homePrefix))
        .distinct()
        .toList();
  }

  /**
   * What it is to do about each home address, as if it had no other one: each has a routing table of its own, since one
   * may be at home while another one is still away. What belongs to interfaces is to be taken from the whole.
   */
  public List<MobileNodeConfig> ofEachHomeAddress() {
    List<MobileNodeConfig> each = new ArrayList<>();
    each.add(furtherHomeAddresses.isEmpty() ? this : withFurtherHomeAddresses(List.of()));
    for (HomeAddressConfig further : furtherHomeAddresses) {
      each.add(with(further, tableOfFurther(each.size()), List.of()));
    }
    return List.copyOf(each);
  }

  /** The table of the home address at place {@code number}: below those of the interfaces, or above them. */
  private int tableOfFurther(int number) {
    return routingTable > MOST_INTERFACES + MOST_HOME_ADDRESSES
        ? routingTable - 1 - MOST_INTERFACES - number
        : routingTable + 1 + MOST_INTERFACES + number;
  }

  /** The same but for the home addresses, and the routing table of the first of them. */
  private MobileNodeConfig with(HomeAddressConfig first, int table, List<HomeAddressConfig> further) {
    return new MobileNodeConfig(
        interfaces,
        first.homeAddress(),
        first.homePrefix(),
        first.homeAgentAddress(),
        first.security(),
        tunnelInterface,
        table,
        direct,
        lifetime,
        timers,
        limits,
        first.routeOptimization(),
        first.prefixDiscovery(),
        further);
  }

  /** All routing tables that are its own, and those of home addresses that may be formed. */
  public Set<Integer> routingTables() {
    List<MobileNodeConfig> homes = ofEachHomeAddress();
    Set<Integer> tables = new TreeSet<>(Set.of(directTable()));
    homes.forEach(each -> tables.add(each.routingTable));
    if (homes.stream().anyMatch(each -> each.prefixDiscovery == PrefixDiscoveryMode.FOLLOW)) {
      IntStream.range(homes.size(), MOST_HOME_ADDRESSES).forEach(number -> tables.add(tableOfFurther(number)));
    }
    if (hasSeveralInterfaces()) {
      interfaces.forEach(on -> tables.add(tableOf(on)));
    }
    return tables;
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
   * A mobile node with one interface, nothing direct, no route optimization or prefix discovery, and the default
   * routing table, lifetime, timers and limits.
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
        PrefixDiscoveryMode.OFF,
        List.of());
  }

  /** The same before another home agent. */
  public MobileNodeConfig withHomeAgentAddress(Ipv6Address address) {
    return with(first(address, routeOptimization, prefixDiscovery), routingTable, furtherHomeAddresses);
  }

  /** The same but for those with whom it tries route optimization. */
  public MobileNodeConfig withRouteOptimization(RouteOptimizationPolicy policy) {
    return with(first(homeAgentAddress, policy, prefixDiscovery), routingTable, furtherHomeAddresses);
  }

  /** The same but for what it makes of the prefixes of the home link. */
  public MobileNodeConfig withPrefixDiscovery(PrefixDiscoveryMode mode) {
    return with(first(homeAgentAddress, routeOptimization, mode), routingTable, furtherHomeAddresses);
  }

  /** The same but for the home addresses behind the first. */
  public MobileNodeConfig withFurtherHomeAddresses(List<HomeAddressConfig> further) {
    return with(firstHomeAddress(), routingTable, further);
  }

  /** What it is to do about the first home address. */
  HomeAddressConfig firstHomeAddress() {
    return first(homeAgentAddress, routeOptimization, prefixDiscovery);
  }

  private HomeAddressConfig first(
      Ipv6Address homeAgent, RouteOptimizationPolicy policy, PrefixDiscoveryMode discovery) {
    return new HomeAddressConfig(homeAddress, homePrefix, homeAgent, security, policy, discovery);
  }
}
