package org.roam6.sim.network;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.homeagent.PrefixDiscoveryPolicy;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.sim.world.World;

/**
 * Who does mobile prefix discovery in a network (RFC 6275 10.6, 11.4.2), by the names of hosts. A name of a host that
 * there is not does nothing.
 *
 * @param hosts home agents that tell prefixes, and mobile nodes that ask
 * @param minimumInterval how long a change waits at least until it is told
 * @param maximumInterval after how long all is told again
 * @param homePrefix how long the home prefix lasts from the start on; empty where it lasts as usual
 */
public record PrefixDiscovery(
    List<String> hosts, Duration minimumInterval, Duration maximumInterval, Optional<Lasting> homePrefix) {

  /** Nobody does it. */
  public static final PrefixDiscovery NONE =
      new PrefixDiscovery(
          List.of(),
          PrefixDiscoveryPolicy.DEFAULT.minimumInterval(),
          PrefixDiscoveryPolicy.DEFAULT.maximumInterval(),
          Optional.empty());

  /** Takes a copy of the list. */
  public PrefixDiscovery {
    hosts = List.copyOf(hosts);
  }

  /**
   * How long a prefix lasts.
   *
   * @param valid for how long it is valid
   * @param preferred for how long it is preferred, not longer
   */
  public record Lasting(Duration valid, Duration preferred) {}

  /** With others who do it. */
  public PrefixDiscovery withHosts(List<String> others) {
    return new PrefixDiscovery(others, minimumInterval, maximumInterval, homePrefix);
  }

  /** With other intervals of what is told unasked. */
  public PrefixDiscovery withIntervals(Duration minimum, Duration maximum) {
    return new PrefixDiscovery(hosts, minimum, maximum, homePrefix);
  }

  /** With a home prefix that ends. */
  public PrefixDiscovery withHomePrefix(Lasting lasting) {
    return new PrefixDiscovery(hosts, minimumInterval, maximumInterval, Optional.of(lasting));
  }

  /** What a home agent does. */
  PrefixDiscoveryPolicy policy(String homeAgent) {
    return new PrefixDiscoveryPolicy(hosts.contains(homeAgent), minimumInterval, maximumInterval);
  }

  /** How the home agent's host advertises the home prefix. */
  PrefixLifetimes homePrefixLifetimes() {
    Instant start = Instant.ofEpochSecond(0, World.WALL_CLOCK_OFFSET_NANOS);
    return homePrefix
        .<PrefixLifetimes>map(
            lasting -> new PrefixLifetimes.Until(start.plus(lasting.valid()), start.plus(lasting.preferred())))
        .orElse(PrefixLifetimes.DEFAULT);
  }
}
