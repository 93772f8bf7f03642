package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.RateLimit;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Context;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Input;
import org.roam6.protocol.mobilenode.CorrespondentState.Idle;
import org.roam6.protocol.mobilenode.CorrespondentState.Known;
import org.roam6.protocol.mobilenode.CorrespondentState.Sends;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.UnknownMobilityMessage;

/**
 * The correspondent nodes of a mobile node, and the direct paths to them: mutable, used by one thread. Only the
 * sequence numbers outlive the process: what correspondent nodes have then is put right by new tests.
 */
final class RouteOptimization {

  // What comes in through the tunnel can name anybody: this bounds the tests that it leads to.
  private static final int BEGUN_IN_A_ROW = 20;
  private static final Duration BEGIN_INTERVAL = Duration.ofMillis(100);
  private static final int SEQUENCE_NUMBERS = 1 << 16;

  private final Randomness randomness;
  private final Function<Ipv6Address, Sends> besides;
  private final CorrespondentNumbers numbers;
  private final Map<Ipv6Address, CorrespondentState> correspondents = new LinkedHashMap<>();
  private final Map<Ipv6Address, DirectPath> paths = new LinkedHashMap<>();
  private MobileNodeConfig config;
  private Standing standing = new Standing.Nowhere();
  private RateLimit begun = RateLimit.of(BEGUN_IN_A_ROW, BEGIN_INTERVAL);

  /**
   * No correspondent nodes are known yet.
   *
   * @param besides what was sent to a correspondent node lately about other home addresses
   */
  RouteOptimization(MobileNodeConfig config, Randomness randomness, Function<Ipv6Address, Sends> besides) {
    this.config = config;
    this.randomness = randomness;
    this.besides = besides;
    this.numbers =
        new CorrespondentNumbers(config.homeAddress(), config.routeOptimization().limits().maxCorrespondents());
  }

  /** Takes up what was remembered before a restart. */
  void recall(Memory.CorrespondentSequenceNumbers item) {
    numbers.recall(item);
  }

  /** What was sent to {@code peer} lately. */
  Sends sends(Ipv6Address peer) {
    return Optional.ofNullable(correspondents.get(peer)).map(state -> state.known().sends()).orElse(Sends.NONE);
  }

  Time nextDeadline() {
    Time earliest = Time.NEVER;
    for (CorrespondentState state : correspondents.values()) {
      earliest = Time.earlier(earliest, state.deadline());
    }
    return earliest;
  }

  List<Effect> deadlineReached(Time now) {
    List<Effect> effects = new ArrayList<>();
    List<Ipv6Address> due =
        correspondents.entrySet().stream()
            .filter(entry -> entry.getValue().deadline().isDue(now))
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(peer -> effects.addAll(step(peer, new Input.Due(), now)));
    return effects;
  }

  /** What is to be done about where the node is, how far its registration at home is, and with which home agent. */
  List<Effect> follow(MobileNodeConfig present, Place place, Situation situation, Time now) {
    if (!present.homeAgentAddress().equals(config.homeAgentAddress())) {
      // what the former home agent has acknowledged is nothing to correspondent nodes that are reached by another one
      standing = new Standing.Nowhere();
    }
    config = present;
    // Direct paths from a care-of address that still works go on as the tunnel does, until the home agent has answered.
    Standing next = situation.bridge().isPresent() ? standing : standing(place, situation.registration());
    boolean news = !isAlike(next, standing, now);
    standing = next;
    List<Effect> effects = new ArrayList<>();
    if (news) {
      List.copyOf(correspondents.keySet()).forEach(peer -> effects.addAll(step(peer, new Input.Stands(), now)));
    }
    return effects;
  }

  private Standing standing(Place place, RegistrationState registration) {
    return switch (place) {
      case Nowhere _, Managed _ -> new Standing.Nowhere();
      case Home _ -> registration instanceof AtHome ? new Standing.Home() : new Standing.Nowhere();
      case Away _ ->
          switch (registration) {
            case Registered registered ->
                away(registered.careOf(), registered.binding().expiry());
            // A refresh takes nothing away from what the home agent has acknowledged.
            case Registering registering when standing instanceof Standing.Away away
                && away.careOfAddress().equals(registering.careOf().address()) ->
                away(registering.careOf(), away.registeredUntil());
            case Registering registering when !registering.attempt().outstanding().isEmpty() ->
                away(registering.careOf(), Entry.LONG_AGO);
            case Registering _,
                AtHome _,
                RegistrationState.Resolving _,
                RegistrationState.Returning _,
                RegistrationState.Refused _,
                RegistrationState.Interrupted _,
                RegistrationState.HomeAddressLost _ ->
                new Standing.Nowhere();
          };
    };
  }

  private static Standing away(CareOf careOf, Time registeredUntil) {
    return new Standing.Away(careOf.address(), careOf.validUntil(), registeredUntil);
  }

  /** Whether two places make no difference to correspondent nodes. */
  private static boolean isAlike(Standing one, Standing other, Time now) {
    return switch (one) {
      case Standing.Nowhere _ -> other instanceof Standing.Nowhere;
      case Standing.Home _ -> other instanceof Standing.Home;
      case Standing.Away here ->
          other instanceof Standing.Away there
              && here.careOfAddress().equals(there.careOfAddress())
              && here.isRegistered(now) == there.isRegistered(now)
              && here.canBeTold(now) == there.canBeTold(now);
    };
  }

  List<Effect> trafficSeen(Event.TrafficSeen seen, Time now) {
    Ipv6Address peer = seen.between().correspondent();
    boolean ours = seen.between().side() == DirectPath.Side.MOBILE_NODE
        && seen.between().homeAddress().equals(config.homeAddress());
    if (!ours || !isAllowed(peer) || !isKnown(peer) && !admit(peer, seen.way(), now)) {
      return List.of();
    }
    return step(peer, new Input.Traffic(seen.way()), now);
  }

  private boolean isAllowed(Ipv6Address peer) {
    return config.routeOptimization().allows(peer)
        && !peer.equals(config.homeAgentAddress())
        && !peer.equals(config.homeAddress());
  }

  private boolean isKnown(Ipv6Address peer) {
    return correspondents.containsKey(peer);
  }

  /**
   * Enters a new correspondent node, where packets that go by the home agent tell of it; those that are sent before the
   * home agent knows where the node is, too: they are told of once a second at most, and the tests are not to wait for
   * that.
   */
  private boolean admit(Ipv6Address peer, Way way, Time now) {
    boolean tunnelled = way == Way.TUNNEL_SENT || way == Way.TUNNEL_RECEIVED;
    boolean away = standing instanceof Standing.Away;
    if (!tunnelled || !away || !begun.allows(now) || !makeRoom(now)) {
      return false;
    }
    begun = begun.used(now);
    correspondents.put(peer, new Idle(entered(peer, now)));
    return true;
  }

  /** Where numbers were set aside before, it may have a binding of that time yet. */
  private Known entered(Ipv6Address peer, Time now) {
    // RFC 6275 11.7.2: "If the sending mobile node has no Binding Update List entry, the Sequence Number SHOULD start at
    // a random value."
    return numbers
        .last(peer)
        .map(last -> Known.of(peer, last, now.plus(ProtocolConstants.MAX_RR_BINDING_LIFETIME), now))
        .orElseGet(
            () -> Known.of(peer, new SequenceNumber((int) randomness.jitter(SEQUENCE_NUMBERS)), Entry.LONG_AGO, now));
  }

  /** Forgets the correspondent node that nobody has talked to for the longest time; one in use is never forgotten. */
  private boolean makeRoom(Time now) {
    if (correspondents.size() < config.routeOptimization().limits().maxCorrespondents()) {
      return true;
    }
    Optional<Known> victim =
        correspondents.values().stream()
            .filter(state -> state instanceof Idle || !context(Sends.NONE, now).isRecent(state.known()))
            .map(CorrespondentState::known)
            .filter(known -> !paths.containsKey(known.address()))
            .min(Comparator.comparing(Known::traffic));
    victim.ifPresent(known -> correspondents.remove(known.address()));
    return victim.isPresent();
  }

  private Context context(Sends others, Time now) {
    return new Context(config, randomness, standing, others, now);
  }

  List<Effect> mobilityMessage(Arrival arrival, MobilityHeader header, Time now) {
    Ipv6Address peer = arrival.claimedSource();
    return isKnown(peer) ? input(arrival, header).map(input -> step(peer, input, now)).orElse(List.of()) : List.of();
  }

  private Optional<Input> input(Arrival arrival, MobilityHeader header) {
    return switch (header.message()) {
      case HomeTest message when arrival.homeAddressOption().isEmpty() ->
          Optional.of(new Input.HomeTested(arrival, message));
      case CareOfTest message when arrival.homeAddressOption().isEmpty() ->
          Optional.of(new Input.CareOfTested(arrival, message));
      case BindingAcknowledgement message -> Optional.of(new Input.Acknowledged(arrival, header, message));
      case BindingRefreshRequest _ -> Optional.of(new Input.RefreshRequested());
      case BindingError error -> bindingError(error);
      case HomeTest _,
          CareOfTest _,
          HomeTestInit _,
          CareOfTestInit _,
          BindingUpdate _,
          UnknownMobilityMessage _ ->
          Optional.empty();
    };
  }

  private Optional<Input> bindingError(BindingError error) {
    if (error.status() == BindingErrorStatus.UNRECOGNIZED_MH_TYPE.code()) {
      return Optional.of(new Input.Unsupported("it does not know the message", false));
    }
    return error.status() == BindingErrorStatus.UNKNOWN_BINDING.code()
            && error.homeAddress().equals(config.homeAddress())
        ? Optional.of(new Input.Unbound())
        : Optional.empty();
  }

  // RFC 6275 11.3.5: "New Binding Update List entries MUST NOT be created as a result of receiving ICMP error
  // messages."
  List<Effect> errorReceived(Icmpv6Message message, Time now) {
    if (!(message instanceof ParameterProblem problem)) {
      return List.of();
    }
    Optional<QuotedPacket> quoted = QuotedPacket.read(problem);
    @Nullable CorrespondentState state = quoted.map(QuotedPacket::correspondent).map(correspondents::get).orElse(null);
    if (quoted.isEmpty() || state == null) {
      return List.of();
    }
    return quoted
        .get()
        .complaint(config, state)
        .map(input -> step(state.known().address(), input, now))
        .orElse(List.of());
  }

  private List<Effect> step(Ipv6Address peer, Input input, Time now) {
    CorrespondentState state = correspondents.get(peer);
    if (state == null) {
      return List.of();
    }
    CorrespondentRegistration.Step step =
        CorrespondentRegistration.step(context(besides.apply(peer), now), state, input);
    correspondents.put(peer, step.next());
    List<Effect> effects = new ArrayList<>();
    SequenceNumber last = step.next().known().last();
    if (!last.equals(state.known().last())) {
      // The number is set aside before it is used.
      numbers.setAside(peer, last).ifPresent(effects::add);
    }
    effects.addAll(step.effects());
    followPath(step.next(), now, effects);
    return effects;
  }

  /** Wants the direct path to a correspondent node that has the binding, and no other one. */
  private void followPath(CorrespondentState state, Time now, List<Effect> effects) {
    Ipv6Address peer = state.known().address();
    DirectPath.Key key = new DirectPath.Key(DirectPath.Side.MOBILE_NODE, config.homeAddress(), peer);
    @Nullable DirectPath next = path(key, state.known(), now);
    @Nullable DirectPath former = paths.get(peer);
    if (next == null) {
      if (paths.remove(peer) != null) {
        effects.add(new Effect.Unwant(new Desired.DirectPathKey(key)));
      }
    } else if (!next.equals(former)) {
      paths.put(peer, next);
      effects.add(new Effect.Want(new Desired.WantedDirectPath(next)));
    }
  }

  // RFC 6275 11.3.1: the direct way is for packets where "One of the current care-of addresses of the mobile node
  // appears as the care-of address in the entry", "The entry indicates that a binding has been successfully created",
  // and "The remaining lifetime of the binding is greater than zero"
  private @Nullable DirectPath path(DirectPath.Key key, Known known, Time now) {
    return standing instanceof Standing.Away away && away.isRegistered(now)
        ? known
            .bindingFor(away.careOfAddress(), now)
            .map(binding -> new DirectPath(key, binding.careOfAddress(), binding.usedUntil()))
            .orElse(null)
        : null;
  }

  /** No direct path is wanted any more. */
  List<Effect> ended() {
    List<Effect> effects =
        paths.values().stream().<Effect>map(path -> new Effect.Unwant(new Desired.DirectPathKey(path.key()))).toList();
    paths.clear();
    return effects;
  }

  /** What it knows of each correspondent node, the first one first. */
  List<MobileNodeSnapshot.Correspondent> snapshot(Time now) {
    return correspondents.values().stream().map(state -> show(state, now)).toList();
  }

  private MobileNodeSnapshot.Correspondent show(CorrespondentState state, Time now) {
    Known known = state.known();
    return new MobileNodeSnapshot.Correspondent(
        config.homeAddress(),
        known.address(),
        state.label(),
        Optional.ofNullable(paths.get(known.address())).map(DirectPath::careOfAddress),
        known.last().value(),
        known.binding().map(binding -> Snapshots.atLeastZero(binding.expiry().since(now))),
        Optional.of(state.deadline())
            .filter(due -> !due.equals(Time.NEVER))
            .map(due -> Snapshots.atLeastZero(due.since(now))),
        known
            .trouble()
            .holdOff()
            .filter(off -> now.isBefore(off.until()))
            .map(off -> off.until().since(now)));
  }
}
