package org.roam6.sim.network;

import java.time.Duration;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.protocol.mobilenode.MobileNodeLimits;
import org.roam6.protocol.mobilenode.MobileNodeTimers;
import org.roam6.sim.link.LinkQuality;

/**
 * How the roles of a network are configured, and how good its links are.
 *
 * @param quality of each link at first
 * @param minimumInterval MinRtrAdvInterval of all routers
 * @param maximumInterval MaxRtrAdvInterval of all routers
 * @param fastSolicitedAdvertisements whether they answer solicitations at once
 * @param lifetime what mobile nodes ask for
 * @param maximumLifetime what home agents grant at most
 * @param authenticated whether Binding Updates are authenticated (RFC 4285), each mobile node with a key of its own
 * @param homeAgentLimits the bounds of home agents
 * @param timers of mobile nodes
 * @param limits of mobile nodes
 * @param routeOptimization who does route optimization
 * @param prefixDiscovery who does mobile prefix discovery
 * @param homeAgents who finds a home agent
 * @param leasing where addresses are leased
 */
public record Settings(
    LinkQuality quality,
    Duration minimumInterval,
    Duration maximumInterval,
    boolean fastSolicitedAdvertisements,
    Duration lifetime,
    Duration maximumLifetime,
    boolean authenticated,
    HomeAgentLimits homeAgentLimits,
    MobileNodeTimers timers,
    MobileNodeLimits limits,
    RouteOptimization routeOptimization,
    PrefixDiscovery prefixDiscovery,
    HomeAgents homeAgents,
    Leasing leasing) {

  /** Links of a millisecond without faults, advertisements each 3 to 10 seconds, a lifetime of seven minutes. */
  public static final Settings DEFAULT =
      new Settings(
          LinkQuality.perfect(Duration.ofMillis(1)),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          true,
          Duration.ofMinutes(7),
          Duration.ofHours(1),
          true,
          HomeAgentLimits.DEFAULT,
          MobileNodeTimers.DEFAULT,
          MobileNodeLimits.DEFAULT,
          RouteOptimization.NONE,
          PrefixDiscovery.NONE,
          HomeAgents.CONFIGURED,
          Leasing.NONE);

  /** These settings with another link quality. */
  public Settings withQuality(LinkQuality other) {
    return new Settings(
        other, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with other advertisement intervals, and another way to answer solicitations. */
  public Settings withAdvertisements(Duration minimum, Duration maximum, boolean fast) {
    return new Settings(
        quality, minimum, maximum, fast, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with other lifetimes. */
  public Settings withLifetimes(Duration asked, Duration most) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, asked, most,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with other bounds of the home agents. */
  public Settings withHomeAgentLimits(HomeAgentLimits others) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, others, timers, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with Binding Updates that are authenticated or not. */
  public Settings withAuthentication(boolean yes) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        yes, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with other timers of the mobile nodes. */
  public Settings withTimers(MobileNodeTimers others) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, others, limits, routeOptimization, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with others who do route optimization. */
  public Settings withRouteOptimization(RouteOptimization others) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, others, prefixDiscovery, homeAgents, leasing);
  }

  /** These settings with others who do mobile prefix discovery. */
  public Settings withPrefixDiscovery(PrefixDiscovery others) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, others, homeAgents, leasing);
  }

  /** These settings with others who find their home agents. */
  public Settings withHomeAgents(HomeAgents others) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, others, leasing);
  }

  /** These settings with addresses that are leased elsewhere. */
  public Settings withLeasing(Leasing other) {
    return new Settings(
        quality, minimumInterval, maximumInterval, fastSolicitedAdvertisements, lifetime, maximumLifetime,
        authenticated, homeAgentLimits, timers, limits, routeOptimization, prefixDiscovery, homeAgents, other);
  }
}
