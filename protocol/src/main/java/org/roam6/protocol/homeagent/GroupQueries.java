package org.roam6.protocol.homeagent;

import java.time.Duration;
import org.roam6.protocol.Effect;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.MulticastListenerDiscovery;
import org.roam6.wire.icmp.MulticastListenerQueryV2;
import org.roam6.wire.ip.Ipv6Packet;

/** Asks mobile nodes, through their tunnels, which groups they listen to (RFC 6275 10.4.3). */
final class GroupQueries {

  /** RFC 3810 9.6, Startup Query Interval: "Default value: 1/4 the [Query Interval]." */
  static final Duration STARTUP_QUERY_INTERVAL = ListenerMachine.QUERY_INTERVAL.dividedBy(4);

  private static final int TUNNEL_HOP_LIMIT = 64;

  private final HomeAgentConfig config;
  private final Ipv6Address source;

  /**
   * Queries from this home agent.
   *
   * @param own the link-layer address of the home interface
   */
  GroupQueries(HomeAgentConfig config, LinkLayerAddress own) {
    this.config = config;
    // RFC 6275 10.4.3: "no functionality depends on these addresses being unique"
    this.source = Ipv6Address.linkLocal(own.interfaceIdentifier());
  }

  // RFC 3810 5.1.15: "General Queries are sent to the link-scope all-nodes multicast address (FF02::1)."
  /** Asks about all groups. */
  Effect general(BindingCacheEntry to) {
    return query(Ipv6Address.ALL_NODES, Ipv6Address.UNSPECIFIED, ListenerMachine.QUERY_RESPONSE_INTERVAL, to);
  }

  // RFC 3810 5.1.15: "Multicast Address Specific [...] Queries are sent with an IP destination address equal to the
  // multicast address of interest."
  /** Asks about one group. */
  Effect about(Ipv6Address group, BindingCacheEntry to) {
    return query(group, group, ListenerMachine.LAST_LISTENER_QUERY_INTERVAL, to);
  }

  // RFC 6275 10.4.3: "The MLD packets between the mobile node and the home agent are encapsulated within the same
  // tunnel header used for other packet flows"
  private Effect query(Ipv6Address destination, Ipv6Address group, Duration within, BindingCacheEntry to) {
    MulticastListenerQueryV2 query =
        new MulticastListenerQueryV2(
            Math.toIntExact(within.toMillis()),
            group,
            ListenerMachine.ROBUSTNESS,
            Math.toIntExact(ListenerMachine.QUERY_INTERVAL.toSeconds()));
    Ipv6Packet inner = MulticastListenerDiscovery.packet(source, destination, query);
    return new Effect.SendRouted(
        Ipv6Packet.encapsulate(inner, config.homeAgentAddress(), to.careOfAddress(), TUNNEL_HOP_LIMIT).encode());
  }
}
