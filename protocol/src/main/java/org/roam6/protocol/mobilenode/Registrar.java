package org.roam6.protocol.mobilenode;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.TimestampSource;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;

/**
 * Keeps the home address registered. It knows of one care-of address, that of the interface in use. Mutable, used by
 * one thread; what its methods return is to be done.
 */
final class Registrar {

  private static final int SEQUENCE_NUMBERS = 1 << 16;

  /** How often a Binding Update is sent by an interface before another one is tried. */
  private static final int MOST_TRANSMISSIONS = 3;

  private final MobileNodeConfig config;
  private final Randomness randomness;
  private Optional<RegistrationState> state = Optional.empty();

  /** A registration of which nothing is known until it begins. */
  Registrar(MobileNodeConfig config, Randomness randomness) {
    this.config = config;
    this.randomness = randomness;
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
    TimestampSource timestamps = TimestampSource.startingAt(timeOfDay);
    ClockReading clock = new ClockReading(timeOfDay, now);
    state =
        Optional.of(
            new Interrupted(new History(last, last, RecentSends.NONE, timestamps, clock), Optional.empty()));
  }

  /** Takes up what was remembered before a restart. */
  void recall(Memory item, NtpTimestamp timeOfDay, Time now) {
    if (item instanceof Memory.UsedSequenceNumbers(var homeAddress, var peer, SequenceNumber last)
        && homeAddress.equals(config.homeAddress())
        && peer.equals(config.homeAgentAddress())) {
      startBehind(last, timeOfDay, now);
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

  /** What the node is to do, before the home agent that it uses. */
  MobileNodeConfig config() {
    return config;
  }

  /** What steps at {@code now} may know. */
  Context context(Link link, NtpTimestamp timeOfDay, Time resumed, Time homePrefixUntil, Time now) {
    return new Context(config, link, timeOfDay, resumed, homePrefixUntil, now);
  }

  /** When something is due. */
  Time deadline() {
    return state.map(RegistrationState::deadline).orElse(Time.NEVER);
  }

  /** Lets the registration hear of something. */
  List<Effect> step(Context context, HomeRegistration.Input input) {
    HomeRegistration.Step step = HomeRegistration.step(context, state(), input);
    state = Optional.of(step.next());
    return step.effects();
  }

  /** Time has passed. */
  List<Effect> deadlineReached(Context context) {
    return deadline().isDue(context.now())
        ? step(context, new HomeRegistration.Input.Due())
        : List.of();
  }

  /** Whether the home agent does not answer by the interface in use, or refuses the care-of address there. */
  boolean isInVain() {
    return switch (state()) {
      case Registering registering -> registering.attempt().transmissions() > MOST_TRANSMISSIONS;
      case Refused refused -> !refused.anywhere();
      case AtHome _, Resolving _, Returning _, Registered _, Interrupted _, HomeAddressLost _ -> false;
    };
  }
}
