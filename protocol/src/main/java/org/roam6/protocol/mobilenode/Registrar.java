package org.roam6.protocol.mobilenode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;

/**
 * Keeps the home address registered with one home agent at a time: {@link HomeAgentSelection} says which, and the
 * machine of {@link HomeRegistration} knows no other. It knows of one care-of address, that of the interface in use.
 * Mutable, used by one thread; what its methods return is to be done.
 */
final class Registrar {

  private static final int SEQUENCE_NUMBERS = 1 << 16;

  private final MobileNodeConfig configured;
  private final Randomness randomness;
  private final HomeAgentSelection homeAgents;
  private Optional<RegistrationState> state = Optional.empty();
  private Time leftHome = RegistrationState.Entry.LONG_AGO;

  /**
   * A registration of which nothing is known until it begins.
   *
   * @param heard the home agents that the node hears
   * @param wallClock the time of day at a moment
   */
  Registrar(
      MobileNodeConfig configured,
      HeardHomeAgents heard,
      Randomness randomness,
      Function<Time, Instant> wallClock) {
    this.configured = configured;
    this.randomness = randomness;
    this.homeAgents = new HomeAgentSelection(configured, heard, randomness, wallClock);
  }

  // RFC 6275 11.7.1: "If the sending mobile node has no knowledge of the correct Sequence Number value, it may start
  // at any value."
  /** Begins when the first event comes. */
  void begin(NtpTimestamp timeOfDay, Time now) {
    if (state.isEmpty()) {
      startBehind(new SequenceNumber((int) randomness.jitter(SEQUENCE_NUMBERS)), timeOfDay, now);
    }
  }

  private void startBehind(SequenceNumber last, NtpTimestamp timeOfDay, Time now) {
    state =
        Optional.of(new Interrupted(History.startingBehind(last, last, timeOfDay, now), Optional.empty()));
  }

  /** Takes up what was remembered before a restart. */
  void recall(Memory item, NtpTimestamp timeOfDay, Time now) {
    if (item instanceof Memory.UsedSequenceNumbers(var homeAddress, var peer, SequenceNumber last)
        && homeAddress.equals(configured.homeAddress())) {
      if (homeAgents.isUnknown()) {
        homeAgents.recallNumbers(peer, last, timeOfDay, now);
      } else if (peer.equals(configured.homeAgentAddress())) {
        startBehind(last, timeOfDay, now);
      }
    } else if (item instanceof Memory.DiscoveredHomeAgents found) {
      homeAgents.recall(found);
    } else if (item instanceof Memory.FormerHomeAgents former) {
      homeAgents.recall(former, timeOfDay, now);
    }
  }

  /** Where the registration stands, which has begun. */
  RegistrationState state() {
    return state.orElseThrow();
  }

  /** Where the registration stands; empty before it has begun. */
  Optional<RegistrationState> stateIfBegun() {
    return state;
  }

  /** What the node is to do, before the home agent that it uses now. */
  MobileNodeConfig config() {
    return homeAgents.config();
  }

  /** The home agents that are known. */
  List<KnownHomeAgent> knownHomeAgents(Time now) {
    return homeAgents.known(now);
  }

  /** What steps at a moment may know. */
  Context context(HomeAddressUse.Moment moment, Time homePrefixUntil) {
    return new Context(
        config(),
        moment.link(),
        moment.timeOfDay(),
        moment.resumed(),
        homePrefixUntil,
        homeAgents.isHeldElsewhere(moment.now()),
        leftHome,
        moment.besides(),
        moment.now());
  }

  /** When the home agent in use was sent Binding Updates lately. */
  RecentSends updates() {
    return state.map(each -> each.history().updates()).orElse(RecentSends.NONE);
  }

  /** When something is due. */
  Time deadline() {
    return Time.earlier(
        homeAgents.nextDeadline(), state.map(RegistrationState::deadline).orElse(Time.NEVER));
  }

  /** Lets the registration hear of something. */
  List<Effect> step(Context context, HomeRegistration.Input input) {
    boolean leaves = input instanceof HomeRegistration.Input.Away || input instanceof HomeRegistration.Input.Lost;
    if (leaves && (state() instanceof RegistrationState.AtHome || state() instanceof RegistrationState.Returning)) {
      leftHome = context.now();
    }
    return take(
        HomeRegistration.step(context, state(), homeAgents.isUnknown() ? withoutHomeAgent(input) : input));
  }

  /** Without a home agent there is nobody to tell; who defends the home address is looked for until there is one. */
  private static HomeRegistration.Input withoutHomeAgent(HomeRegistration.Input input) {
    return switch (input) {
      case HomeRegistration.Input.Away _ -> new HomeRegistration.Input.Lost();
      case HomeRegistration.Input.Home(_, boolean otherInterface) ->
          new HomeRegistration.Input.Home(Optional.empty(), otherInterface);
      case HomeRegistration.Input.HomeAddressClaimed _ ->
          new HomeRegistration.Input.Home(Optional.empty(), false);
      case HomeRegistration.Input.Lost _,
          HomeRegistration.Input.HomeAddressDefended _,
          HomeRegistration.Input.Acknowledged _,
          HomeRegistration.Input.RefreshRequested _,
          HomeRegistration.Input.Due _ ->
          input;
    };
  }

  private List<Effect> take(HomeRegistration.Step step) {
    state = Optional.of(step.next());
    return step.effects();
  }

  /** A Binding Acknowledgement came in, from the home agent in use or from somebody else. */
  List<Effect> acknowledged(Context context, ReceivedAcknowledgement received) {
    return isFromHomeAgent(received.arrival())
        ? step(context, new HomeRegistration.Input.Acknowledged(received))
        : homeAgents.acknowledged(context, received);
  }

  boolean isFromHomeAgent(Arrival arrival) {
    return arrival.source().equals(config().homeAgentAddress());
  }

  /** Somebody tells of home agents. */
  List<Effect> replied(Context context, Arrival arrival, HomeAgentAddressDiscoveryReply reply) {
    return homeAgents.replied(context, arrival, reply);
  }

  /**
   * Time has passed.
   *
   * @param place where the node is by the interface in use
   * @param otherInterface whether another interface can be used
   */
  List<Effect> deadlineReached(Context context, Place place, boolean otherInterface) {
    List<Effect> effects = new ArrayList<>();
    if (homeAgents.nextDeadline().isDue(context.now())) {
      effects.addAll(homeAgents.deadlineReached(context));
    }
    if (state().deadline().isDue(context.now())) {
      effects.addAll(
          homeAgents
              .another(context, place, state(), otherInterface)
              .map(this::take)
              .orElseGet(() -> step(context, new HomeRegistration.Input.Due())));
    }
    return effects;
  }

  /** Goes over to another home agent where that is needed, with the parameters as above. */
  List<Effect> follow(Context context, Place place, boolean otherInterface) {
    return take(homeAgents.follow(context, place, state(), otherInterface));
  }

  /** Whether the interface in use is to be left for another one, if there is one. */
  boolean isInterfaceInVain(Time now) {
    return homeAgents.isInterfaceInVain(state(), now);
  }

  /** The interface in use was left for another one. */
  void interfaceLeft() {
    homeAgents.interfaceLeft();
  }
}
