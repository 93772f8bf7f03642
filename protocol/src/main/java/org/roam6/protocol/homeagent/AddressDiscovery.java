package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.neighbor.HomeAgentsList;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.ip.Ipv6Packet;

/** Tells mobile nodes which home agents their home link has (RFC 6275 10.5). */
final class AddressDiscovery {

  private static final int HOP_LIMIT = 64;

  // Whoever asks is not known, and a reply may be many times as long as the question.
  private static final int REPLIES_IN_A_ROW = 10;
  private static final Duration REPLY_INTERVAL = Duration.ofMillis(100);
  private static final long LOTS = 1L << 32;

  private final HomeAgentConfig config;
  private final Randomness randomness;
  private final HomeAgentsList others = new HomeAgentsList();
  private RateLimit replies = RateLimit.of(REPLIES_IN_A_ROW, REPLY_INTERVAL);

  AddressDiscovery(HomeAgentConfig config, Randomness randomness) {
    this.config = config;
    this.randomness = randomness;
  }

  /** The address at which mobile nodes ask. */
  Ipv6Address anycastAddress() {
    return HomeAgentsAnycast.of(config.homePrefix());
  }

  /** A router of the home link has advertised. */
  void heard(Ipv6Address router, RouterAdvertisement advertisement, Time now) {
    others.heard(router, advertisement, now);
  }

  /** The other home agents of the home link, the most preferable first. */
  List<HomeAgentsList.Entry> others(Time now) {
    return others.at(now);
  }

  // RFC 6275 10.5.1: "A home agent receiving a Home Agent Address Discovery Request message that serves this subnet
  // SHOULD return an ICMP Home Agent Address Discovery Reply message to the mobile node with the Source Address of the
  // Reply packet set to one of the global unicast addresses of the home agent."
  Optional<Effect> answer(Arrival arrival, HomeAgentAddressDiscoveryRequest request, Time now) {
    boolean isAsked =
        arrival.destination().equals(anycastAddress()) || arrival.destination().equals(config.homeAgentAddress());
    if (!isAsked || !arrival.source().isUnicastRoutable() || !replies.allows(now)) {
      return Optional.empty();
    }
    replies = replies.used(now);
    HomeAgentAddressDiscoveryReply reply =
        new HomeAgentAddressDiscoveryReply(request.identifier(), false, addresses(now));
    Ipv6Address from = config.homeAgentAddress();
    // RFC 6275 6.5: "The home agent MUST then return the Home Agent Address Discovery Reply message directly to the
    // Source Address chosen by the mobile node."
    return Optional.of(
        new Effect.SendRouted(
            Ipv6Packet.of(from, arrival.source(), HOP_LIMIT, IpProtocol.ICMPV6, reply.encode(from, arrival.source()))
                .encode()));
  }

  /** A home agent with the number that it has drawn among those of equal preference. */
  private record Ranked(int preference, long lot, List<Ipv6Address> addresses) {}

  // RFC 6275 10.5.1: "listed in order of decreasing preference values", "Among home agents with equal preference [...]
  // in an order randomized", "If more than one global IP address is associated with a home agent, these addresses
  // SHOULD be listed in a randomized order", "SHOULD reduce the number of home agent IP addresses so that the packet
  // fits within the minimum IPv6 MTU"
  private List<Ipv6Address> addresses(Time now) {
    List<Ranked> ranked = new ArrayList<>();
    ranked.add(new Ranked(config.preference(), draw(), List.of(config.homeAgentAddress())));
    for (HomeAgentsList.Entry other : others.at(now)) {
      List<Ipv6Address> addresses = other.addresses().stream().map(HomeAgentsList.GlobalAddress::address).toList();
      ranked.add(new Ranked(other.preference(), draw(), shuffled(addresses)));
    }
    ranked.sort(Comparator.comparingInt(Ranked::preference).reversed().thenComparingLong(Ranked::lot));
    return ranked.stream()
        .flatMap(each -> each.addresses().stream())
        .limit(HomeAgentAddressDiscoveryReply.MAX_HOME_AGENTS)
        .toList();
  }

  private List<Ipv6Address> shuffled(List<Ipv6Address> addresses) {
    List<Ipv6Address> left = new ArrayList<>(addresses);
    List<Ipv6Address> shuffled = new ArrayList<>();
    while (!left.isEmpty()) {
      shuffled.add(left.remove((int) randomness.jitter(left.size())));
    }
    return shuffled;
  }

  private long draw() {
    return randomness.jitter(LOTS);
  }
}
