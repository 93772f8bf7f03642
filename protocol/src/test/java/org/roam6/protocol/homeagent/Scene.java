package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborAdvertisement;
import org.roam6.wire.icmp.NeighborSolicitation;
import org.roam6.wire.icmp.TargetLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** A home agent in its host, with virtual time and whatever its host has been told to have. */
final class Scene {

  static final InterfaceName HOME_LINK = new InterfaceName("eth0");
  static final InterfaceName UPLINK = new InterfaceName("eth1");
  static final InterfaceName TUNNEL = new InterfaceName("roam0");
  static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  static final Ipv6Address OTHER_HOME = Ipv6Address.parse("2001:db8:1::1:100");
  static final Ipv6Address CARE_OF_A = Ipv6Address.parse("2001:db8:a::5");
  static final Ipv6Address CARE_OF_B = Ipv6Address.parse("2001:db8:b::5");
  static final Ipv6Address NEIGHBOR = Ipv6Address.parse("fe80::77");
  static final LinkLayerAddress OWN_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:01");
  static final LinkLayerAddress NEIGHBOR_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:77");
  static final LinkLayerAddress MOBILE_NODE_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:99");

  static final SecurityAssociation ASSOCIATION = association(1000, "11", "mn1@example.org", HOME);
  static final SecurityAssociation OTHER_ASSOCIATION = association(1001, "22", "mn2@example.org", OTHER_HOME);

  private static final long WALL_CLOCK_OFFSET_NANOS = 1_795_000_000_000_000_000L;

  final HomeAgent agent;
  /** What it wants for the sake of bindings. */
  final Map<Desired.Key, Desired> wanted = new LinkedHashMap<>();
  final List<Desired> always = new ArrayList<>();
  private final Host host;
  private Time now = Time.ZERO.plus(Duration.ofMinutes(10));

  Scene(HomeAgentConfig config) {
    agent = new HomeAgent(config, new SeededRandomness(1));
    host = new Host(List.of(agent));
    tell(new Event.WallClockSet(WALL_CLOCK_OFFSET_NANOS));
    tell(new Event.LinkChanged(config.homeInterface(), Event.LinkPresence.CARRIER, OWN_LINK_LAYER, 1500));
    tell(new Event.AddressChanged(config.homeInterface(), HOME_AGENT, Event.AddressState.READY));
    pass(Duration.ofMinutes(1));
  }

  static Scene unprotected() {
    return new Scene(config(new Security.None(), HomeAgentLimits.DEFAULT));
  }

  static Scene authenticated() {
    return new Scene(config(security(), HomeAgentLimits.DEFAULT));
  }

  /** On a virtual home link. */
  static Scene withoutLink() {
    HomeAgentConfig config = HomeAgentConfig.of(TUNNEL, HOME_AGENT, HOME_PREFIX, new Security.None(), TUNNEL);
    return new Scene(config);
  }

  static Security security() {
    return new Security.Authenticated(List.of(ASSOCIATION, OTHER_ASSOCIATION));
  }

  static HomeAgentConfig config(Security security, HomeAgentLimits limits) {
    return new HomeAgentConfig(
        HOME_LINK,
        HOME_AGENT,
        HOME_PREFIX,
        List.of(AdvertisedPrefix.of(HOME_AGENT, 64)),
        security,
        TUNNEL,
        Duration.ofMinutes(4),
        0,
        PrefixDiscoveryPolicy.OFF,
        limits);
  }

  private static SecurityAssociation association(long spi, String key, String identifier, Ipv6Address home) {
    return new SecurityAssociation(
        spi, new SecretKey(Octets.ofHex(key.repeat(16))), identifier, new TreeSet<>(Set.of(home)));
  }

  /** Lets an event happen. */
  List<Effect> tell(Event event) {
    List<Effect> effects = host.handle(event, now);
    note(effects);
    return effects;
  }

  /** Lets time pass, in steps from deadline to deadline. */
  List<Effect> pass(Duration duration) {
    Time end = now.plus(duration);
    List<Effect> effects = new ArrayList<>();
    while (host.nextDeadline().isDue(end)) {
      now = host.nextDeadline();
      effects.addAll(tell(new Event.DeadlineReached()));
      assertThat(host.nextDeadline()).as("the deadline after one was handled").isGreaterThan(now);
    }
    now = end;
    return effects;
  }

  private void note(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(Desired item) && isWantedAnyway(item)) {
        always.add(item);
      } else if (effect instanceof Effect.Want(Desired item)) {
        wanted.put(item.key(), item);
      } else if (effect instanceof Effect.Unwant(Desired.Key key)) {
        assertThat(wanted.remove(key)).as("what is no longer wanted was wanted").isNotNull();
      }
    }
  }

  private static boolean isWantedAnyway(Desired item) {
    return item instanceof Desired.InterfaceHandling
        || item instanceof Desired.AnycastAddress
        || item instanceof Desired.InterfaceAddress
        || item instanceof Desired.Route route && route.destination().equals(HOME_PREFIX);
  }

  Time now() {
    return now;
  }

  /** The time of day at {@link #now}. */
  Instant instant() {
    return now.timeOfDay(WALL_CLOCK_OFFSET_NANOS);
  }

  /** Sets the wall clock {@code ahead} of what it was at first. */
  void setWallClock(Duration ahead) {
    tell(new Event.WallClockSet(WALL_CLOCK_OFFSET_NANOS + ahead.toNanos()));
  }

  NtpTimestamp timeOfDay() {
    return NtpTimestamp.ofUnixNanos(WALL_CLOCK_OFFSET_NANOS + now.nanos());
  }

  /** Registers and lets duplicate address detection end. */
  Acknowledgement register(Update update) {
    tell(update.plain());
    return Acknowledgement.onlyOneIn(pass(Duration.ofSeconds(1)));
  }

  Optional<Tunnel> tunnel(Ipv6Address homeAddress) {
    return Optional.ofNullable(wanted.get(new Desired.TunnelKey(BindingKey.of(homeAddress))))
        .map(item -> ((Desired.WantedTunnel) item).tunnel());
  }

  boolean hasRoute(Ipv6Address homeAddress) {
    Desired.Route route =
        new Desired.Route(254, new Ipv6Prefix(homeAddress, 128), Optional.empty(), TUNNEL);
    return route.equals(wanted.get(route.key()));
  }

  boolean hearsFor(Ipv6Address address) {
    return wanted.containsKey(new Desired.GroupKey(HOME_LINK, address.solicitedNode()));
  }

  List<HomeAgentSnapshot.Binding> bindings() {
    return agent.snapshot(now).bindings();
  }

  HomeAgentSnapshot.Binding onlyBinding() {
    assertThat(bindings()).hasSize(1);
    return bindings().getFirst();
  }

  long discarded(DiscardCause cause) {
    return agent.snapshot(now).discarded().getOrDefault(cause, 0L);
  }

  /** A neighbour asks for {@code target}, by multicast. */
  List<Effect> solicit(Ipv6Address source, Ipv6Address target) {
    return onHomeLink(source, target.solicitedNode(), NEIGHBOR_LINK_LAYER, new NeighborSolicitation(target, List.of()));
  }

  /** A neighbour says that it has {@code target}. */
  List<Effect> advertise(Ipv6Address target) {
    return onHomeLink(
        NEIGHBOR,
        Ipv6Address.ALL_NODES,
        NEIGHBOR_LINK_LAYER,
        new NeighborAdvertisement(
            false, false, true, target, List.of(new TargetLinkLayerAddress(NEIGHBOR_LINK_LAYER))));
  }

  List<Effect> onHomeLink(
      Ipv6Address source, Ipv6Address destination, LinkLayerAddress from, Icmpv6Message message) {
    Ipv6Packet packet =
        Ipv6Packet.of(source, destination, 255, IpProtocol.ICMPV6, message.encode(source, destination));
    return tell(new Event.PacketReceived(HOME_LINK, from, packet.encode()));
  }

  /** A message of Neighbor Discovery that went out on the home link. */
  record Sent(LinkLayerAddress to, Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {}

  /** The messages of Neighbor Discovery among effects. */
  static List<Sent> neighborMessages(List<Effect> effects) {
    List<Sent> sent = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SendOnLink(InterfaceName out, LinkLayerAddress to, Octets octets)) {
        Ipv6Packet packet = Acknowledgement.value(Ipv6Packet.decode(octets));
        if (packet.protocol() == IpProtocol.ICMPV6) {
          assertThat(out).isEqualTo(HOME_LINK);
          assertThat(packet.header().hopLimit()).isEqualTo(255);
          Ipv6Address source = packet.header().source();
          Ipv6Address destination = packet.header().destination();
          sent.add(
              new Sent(
                  to,
                  source,
                  destination,
                  Acknowledgement.value(Icmpv6Message.decode(packet.payload(), source, destination))));
        }
      }
    }
    return sent;
  }

  /** The notices of a kind among effects. */
  static <T extends HomeAgentNotice> List<T> notices(List<Effect> effects, Class<T> kind) {
    return effects.stream()
        .filter(Effect.Notify.class::isInstance)
        .map(effect -> ((Effect.Notify) effect).notice())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
