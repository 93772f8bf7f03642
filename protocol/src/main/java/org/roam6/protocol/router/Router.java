package org.roam6.protocol.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Role;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.router.AdvertisingMachine.Input;
import org.roam6.protocol.router.AdvertisingMachine.Step;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.RouterSolicitation;

/** A router that advertises itself on its interfaces. */
public final class Router implements Node {

  // So that nobody makes a router flood its link: what is beyond is answered as RFC 4861 6.2.6 has it.
  private static final int FAST_ANSWERS_IN_A_ROW = 100;
  private static final Duration FAST_ANSWER_INTERVAL = Duration.ofMillis(10);

  private final Randomness randomness;
  private final Map<InterfaceName, Port> ports = new LinkedHashMap<>();
  private long wallClockOffsetNanos;

  /** A router that has not sent anything yet. */
  public Router(RouterConfig configuration, Randomness randomness) {
    this.randomness = randomness;
    configuration.interfaces().forEach(each -> ports.put(each.name(), new Port(each)));
  }

  @Override
  public List<Effect> handle(Event event, Time now) {
    return switch (event) {
      case Event.WallClockSet(long offsetNanos) -> {
        wallClockOffsetNanos = offsetNanos;
        yield List.of();
      }
      case Event.LinkChanged(var name, var presence, var address, var mtu) ->
          forPort(name, port -> port.linkChanged(presence, address, mtu, now));
      case Event.AddressChanged(var on, var address, var state) ->
          forPort(on, port -> port.addressChanged(address, state, now));
      case Event.NeighborMessageReceived(Arrival arrival, RouterSolicitation _) ->
          forPort(arrival.in(), port -> port.solicited(arrival, now));
      case Event.DeadlineReached _ -> forAllPorts(port -> port.due(now));
      case Event.Stopping _ -> forAllPorts(port -> port.step(new Input.Stopping(), now));
      case Event.Recalled _,
          Event.Resumed _,
          Event.PacketReceived _,
          Event.MobilityMessageReceived _,
          Event.NeighborMessageReceived _,
          Event.DhcpMessageReceived _,
          Event.ErrorReceived _,
          Event.UnboundTunnelPacket _,
          Event.DiscoveryMessageReceived _,
          Event.UnboundHomeAddress _,
          Event.TrafficSeen _,
          Event.InterfacePreferred _,
          Event.TunnelPacketReceived _,
          Event.ListenerMessageReceived _,
          Event.ForwardingFailed _ ->
          List.of();
    };
  }

  @Override
  public Role role() {
    return Role.ROUTER;
  }

  @Override
  public Time nextDeadline() {
    Time earliest = Time.NEVER;
    for (Port port : ports.values()) {
      earliest = Time.earlier(earliest, port.state.deadline());
    }
    return earliest;
  }

  @Override
  public boolean supportsMobility() {
    return false;
  }

  /** What it does at {@code now}. */
  public RouterSnapshot snapshot(Time now) {
    return new RouterSnapshot(ports.values().stream().map(port -> port.snapshot(now)).toList());
  }

  private List<Effect> forPort(InterfaceName name, Function<Port, List<Effect>> action) {
    Port port = ports.get(name);
    return port == null ? List.of() : action.apply(port);
  }

  private List<Effect> forAllPorts(Function<Port, List<Effect>> action) {
    List<Effect> effects = new ArrayList<>();
    ports.values().forEach(port -> effects.addAll(action.apply(port)));
    return effects;
  }

  /** What the router knows of one interface. */
  private final class Port {

    private final AdvertisingInterface configuration;
    private AdvertisingState state = new AdvertisingState.Silent();
    private RateLimit answers = RateLimit.of(FAST_ANSWERS_IN_A_ROW, FAST_ANSWER_INTERVAL);
    private LinkPresence presence = LinkPresence.ABSENT;
    private LinkLayerAddress linkLayerAddress = new LinkLayerAddress(0);
    private int mtu;
    private Optional<Ipv6Address> linkLocal = Optional.empty();

    Port(AdvertisingInterface configuration) {
      this.configuration = configuration;
    }

    List<Effect> linkChanged(LinkPresence newPresence, LinkLayerAddress newAddress, int newMtu, Time now) {
      List<Effect> effects = new ArrayList<>();
      if (presence == LinkPresence.ABSENT && newPresence != LinkPresence.ABSENT) {
        effects.add(
            new Effect.Want(new Desired.InterfaceHandling(configuration.name(), Desired.Handling.ROUTER)));
        effects.add(
            new Effect.Want(new Desired.GroupMembership(configuration.name(), Ipv6Address.ALL_ROUTERS)));
      }
      presence = newPresence;
      linkLayerAddress = newAddress;
      mtu = newMtu;
      effects.addAll(readyOrLost(now));
      return effects;
    }

    List<Effect> addressChanged(Ipv6Address address, AddressState addressState, Time now) {
      if (!address.isLinkLocal()) {
        return List.of();
      }
      boolean usable = addressState == AddressState.READY || addressState == AddressState.OPTIMISTIC;
      if (usable) {
        linkLocal = Optional.of(address);
      } else if (linkLocal.equals(Optional.of(address))) {
        linkLocal = Optional.empty();
      }
      return readyOrLost(now);
    }

    private List<Effect> readyOrLost(Time now) {
      if (presence != LinkPresence.CARRIER || linkLocal.isEmpty()) {
        return step(new Input.Lost(), now);
      }
      return step(new Input.Ready(new AdvertisingState.Sender(linkLocal.get(), linkLayerAddress, mtu)), now);
    }

    List<Effect> solicited(Arrival arrival, Time now) {
      boolean fast = configuration.fastSolicitedAdvertisements() && answers.allows(now);
      if (fast) {
        answers = answers.used(now);
      }
      return step(new Input.Solicited(arrival.source(), arrival.from(), fast), now);
    }

    List<Effect> due(Time now) {
      return state.deadline().isDue(now) ? step(new Input.Due(), now) : List.of();
    }

    List<Effect> step(Input input, Time now) {
      Step step =
          AdvertisingMachine.step(
              new AdvertisingMachine.Context(configuration, randomness, now.timeOfDay(wallClockOffsetNanos), now),
              state,
              input);
      state = step.next();
      return step.effects();
    }

    RouterSnapshot.Advertising snapshot(Time now) {
      Time deadline = state.deadline();
      boolean active = !deadline.equals(Time.NEVER);
      return new RouterSnapshot.Advertising(
          configuration.name(), active, active ? deadline.since(now).toMillis() : -1);
    }
  }
}
