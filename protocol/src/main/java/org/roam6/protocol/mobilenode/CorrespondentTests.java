package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Context;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Failure;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Step;
import org.roam6.protocol.mobilenode.CorrespondentState.Goal;
import org.roam6.protocol.mobilenode.CorrespondentState.Known;
import org.roam6.protocol.mobilenode.CorrespondentState.Probe;
import org.roam6.protocol.mobilenode.CorrespondentState.Testing;
import org.roam6.protocol.mobilenode.CorrespondentState.Token;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.HomeTest;

/** The return routability procedure (RFC 6275 5.2.5, 11.6, 11.8). */
final class CorrespondentTests {

  private CorrespondentTests() {}

  /**
   * Begins what leads to {@code goal}.
   *
   * @param reserve tokens that end before this time has passed are got anew
   */
  static Step begin(Context context, Known known, Goal goal, Duration reserve) {
    // RFC 6275 11.6.1: "if the mobile node has recently received [...] one or both home or care-of keygen tokens, and
    // associated nonce indices for the desired addresses, it MAY reuse them"
    Known usable = known.withTokens(known.tokens().validAt(context.now().plus(reserve)));
    return proceed(
        context, new Testing(usable, goal, context.careOfAddress(), Optional.empty(), Optional.empty()));
  }

  /** Sends what is due, and the Binding Update as soon as all is there that it needs. */
  static Step proceed(Context context, Testing state) {
    Testing testing = withProbes(context, state);
    Time now = context.now();
    boolean homeFailed = testing.home().filter(probe -> probe.isExhausted(now)).isPresent();
    boolean careOfFailed = testing.careOf().filter(probe -> probe.isExhausted(now)).isPresent();
    if (homeFailed || careOfFailed) {
      // RFC 6275 5.2.9: "If Return Routability signaling timed out after MAX_RO_FAILURE attempts, the mobile node MUST
      // revert to sending packets to the correspondent node's home address through its home agent."
      return CorrespondentRegistration.failed(
          context, testing.known(), testing.goal(), Failure.passing("no answer to tests", homeFailed));
    }
    if (testing.home().isEmpty() && testing.careOf().isEmpty()) {
      // RFC 6275 11.7.2: "Upon successfully completing the return routability procedure, and after receiving a
      // successful Binding Acknowledgement from the home agent, a Binding Update MAY be sent"
      return context.canBeTold()
          ? CorrespondentUpdates.begin(context, testing)
          : new Step(testing, List.of());
    }
    // RFC 6275 11.6.1: the node "MUST send (in parallel) a Home Test Init message and a Care-of Test Init message"
    List<Effect> effects = new ArrayList<>();
    Testing next = sendCareOfTest(context, sendHomeTest(context, testing, effects), effects);
    return new Step(next, effects);
  }

  /** The state with a test for each token that is missing, or has ended meanwhile. */
  private static Testing withProbes(Context context, Testing state) {
    Time now = context.now();
    Known known = state.known();
    Ipv6Address homeAddress = context.config().homeAddress();
    boolean home = known.tokens().home().filter(token -> token.isFor(homeAddress, now)).isPresent();
    // RFC 6275 11.6.1: "If the mobile node intends to send a Binding Update with the Lifetime set to zero [...] sending
    // a Home Test Init message is sufficient."
    boolean careOf =
        state.goal() == Goal.DELETED
            || known.tokens().careOf().filter(token -> token.isFor(state.careOfAddress(), now)).isPresent();
    return state
        .withHome(known, home ? Optional.empty() : state.home().or(() -> Optional.of(first(context))))
        .withCareOf(known, careOf ? Optional.empty() : state.careOf().or(() -> Optional.of(first(context))));
  }

  private static Probe first(Context context) {
    return Probe.first(context.config().timers().initialBindackTimeout(), context.now());
  }

  // RFC 6275 5.2.5: "the mobile node needs to already have sent a Binding Update to the home agent, so that the home
  // agent will have received and authorized the new care-of address for the mobile node before the return routability
  // procedure"
  private static Testing sendHomeTest(Context context, Testing state, List<Effect> effects) {
    if (state.home().isEmpty()) {
      return state;
    }
    Probe probe = state.home().get();
    Known known = state.known();
    if (!context.canBeTold()) {
      return state.withHome(known, Optional.of(probe.at(Time.NEVER)));
    }
    RecentSends sends = known.sends().homeTests();
    Probe due = probe.next().equals(Time.NEVER) ? probe.at(context.now()) : probe;
    Optional<Time> later = later(context, due, sends, context.besides().homeTests());
    if (later.isPresent()) {
      return state.withHome(known, Optional.of(due.at(later.get())));
    }
    // RFC 6275 11.8: "Retransmitted Home Test Init and Care-of Test Init messages MUST use new cookie values."
    Probe sent = sent(context, due);
    effects.add(
        CorrespondentPackets.homeTestInit(context.config().homeAddress(), known.address(), sent.cookie()));
    effects.add(new Notify(new MobileNodeNotice.HomeTestInitSent(known.address(), sent.transmissions())));
    return state.withHome(
        known.withSends(known.sends().withHomeTests(context.counted(sends))), Optional.of(sent));
  }

  private static Testing sendCareOfTest(Context context, Testing state, List<Effect> effects) {
    if (state.careOf().isEmpty()) {
      return state;
    }
    Probe probe = state.careOf().get();
    Known known = state.known();
    RecentSends sends = known.sends().careOfTests();
    Optional<Time> later = later(context, probe, sends, context.besides().careOfTests());
    if (later.isPresent()) {
      return state.withCareOf(known, Optional.of(probe.at(later.get())));
    }
    Probe sent = sent(context, probe);
    effects.add(CorrespondentPackets.careOfTestInit(state.careOfAddress(), known.address(), sent.cookie()));
    effects.add(
        new Notify(
            new MobileNodeNotice.CareOfTestInitSent(
                known.address(), state.careOfAddress(), sent.transmissions())));
    return state.withCareOf(
        known.withSends(known.sends().withCareOfTests(context.counted(sends))), Optional.of(sent));
  }

  /** When {@code probe} may be sent, unless that is now. */
  private static Optional<Time> later(Context context, Probe probe, RecentSends sends, RecentSends others) {
    Time earliest = context.earliest(sends, others);
    Time next = probe.next().isBefore(earliest) ? earliest : probe.next();
    return next.isDue(context.now()) ? Optional.empty() : Optional.of(next);
  }

  private static Probe sent(Context context, Probe probe) {
    return probe.sent(
        context.randomness().secret(), context.now(), context.config().timers().maxBindackTimeout());
  }

  // RFC 6275 11.6.2: what does not satisfy all of its tests "MUST be silently ignored"
  static Step homeTested(Context context, Testing state, Arrival arrival, HomeTest message) {
    Optional<Probe> answered = state.home().filter(probe -> probe.isAnsweredBy(message.cookie()));
    if (answered.isEmpty() || !isForHomeAddress(context, arrival)) {
      return new Step(state, List.of());
    }
    Token token =
        Token.of(
            message.keygenToken(), message.nonceIndex(), arrival.destination(), answered.get().sent());
    Known known = state.known().withTokens(state.known().tokens().withHome(Optional.of(token)));
    return proceed(context, state.withHome(known, Optional.empty()));
  }

  // RFC 6275 11.6.2: "The Destination Address of the packet has the home address of the mobile node, and the packet has
  // been received in a tunnel from the home agent." At home there is no tunnel.
  private static boolean isForHomeAddress(Context context, Arrival arrival) {
    boolean atHome = context.standing() instanceof Standing.Home;
    MobileNodeConfig config = context.config();
    return arrival.destination().equals(config.homeAddress())
        && arrival.type2HomeAddress().isEmpty()
        && (atHome ? config.interfaces().contains(arrival.in()) : arrival.in().equals(config.tunnelInterface()));
  }

  // RFC 6275 11.6.2: "The Destination Address of the packet is the current care-of address of the mobile node."
  static Step careOfTested(Context context, Testing state, Arrival arrival, CareOfTest message) {
    Optional<Probe> answered = state.careOf().filter(probe -> probe.isAnsweredBy(message.cookie()));
    boolean here = arrival.destination().equals(state.careOfAddress())
        && arrival.type2HomeAddress().isEmpty()
        && context.config().interfaces().contains(arrival.in());
    if (answered.isEmpty() || !here) {
      return new Step(state, List.of());
    }
    Token token =
        Token.of(
            message.keygenToken(), message.nonceIndex(), arrival.destination(), answered.get().sent());
    Known known = state.known().withTokens(state.known().tokens().withCareOf(Optional.of(token)));
    return proceed(context, state.withCareOf(known, Optional.empty()));
  }
}
