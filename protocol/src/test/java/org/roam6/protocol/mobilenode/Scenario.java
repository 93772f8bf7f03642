package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Notice;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.MobilityOption;

/** A mobile node in virtual time, and everything that it ever asked for. */
final class Scenario {

  static final InterfaceName ETH0 = new InterfaceName("eth0");
  static final InterfaceName WLAN0 = new InterfaceName("wlan0");
  static final InterfaceName ROAM0 = new InterfaceName("roam0");
  static final LinkLayerAddress OWN = LinkLayerAddress.parse("02:00:00:00:00:01");
  static final LinkLayerAddress OWN_WLAN0 = LinkLayerAddress.parse("02:00:00:00:00:02");
  static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse("2001:db8:1::99");
  static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  static final Duration ROUND_TRIP = Duration.ofMillis(20);

  final MobileNode node;
  final MobileNodeConfig config;
  final Map<Desired.Key, Desired> wishes = new LinkedHashMap<>();
  /** When Binding Updates were sent. */
  final List<Time> updateTimes = new ArrayList<>();

  private final List<Effect> effects = new ArrayList<>();
  private Time now = new Time(1_000_000_000L);

  Scenario(MobileNodeConfig config) {
    this.config = config;
    this.node = new MobileNode(config, new SeededRandomness(7));
    handle(new Event.WallClockSet(1_800_000_000_000_000_000L));
  }

  static Scenario unprotected() {
    return new Scenario(
        MobileNodeConfig.of(ETH0, HOME_ADDRESS, HOME_PREFIX, HOME_AGENT, new Security.None(), ROAM0));
  }

  /** With two interfaces, {@link #ETH0} preferred to {@link #WLAN0}. */
  static Scenario withTwoInterfaces() {
    return new Scenario(config(List.of(ETH0, WLAN0), MobileNodeConfig.DEFAULT_ROUTING_TABLE));
  }

  static MobileNodeConfig config(List<InterfaceName> interfaces, int routingTable) {
    return new MobileNodeConfig(
        interfaces,
        HOME_ADDRESS,
        HOME_PREFIX,
        HOME_AGENT,
        new Security.None(),
        ROAM0,
        routingTable,
        List.of(),
        MobileNodeConfig.DEFAULT_LIFETIME,
        MobileNodeTimers.DEFAULT,
        MobileNodeLimits.DEFAULT,
        RouteOptimizationPolicy.OFF,
        PrefixDiscoveryMode.OFF,
        List.of());
  }

  Time now() {
    return now;
  }

  /** What the node did about {@code event}. */
  List<Effect> handle(Event event) {
    List<Effect> caused = node.handle(event, now);
    effects.addAll(caused);
    updatePackets(caused).forEach(packet -> updateTimes.add(now));
    for (Effect effect : caused) {
      if (effect instanceof Effect.Want(Desired item)) {
        wishes.put(item.key(), item);
      } else if (effect instanceof Effect.Unwant(Desired.Key key)) {
        wishes.remove(key);
      }
    }
    return caused;
  }

  /** Lets time pass, with the deadlines in it; what the node did meanwhile. */
  List<Effect> pass(Duration duration) {
    Time end = now.plus(duration);
    List<Effect> caused = new ArrayList<>();
    while (node.nextDeadline().isDue(end)) {
      Time deadline = node.nextDeadline();
      now = now.isBefore(deadline) ? deadline : now;
      caused.addAll(handle(new Event.DeadlineReached()));
      if (node.nextDeadline().isDue(now)) {
        throw new AssertionError(
            "the deadline " + deadline + " was reached and nothing happened: " + node.snapshot(now));
      }
    }
    now = end;
    return caused;
  }

  List<Effect> plug() {
    return plug(ETH0);
  }

  List<Effect> plug(InterfaceName on) {
    return handle(new Event.LinkChanged(on, LinkPresence.CARRIER, own(on), 1500));
  }

  List<Effect> unplug() {
    return unplug(ETH0);
  }

  List<Effect> unplug(InterfaceName on) {
    return handle(new Event.LinkChanged(on, LinkPresence.NO_CARRIER, own(on), 1500));
  }

  private static LinkLayerAddress own(InterfaceName on) {
    return on.equals(WLAN0) ? OWN_WLAN0 : OWN;
  }

  List<Effect> hear(TestRouter router) {
    return hear(ETH0, router);
  }

  List<Effect> hear(InterfaceName on, TestRouter router) {
    return handle(
        new Event.NeighborMessageReceived(
            arrival(on, router.address(), router.mac(), Ipv6Address.ALL_NODES, Optional.empty()),
            router.advertisement()));
  }

  /** The cable of an interface goes to the link of a router, which advertises itself. */
  List<Effect> join(InterfaceName on, TestRouter router) {
    List<Effect> caused = new ArrayList<>(plug(on));
    caused.addAll(hear(on, router));
    return caused;
  }

  /** Where the node is with an interface by a router. */
  static Ipv6Address careOfAddress(InterfaceName on, TestRouter router) {
    return router.prefixes().getFirst().withInterfaceIdentifier(own(on).interfaceIdentifier());
  }

  List<Effect> hear(Ipv6Address source, LinkLayerAddress from, Icmpv6Message message) {
    return handle(
        new Event.NeighborMessageReceived(arrival(source, from, Ipv6Address.ALL_NODES, Optional.empty()), message));
  }

  /** The cable goes from one link to another, whose router answers the solicitation. */
  List<Effect> moveTo(TestRouter router) {
    unplug();
    plug();
    return hear(router);
  }

  /** An acknowledgement of {@code update}, with a lifetime that is granted as asked for. */
  List<Effect> acknowledge(BindingUpdate update, Ipv6Address careOfAddress) {
    return acknowledge(0, update.sequenceNumber(), update.lifetimeUnits(), careOfAddress);
  }

  List<Effect> acknowledge(
      int status, int sequence, int lifetimeUnits, Ipv6Address careOfAddress, MobilityOption... options) {
    return acknowledge(
        new BindingAcknowledgement(status, false, 0, sequence, lifetimeUnits, List.of(options)), careOfAddress);
  }

  List<Effect> acknowledge(BindingAcknowledgement message, Ipv6Address careOfAddress) {
    return receive(message, careOfAddress, UnaryOperator.identity());
  }

  List<Effect> receive(
      MobilityMessage message, Ipv6Address destination, UnaryOperator<Arrival> disguise) {
    return receive(MobilityHeader.of(message), destination, disguise);
  }

  List<Effect> receive(MobilityHeader header, Ipv6Address destination, UnaryOperator<Arrival> disguise) {
    Optional<Ipv6Address> type2 =
        destination.equals(HOME_ADDRESS) ? Optional.empty() : Optional.of(HOME_ADDRESS);
    Arrival arrival = arrival(HOME_AGENT, TestRouter.HOME.mac(), destination, type2);
    return handle(
        new Event.MobilityMessageReceived(
            disguise.apply(arrival), header, header.encode(HOME_AGENT, HOME_ADDRESS)));
  }

  private static Arrival arrival(
      Ipv6Address source, LinkLayerAddress from, Ipv6Address destination, Optional<Ipv6Address> type2) {
    return arrival(ETH0, source, from, destination, type2);
  }

  private static Arrival arrival(
      InterfaceName in,
      Ipv6Address source,
      LinkLayerAddress from,
      Ipv6Address destination,
      Optional<Ipv6Address> type2) {
    return new Arrival(in, from, source, destination, 255, Optional.empty(), type2);
  }

  /** Registers from home to a visited link and forgets what was said on the way. */
  Ipv6Address registeredAt(TestRouter router) {
    BindingUpdate update = onlyUpdate(moveTo(router));
    Ipv6Address careOfAddress = router.careOfAddress();
    now = now.plus(ROUND_TRIP);
    acknowledge(update, careOfAddress);
    return careOfAddress;
  }

  // what effects hold

  static List<Octets> packets(List<Effect> effects) {
    List<Octets> packets = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendRouted(Octets packet)) {
        packets.add(packet);
      } else if (effect instanceof Effect.SendOnLink(var out, var to, Octets packet)) {
        packets.add(packet);
      }
    }
    return packets;
  }

  static Ipv6Packet decode(Octets packet) {
    if (Ipv6Packet.decode(packet) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet value)) {
      return value;
    }
    throw new AssertionError("malformed packet " + packet);
  }

  static MobilityHeader mobilityHeader(Ipv6Packet packet) {
    var decoded = MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination());
    if (decoded instanceof Decoded.Value<MobilityHeader>(MobilityHeader value)) {
      return value;
    }
    throw new AssertionError("malformed Mobility Header: " + decoded);
  }

  static List<Ipv6Packet> updatePackets(List<Effect> effects) {
    return packets(effects).stream()
        .map(Scenario::decode)
        .filter(packet -> packet.protocol() == IpProtocol.MOBILITY)
        .toList();
  }

  static List<BindingUpdate> updates(List<Effect> effects) {
    return updatePackets(effects).stream()
        .map(packet -> (BindingUpdate) mobilityHeader(packet).message())
        .toList();
  }

  static BindingUpdate onlyUpdate(List<Effect> effects) {
    List<BindingUpdate> updates = updates(effects);
    if (updates.size() != 1) {
      throw new AssertionError("not one Binding Update in " + effects);
    }
    return updates.getFirst();
  }

  /** The ICMPv6 messages of one kind among what was sent. */
  static <T extends Icmpv6Message> List<T> messages(List<Effect> effects, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Octets octets : packets(effects)) {
      Ipv6Packet packet = decode(octets);
      if (packet.protocol() == IpProtocol.ICMPV6
          && Icmpv6Message.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
              instanceof Decoded.Value<Icmpv6Message>(Icmpv6Message message)
          && kind.isInstance(message)) {
        found.add(kind.cast(message));
      }
    }
    return found;
  }

  static <T extends Notice> List<T> notices(List<Effect> effects, Class<T> kind) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Notify(var notice) && kind.isInstance(notice))
        .map(effect -> kind.cast(((Effect.Notify) effect).notice()))
        .toList();
  }

  List<Effect> all() {
    return effects;
  }

  <T extends Desired> List<T> wished(Class<T> kind) {
    return wishes.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Optional<Desired.Route> route(int table, String prefix) {
    return Optional.ofNullable((Desired.Route) wishes.get(new Desired.RouteKey(table, Ipv6Prefix.parse(prefix))));
  }
}
