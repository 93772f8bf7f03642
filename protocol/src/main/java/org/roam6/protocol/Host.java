package org.roam6.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.roam6.protocol.Event.AddressState;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;

/**
 * The root of the nodes in one process: it takes each received packet apart once, gives the one answer that is owed for
 * a bad one, and hands its roles everything else.
 */
public final class Host implements Node {

  // RFC 4443 2.4 (f): "an IPv6 node MUST limit the rate of ICMPv6 error messages it originates [...] possible defaults
  // could be B=10, N=10/s"; RFC 6275 9.3.3 wants the same for Binding Error messages.
  static final int ANSWERS_IN_A_ROW = 10;
  private static final Duration ANSWER_INTERVAL = Duration.ofMillis(100);

  private final List<Node> roles;
  private final PacketReader reader;
  private final boolean supportsMobility;
  private final MessageCounter counter;
  // One address can be on several interfaces, as the home address is at home, and leave one of them.
  private final Map<Ipv6Address, Set<InterfaceName>> addresses = new TreeMap<>();
  private final Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
  private RateLimit answers = RateLimit.of(ANSWERS_IN_A_ROW, ANSWER_INTERVAL);
  private long messages;
  private long answersWithheld;

  /**
   * A host with these roles.
   *
   * @param roles in the order in which they see events
   */
  public Host(List<Node> roles) {
    this.roles = List.copyOf(roles);
    this.reader = new PacketReader();
    this.supportsMobility = roles.stream().anyMatch(Node::supportsMobility);
    this.counter = new MessageCounter(this.roles.stream().map(Node::role).collect(Collectors.toSet()));
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    return switch (event) {
      case Event.PacketReceived received -> received(reader.read(received, thisHost(), now), now);
      case Event.TunnelPacketReceived received -> received(reader.read(received), now);
      // A router sees packets for others too.
      case Event.UnboundHomeAddress unbound ->
          addresses.containsKey(unbound.destination()) ? refuse(unbound, now) : List.of();
      case Event.AddressChanged changed -> {
        noteAddress(changed);
        yield tellRoles(event, now);
      }
      case Event.DeadlineReached _,
          Event.WallClockSet _,
          Event.Resumed _,
          Event.Recalled _,
          Event.Stopping _,
          Event.LinkChanged _,
          Event.MobilityMessageReceived _,
          Event.NeighborMessageReceived _,
          Event.DiscoveryMessageReceived _,
          Event.DhcpMessageReceived _,
          Event.ListenerMessageReceived _,
          Event.ErrorReceived _,
          Event.UnboundTunnelPacket _,
          Event.TrafficSeen _,
          Event.InterfacePreferred _,
          Event.ForwardingFailed _ ->
          tellRoles(event, now);
    };
  }

  @Override
  public Time nextDeadline() {
    Time earliest = Time.NEVER;
    for (Node role : roles) {
      earliest = Time.earlier(earliest, role.nextDeadline());
    }
    return earliest;
  }

  @Override
  public Set<Ipv6Address> homeAddresses() {
    // One of the roles at most is a mobile node.
    for (Node role : roles) {
      Set<Ipv6Address> own = role.homeAddresses();
      if (!own.isEmpty()) {
        return own;
      }
    }
    return Set.of();
  }

  @Override
  public boolean supportsMobility() {
    return supportsMobility;
  }

  /** What it has counted so far. */
  public HostSnapshot snapshot() {
    return new HostSnapshot(
        messages, Map.copyOf(drops), answersWithheld, counter.received(), counter.sent());
  }

  private ThisHost thisHost() {
    return new ThisHost(addresses.keySet(), homeAddresses(), supportsMobility);
  }

  private List<Effect> received(Reception reception, Time now) {
    return switch (reception) {
      case Reception.Message(Event message) -> {
        messages++;
        counter.received(message);
        yield tellRoles(message, now);
      }
      case Reception.Elsewhere _ -> List.of();
      case Reception.Dropped(DropCause cause) -> {
        drops.merge(cause, 1L, Long::sum);
        yield List.of();
      }
      case Reception.Refused refused -> refuse(refused, now);
    };
  }

  private List<Effect> refuse(Reception.Refused refused, Time now) {
    drops.merge(refused.cause(), 1L, Long::sum);
    return withinBudget(refused.answer(), now);
  }

  private List<Effect> refuse(Event.UnboundHomeAddress unbound, Time now) {
    drops.merge(DropCause.HOME_ADDRESS_WITHOUT_BINDING, 1L, Long::sum);
    // RFC 6275 9.3.1: "If the packet is dropped due to the above tests, the correspondent node MUST send the Binding
    // Error message"; 9.3.3: not where "the Source Address field does not contain a unicast address"
    return ErrorAnswer.mayBeSentTo(unbound.source())
        ? withinBudget(
            ErrorAnswer.bindingError(
                BindingErrorStatus.UNKNOWN_BINDING,
                unbound.destination(),
                unbound.source(),
                Optional.of(unbound.homeAddress())),
            now)
        : List.of();
  }

  private List<Effect> withinBudget(Effect answer, Time now) {
    if (!answers.allows(now)) {
      answersWithheld++;
      return List.of();
    }
    answers = answers.used(now);
    List<Effect> effects = List.of(answer);
    counter.sent(Role.HOST, effects);
    return effects;
  }

  private List<Effect> tellRoles(Event event, Time now) {
    List<Effect> effects = new ArrayList<>();
    for (Node role : roles) {
      List<Effect> wanted = role.handle(event, now);
      counter.sent(role.role(), wanted);
      effects.addAll(wanted);
    }
    effects.forEach(this::noteWish);
    return effects;
  }

  private void noteAddress(Event.AddressChanged changed) {
    if (changed.state() == AddressState.ABSENT) {
      Set<InterfaceName> on = addresses.getOrDefault(changed.address(), new TreeSet<>());
      on.remove(changed.on());
      if (on.isEmpty()) {
        addresses.remove(changed.address());
      }
    } else {
      noteAddress(changed.on(), changed.address());
    }
  }

  private void noteAddress(InterfaceName on, Ipv6Address address) {
    addresses.computeIfAbsent(address, _ -> new TreeSet<>()).add(on);
  }

  // An address that a role wants is this host's from then on: the answer to what it sends in the same breath may come
  // before the kernel has told of the address.
  private void noteWish(Effect effect) {
    if (effect instanceof Effect.Want(Desired.InterfaceAddress address)) {
      noteAddress(address.on(), address.address());
    } else if (effect instanceof Effect.Want(Desired.AnycastAddress(var on, var address))) {
      noteAddress(on, address);
    }
  }
}
