package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * What a home agent is to do.
 *
 * @param homeInterface the interface on the home link; {@code tunnelInterface} where the home link is virtual (RFC 4885
 *     6.9): nobody is ever on it, and all of the home prefix is routed to the data plane
 * @param homeAgentAddress its address there, to which mobile nodes send Binding Updates
 * @param homePrefix the prefix of the home link, in which home addresses lie
 * @param advertisedPrefixes what this host advertises on the home link, each prefix once; empty where it advertises
 *     nothing there
 * @param security how Binding Updates are protected
 * @param tunnelInterface the interface of the data plane to which packets for home addresses are routed
 * @param maximumLifetime the longest lifetime that is granted to a binding, 4 seconds to 262,140 seconds
 * @param preference HomeAgentPreference among the home agents of the home link, 0 to 65535
 * @param prefixDiscovery whether and when it tells mobile nodes the prefixes of the home link
 * @param limits the bounds on what mobile nodes and others can make the home agent do
 * @param multicast the bounds on the groups that mobile nodes can listen to through their tunnels (10.4.3); empty where
 *     multicast is none of its business
 */
public record HomeAgentConfig(
    InterfaceName homeInterface,
    Ipv6Address homeAgentAddress,
    Ipv6Prefix homePrefix,
    List<AdvertisedPrefix> advertisedPrefixes,
    Security security,
    InterfaceName tunnelInterface,
    Duration maximumLifetime,
    int preference,
    PrefixDiscoveryPolicy prefixDiscovery,
    HomeAgentLimits limits,
    Optional<GroupLimits> multicast) {

  /** What is granted where nothing else is configured: an hour. */
  public static final Duration DEFAULT_MAXIMUM_LIFETIME = Duration.ofHours(1);

  private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(4);
  private static final Duration LONGEST_LIFETIME = Lifetime.LONGEST.duration();

  /** Checks that the values fit one another; the message names the field. */
  public HomeAgentConfig {
    advertisedPrefixes = List.copyOf(advertisedPrefixes);
    if (!homeAgentAddress.isUnicastRoutable()) {
      throw new IllegalArgumentException("homeAgentAddress " + homeAgentAddress + " is not a unicast routable address");
    }
    if (!homePrefix.contains(homeAgentAddress)) {
      throw new IllegalArgumentException(
          "homeAgentAddress " + homeAgentAddress + " is not in homePrefix " + homePrefix);
    }
    if (multicast.isPresent() && homeInterface.equals(tunnelInterface)) {
      throw new IllegalArgumentException("multicast on a virtual home link, on which nobody sends to groups");
    }
    if (maximumLifetime.compareTo(SHORTEST_LIFETIME) < 0 || maximumLifetime.compareTo(LONGEST_LIFETIME) > 0) {
      throw new IllegalArgumentException("maximumLifetime " + maximumLifetime + " is not 4 to 262140 seconds");
    }
  }

  /** For how long the home prefix lasts; empty where another router of the home link says so. */
  public Optional<PrefixLifetimes> homePrefixLifetimes() {
    for (AdvertisedPrefix each : advertisedPrefixes) {
      if (each.prefix().equals(homePrefix)) {
        return Optional.of(each.lifetimes());
      }
    }
    return Optional.empty();
  }

  /** A home agent that leaves multicast groups alone. */
  public HomeAgentConfig(
      InterfaceName homeInterface,
      Ipv6Address homeAgentAddress,
      Ipv6Prefix homePrefix,
      List<AdvertisedPrefix> advertisedPrefixes,
      Security security,
      InterfaceName tunnelInterface,
      Duration maximumLifetime,
      int preference,
      PrefixDiscoveryPolicy prefixDiscovery,
      HomeAgentLimits limits) {
    this(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        advertisedPrefixes,
        security,
        tunnelInterface,
        maximumLifetime,
        preference,
        prefixDiscovery,
        limits,
        Optional.empty());
  }

  /** A home agent with the default lifetimes and limits. */
  public static HomeAgentConfig of(
      InterfaceName homeInterface,
      Ipv6Address homeAgentAddress,
      Ipv6Prefix homePrefix,
      Security security,
      InterfaceName tunnelInterface) {
    return new HomeAgentConfig(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        List.of(AdvertisedPrefix.of(homeAgentAddress, homePrefix.length())),
        security,
        tunnelInterface,
        DEFAULT_MAXIMUM_LIFETIME,
        0,
        PrefixDiscoveryPolicy.OFF,
        HomeAgentLimits.DEFAULT);
  }

  /** Whether the home link is no link, on which there are only mobile nodes that are elsewhere. */
  public boolean hasVirtualHomeLink() {
    return homeInterface.equals(tunnelInterface);
  }

  /** This home agent with another preference. */
  public HomeAgentConfig withPreference(int other) {
    return new HomeAgentConfig(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        advertisedPrefixes,
        security,
        tunnelInterface,
        maximumLifetime,
        other,
        prefixDiscovery,
        limits,
        multicast);
  }

  /** This home agent where its host advertises {@code prefixes} on the home link. */
  public HomeAgentConfig withAdvertisedPrefixes(List<AdvertisedPrefix> prefixes) {
    return new HomeAgentConfig(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        prefixes,
        security,
        tunnelInterface,
        maximumLifetime,
        preference,
        prefixDiscovery,
        limits,
        multicast);
  }

  /** This home agent with {@code policy} for prefix discovery. */
  public HomeAgentConfig withPrefixDiscovery(PrefixDiscoveryPolicy policy) {
    return new HomeAgentConfig(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        advertisedPrefixes,
        security,
        tunnelInterface,
        maximumLifetime,
        preference,
        policy,
        limits,
        multicast);
  }

  /** This home agent where mobile nodes can listen to groups. */
  public HomeAgentConfig withMulticast(GroupLimits bounds) {
    return new HomeAgentConfig(
        homeInterface,
        homeAgentAddress,
        homePrefix,
        advertisedPrefixes,
        security,
        tunnelInterface,
        maximumLifetime,
        preference,
        prefixDiscovery,
        limits,
        Optional.of(bounds));
  }
}
