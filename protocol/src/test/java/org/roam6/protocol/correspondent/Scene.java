package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/** A correspondent node in its host, with virtual time. */
final class Scene {

  static final InterfaceName UPLINK = new InterfaceName("eth0");
  static final InterfaceName TUNNEL = new InterfaceName("roam0");
  static final int TABLE = CorrespondentConfig.DEFAULT_ROUTING_TABLE;
  static final Ipv6Address OWN = Ipv6Address.parse("2001:db8:c::1");
  static final Ipv6Address OTHER_OWN = Ipv6Address.parse("2001:db8:c::2");
  static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  static final Ipv6Address OTHER_HOME = Ipv6Address.parse("2001:db8:1::200");
  static final Ipv6Address CARE_OF = Ipv6Address.parse("2001:db8:a::5");
  static final Ipv6Address OTHER_CARE_OF = Ipv6Address.parse("2001:db8:b::5");
  static final LinkLayerAddress ROUTER = LinkLayerAddress.parse("02:00:00:00:00:0c");

  final Correspondent correspondent;
  final Map<Desired.Key, Desired> wanted = new LinkedHashMap<>();
  private final Host host;
  private Time now = Time.ZERO.plus(Duration.ofMinutes(10));

  Scene() {
    this(CorrespondentConfig.of(TUNNEL));
  }

  Scene(CorrespondentConfig config) {
    this(config, 1);
  }

  Scene(CorrespondentConfig config, long seed) {
    correspondent = new Correspondent(config, new SeededRandomness(seed));
    host = new Host(List.of(correspondent));
    tell(new Event.AddressChanged(UPLINK, OWN, Event.AddressState.READY));
    tell(new Event.AddressChanged(UPLINK, OTHER_OWN, Event.AddressState.READY));
  }

  static Scene limited(int maximumBindings, int maximumRemembered) {
    CorrespondentConfig usual = CorrespondentConfig.of(TUNNEL);
    return new Scene(
        new CorrespondentConfig(
            TUNNEL,
            usual.routingTable(),
            usual.maximumLifetime(),
            new CorrespondentLimits(maximumBindings, maximumRemembered),
            List.of()));
  }

  /** Lets an event happen. */
  List<Effect> tell(Event event) {
    List<Effect> effects = host.handle(event, now);
    for (Effect effect : effects) {
      if (effect instanceof Effect.Want(Desired item)) {
        wanted.put(item.key(), item);
      } else if (effect instanceof Effect.Unwant(Desired.Key key)) {
        assertThat(wanted.remove(key)).as("what is no longer wanted was wanted").isNotNull();
      }
    }
    return effects;
  }

  /** Lets a packet arrive: the messages that answer it. */
  List<Sent> receive(Ipv6Packet packet) {
    return Sent.in(tell(new Event.PacketReceived(UPLINK, ROUTER, packet.encode())));
  }

  /** Lets a packet arrive that is answered once. */
  Sent answerTo(Ipv6Packet packet) {
    List<Sent> answers = receive(packet);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  /** Lets time pass, in steps from deadline to deadline. */
  List<Effect> pass(Duration duration) {
    Time end = now.plus(duration);
    List<Effect> effects = new ArrayList<>();
    while (host.nextDeadline().isDue(end)) {
      now = Time.later(now, host.nextDeadline());
      effects.addAll(tell(new Event.DeadlineReached()));
      assertThat(host.nextDeadline()).as("the deadline after one was handled").isGreaterThan(now);
    }
    now = end;
    return effects;
  }

  Time now() {
    return now;
  }

  CorrespondentSnapshot snapshot() {
    return correspondent.snapshot(now);
  }

  List<CorrespondentSnapshot.Binding> bindings() {
    return snapshot().bindings();
  }

  CorrespondentSnapshot.Binding onlyBinding() {
    assertThat(bindings()).hasSize(1);
    return bindings().getFirst();
  }

  long discarded(DiscardCause cause) {
    return snapshot().discarded().getOrDefault(cause, 0L);
  }

  static DirectPath.Key key(Ipv6Address home, Ipv6Address own) {
    return new DirectPath.Key(DirectPath.Side.CORRESPONDENT, home, own);
  }

  Optional<DirectPath> path(Ipv6Address home, Ipv6Address own) {
    return Optional.ofNullable(wanted.get(new Desired.DirectPathKey(key(home, own))))
        .map(item -> ((Desired.WantedDirectPath) item).path());
  }

  Optional<Desired.Route> route(Ipv6Address home) {
    return Optional.ofNullable(wanted.get(new Desired.RouteKey(TABLE, new Ipv6Prefix(home, 128))))
        .map(Desired.Route.class::cast);
  }

  /** Packets are seen between a home address and {@link #OWN}. */
  List<Effect> traffic(Ipv6Address home, Event.Way way) {
    return tell(new Event.TrafficSeen(key(home, OWN), way));
  }

  /**
   * A message that went out, with a right checksum.
   *
   * @param packet the packet
   * @param header its Mobility Header
   */
  record Sent(Ipv6Packet packet, MobilityHeader header) {

    static List<Sent> in(List<Effect> effects) {
      return effects.stream()
          .filter(Effect.SendRouted.class::isInstance)
          .map(effect -> read(((Effect.SendRouted) effect).packet()))
          .toList();
    }

    private static Sent read(Octets octets) {
      Ipv6Packet packet = value(Ipv6Packet.decode(octets));
      assertThat(packet.protocol()).isEqualTo(IpProtocol.MOBILITY);
      return new Sent(
          packet,
          value(
              MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())));
    }

    <T extends MobilityMessage> T message(Class<T> type) {
      assertThat(header.message()).isInstanceOf(type);
      return type.cast(header.message());
    }

    Ipv6Address source() {
      return packet.header().source();
    }

    Ipv6Address destination() {
      return packet.header().destination();
    }
  }

  static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(T value) -> value;
      case Decoded.Malformed<T> malformed -> throw new AssertionError("malformed: " + malformed);
    };
  }
}
