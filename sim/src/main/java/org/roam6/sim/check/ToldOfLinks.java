package org.roam6.sim.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.sim.check.Ledger.MobileNodeRecord;
import org.roam6.sim.kernel.NeighborMessages;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.sim.world.Observer;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.DhcpOptions;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.IdentityAssociation;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.UdpPort;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.ip.UdpDatagram;

/**
 * What mobile nodes were told since they were started, on each of their interfaces: which prefixes a router advertises
 * and which addresses are leased, and until when at most. It observes before the checkers that ask it.
 */
final class ToldOfLinks implements Observer {

  private final Ledger ledger;
  private final Map<String, Map<Router, Map<Ipv6Prefix, Prefix>>> routers = new HashMap<>();
  private final Map<String, Map<Lease, Time>> leases = new HashMap<>();
  private final Map<Octets, Optional<RouterAdvertisement>> read = new LastAdvertisements();

  ToldOfLinks(Ledger ledger) {
    this.ledger = ledger;
  }

  /** RFC 6059 3: the router identifier. */
  record Router(Ipv6Address address, LinkLayerAddress linkLayerAddress) {}

  /** Not many: what is decremented or damaged is different each time. */
  private static final class LastAdvertisements extends LinkedHashMap<Octets, Optional<RouterAdvertisement>> {
    private static final long serialVersionUID = 1;
    private static final int MOST = 64;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Octets, Optional<RouterAdvertisement>> eldest) {
      return size() > MOST;
    }
  }

  private record Prefix(Time until, boolean autonomous) {}

  // RFC 6059 5.2: "After the host is assigned an address by a DHCPv6 server, it needs to associate the address with the
  // routers on link." After a move that it has not felt yet that is the router of its former link.
  private record Lease(Ipv6Address address, Optional<Ipv6Address> router) {}

  /** The key of an interface. */
  static String port(SimulatedHost host, InterfaceName on) {
    return host.name() + " " + on;
  }

  /** The keys of all interfaces of a mobile node; of other hosts none. */
  List<String> ports(SimulatedHost host) {
    return ledger.mobileNode(host).stream()
        .flatMap(mobileNode -> mobileNode.interfaces().stream())
        .map(on -> port(host, on))
        .toList();
  }

  /** Until when a prefix lasts by what the router has said of it; {@link Time#ZERO} where it never has. */
  Time validUntil(String port, Router router, Ipv6Prefix prefix) {
    return Optional.ofNullable(toldBy(port, router).get(prefix)).map(Prefix::until).orElse(Time.ZERO);
  }

  /** Until when addresses that are formed of a prefix last; {@link Time#ZERO} where none may be. */
  Time formedUntil(String port, Router router, Ipv6Prefix prefix) {
    return Optional.ofNullable(toldBy(port, router).get(prefix))
        .filter(Prefix::autonomous)
        .map(Prefix::until)
        .orElse(Time.ZERO);
  }

  /** Until when an address is leased; {@link Time#ZERO} where it never was. */
  Time leasedUntil(String port, Ipv6Address address) {
    return leases.getOrDefault(port, Map.of()).entrySet().stream()
        .filter(lease -> lease.getKey().address().equals(address))
        .map(Map.Entry::getValue)
        .reduce(Time.ZERO, Time::later);
  }

  /** Whether an address may be valid that goes with a router: formed of one of its prefixes, or leased. */
  boolean mayHaveAddress(String port, Router router, Time now) {
    boolean formed =
        toldBy(port, router).values().stream().anyMatch(prefix -> prefix.autonomous() && !prefix.until().isDue(now));
    return formed
        || leases.getOrDefault(port, Map.of()).entrySet().stream()
            .filter(lease -> lease.getKey().router().equals(Optional.of(router.address())))
            .anyMatch(lease -> !lease.getValue().isDue(now));
  }

  private Map<Ipv6Prefix, Prefix> toldBy(String port, Router router) {
    return routers.getOrDefault(port, Map.of()).getOrDefault(router, Map.of());
  }

  @Override
  public void disturbed(SimulatedHost host, Disturbance disturbance, Time now) {
    if (disturbance instanceof Disturbance.Started) {
      routers.keySet().removeAll(ports(host));
      leases.keySet().removeAll(ports(host));
    }
  }

  @Override
  public void handled(SimulatedHost host, Event event, List<Effect> effects, Time now) {
    if (!(event instanceof Event.PacketReceived received)) {
      return;
    }
    boolean isAdvertisement = PacketFields.icmpv6Type(received.packet()) == Icmpv6Type.ROUTER_ADVERTISEMENT;
    if (isAdvertisement && ledger.mobileNode(host).isPresent()) {
      advertisement(received.packet())
          .ifPresent(message -> advertised(port(host, received.in()), received, message, now));
    } else if (PacketFields.nextHeader(received.packet()) == IpProtocol.UDP && ledger.mobileNode(host).isPresent()) {
      replied(host, received, now);
    }
  }

  /** The advertisement in a packet: routers say the same most of the time, to many. */
  private Optional<RouterAdvertisement> advertisement(Octets packet) {
    return read.computeIfAbsent(
        packet,
        octets ->
            NeighborMessages.in(octets)
                .filter(RouterAdvertisement.class::isInstance)
                .map(RouterAdvertisement.class::cast));
  }

  private void advertised(String port, Event.PacketReceived received, RouterAdvertisement message, Time now) {
    Map<Ipv6Prefix, Prefix> told =
        routers
            .computeIfAbsent(port, _ -> new HashMap<>())
            .computeIfAbsent(
                new Router(PacketFields.source(received.packet()), received.from()), _ -> new HashMap<>());
    for (PrefixInformation option : NeighborDiscoveryOptions.ofType(message.options(), PrefixInformation.class)) {
      Time until =
          option.validLifetimeSeconds() == PrefixInformation.INFINITY
              ? Time.NEVER
              : now.plus(Duration.ofSeconds(option.validLifetimeSeconds()));
      told.merge(
          option.prefix(),
          new Prefix(until, option.autonomous()),
          (before, news) -> new Prefix(Time.later(before.until(), news.until()), news.autonomous()));
    }
  }

  private void replied(SimulatedHost host, Event.PacketReceived received, Time now) {
    if (Ipv6Packet.decode(received.packet()) instanceof Value<Ipv6Packet>(Ipv6Packet packet)
        && UdpDatagram.decode(packet.payload(), packet.header().source(), packet.header().destination())
            instanceof Value<UdpDatagram>(UdpDatagram datagram)
        && datagram.destinationPort() == UdpPort.DHCPV6_CLIENT
        && DhcpMessage.decode(datagram.data()) instanceof Value<DhcpMessage>(DhcpMessage message)
        && message.type() == DhcpMessageType.REPLY) {
      for (IdentityAssociation association : DhcpOptions.ofType(message.options(), IdentityAssociation.class)) {
        for (IaAddress leased : DhcpOptions.ofType(association.options(), IaAddress.class)) {
          Lease lease = new Lease(leased.address(), believedRouter(host, received.in()));
          leases
              .computeIfAbsent(port(host, received.in()), _ -> new HashMap<>())
              .put(lease, now.plus(Duration.ofSeconds(leased.validSeconds())));
        }
      }
    }
  }

  private Optional<Ipv6Address> believedRouter(SimulatedHost host, InterfaceName on) {
    return ledger.mobileNode(host).flatMap(MobileNodeRecord::belief).stream()
        .flatMap(belief -> belief.interfaces().stream())
        .filter(each -> each.name().equals(on))
        .flatMap(each -> each.router().stream())
        .findFirst();
  }
}
