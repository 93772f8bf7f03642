package org.roam6.protocol.correspondent;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.wire.Ipv6Prefix;

/**
 * What a correspondent node is to do.
 *
 * @param tunnelInterface the interface of the data plane to which packets for home addresses are routed
 * @param routingTable the routing table that has these routes, 1 to 252
 * @param maximumLifetime the longest lifetime that is granted to a binding, 4 seconds to {@code MAX_RR_BINDING_LIFETIME}
 * @param limits the bounds on what mobile nodes and others can make it do
 * @param homePrefixes where home agents in the same process register home addresses: they answer home registrations,
 *     and their home addresses get no other bindings; empty where there is none
 */
public record CorrespondentConfig(
    InterfaceName tunnelInterface,
    int routingTable,
    Duration maximumLifetime,
    CorrespondentLimits limits,
    List<Ipv6Prefix> homePrefixes) {

  /** The routing table where nothing else is configured; a mobile node's are 252 and 251. */
  public static final int DEFAULT_ROUTING_TABLE = 250;

  /** The greatest number of a routing table: the kernel uses those behind it. */
  public static final int GREATEST_ROUTING_TABLE = 252;

  /** The shortest maximum: the shortest lifetime that a message can carry, 4 seconds. */
  public static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(4);

  /** Checks that the values fit; the message names the field. */
  public CorrespondentConfig {
    homePrefixes = List.copyOf(homePrefixes);
    if (routingTable < 1 || routingTable > GREATEST_ROUTING_TABLE) {
      throw new IllegalArgumentException("routingTable " + routingTable + " is not 1 to 252");
    }
    // RFC 6275 5.2.6: "Bindings [...] using keys created by way of the return routability procedure MUST NOT exceed
    // MAX_RR_BINDING_LIFETIME seconds"
    if (maximumLifetime.compareTo(SHORTEST_LIFETIME) < 0
        || maximumLifetime.compareTo(ProtocolConstants.MAX_RR_BINDING_LIFETIME) > 0) {
      throw new IllegalArgumentException("maximumLifetime " + maximumLifetime + " is not 4 to 420 seconds");
    }
  }

  /** A correspondent node with the default table, lifetime and limits, and without home agent beside it. */
  public static CorrespondentConfig of(InterfaceName tunnelInterface) {
    return new CorrespondentConfig(
        tunnelInterface,
        DEFAULT_ROUTING_TABLE,
        ProtocolConstants.MAX_RR_BINDING_LIFETIME,
        CorrespondentLimits.DEFAULT,
        List.of());
  }

  /** This one beside a home agent for {@code prefix}. */
  public CorrespondentConfig withHomePrefix(Ipv6Prefix prefix) {
    return new CorrespondentConfig(tunnelInterface, routingTable, maximumLifetime, limits, List.of(prefix));
  }
}
