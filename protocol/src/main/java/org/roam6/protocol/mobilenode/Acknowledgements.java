package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.AcknowledgementAuthenticator;
import org.roam6.protocol.auth.AcknowledgementVerdict;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.HomeRegistration.Step;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Attempt;
import org.roam6.protocol.mobilenode.RegistrationState.Because;
import org.roam6.protocol.mobilenode.RegistrationState.CareOf;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Outstanding;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingRefreshAdvice;

/** What becomes of Binding Acknowledgements (RFC 6275 11.7.3, RFC 4285 5.3 and 6). */
final class Acknowledgements {

  /** How often a Binding Update is sent again at once because the home agent refused its number or time. */
  private static final int MAX_CORRECTIONS = 3;

  /** How long packets on the home link can be on their way. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(15);

  private static final Duration NEVER_AGAIN = Duration.ofSeconds(-1);

  private Acknowledgements() {}

  /** What an acknowledgement is worth. */
  sealed interface Judgement {

    /** It answers a Binding Update of ours and its status counts. */
    record Answer(Outstanding update) implements Judgement {}

    /** The home agent has accepted a greater sequence number than ours. */
    record OutOfWindow(SequenceNumber last) implements Judgement {}

    /** The home agent's time of day is another one. */
    record OtherTime(Outstanding update, NtpTimestamp homeAgentTime) implements Judgement {}

    /** It counts for nothing. */
    record Worthless(String reason) implements Judgement {}
  }

  static Step receive(Context context, RegistrationState state, ReceivedAcknowledgement received) {
    return switch (state) {
      case Registering registering -> {
        Ipv6Address careOfAddress = registering.careOf().address();
        Judgement judgement = judge(context, registering.attempt(), careOfAddress, state.history(), received);
        yield registering(context, registering, judgement, received);
      }
      case Returning returning -> {
        Ipv6Address homeAddress = context.config().homeAddress();
        Judgement judgement = judge(context, returning.attempt(), homeAddress, state.history(), received);
        yield returning(context, returning, judgement, received);
      }
      case AtHome _, Resolving _, Registered _, Refused _, Interrupted _, HomeAddressLost _ ->
          ignored(state, received, "none is awaited");
    };
  }

  private static Step ignored(RegistrationState state, ReceivedAcknowledgement received, String reason) {
    BindingAcknowledgement message = received.message();
    SequenceNumber sequence = new SequenceNumber(message.sequenceNumber());
    return new Step(
        state,
        List.of(new Notify(new MobileNodeNotice.AcknowledgementIgnored(sequence, message.status(), reason))));
  }

  /** What an acknowledgement is worth to a Binding Update for {@code careOfAddress} that {@code attempt} delivers. */
  static Judgement judge(
      Context context,
      Attempt attempt,
      Ipv6Address careOfAddress,
      History history,
      ReceivedAcknowledgement received) {
    BindingAcknowledgement message = received.message();
    if (!isFromHomeAgent(context, careOfAddress, received.arrival())) {
      return new Judgement.Worthless("not from the home agent to the care-of address");
    }
    SequenceNumber sequence = new SequenceNumber(message.sequenceNumber());
    if (message.status() == BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW.code()) {
      return judgeOutOfWindow(context, attempt, careOfAddress, history.last(), received);
    }
    // RFC 6275 11.7.3: "The Sequence Number field matches the Sequence Number sent by the mobile node to this
    // destination address in an outstanding Binding Update"
    Optional<Outstanding> update = attempt.find(sequence);
    if (update.isEmpty()) {
      return new Judgement.Worthless("no such Binding Update is outstanding");
    }
    return switch (verdict(context, careOfAddress, update.get(), received)) {
      case AcknowledgementVerdict.Believed() -> new Judgement.Answer(update.get());
      case AcknowledgementVerdict.ClockRefused(NtpTimestamp time) ->
          new Judgement.OtherTime(update.get(), time);
      case AcknowledgementVerdict.Ignored(var cause) -> new Judgement.Worthless(text(cause));
    };
  }

  private static boolean isFromHomeAgent(Context context, Ipv6Address careOfAddress, Arrival arrival) {
    MobileNodeConfig config = context.config();
    boolean atHome = careOfAddress.equals(config.homeAddress());
    // an acknowledgement goes to where the Binding Update came from, with a type 2 routing header where that was a
    // care-of address (RFC 6275 9.5.4)
    return arrival.source().equals(config.homeAgentAddress())
        && arrival.destination().equals(careOfAddress)
        && arrival.type2HomeAddress().equals(atHome ? Optional.empty() : Optional.of(config.homeAddress()));
  }

  private static Judgement judgeOutOfWindow(
      Context context,
      Attempt attempt,
      Ipv6Address careOfAddress,
      SequenceNumber last,
      ReceivedAcknowledgement received) {
    SequenceNumber given = new SequenceNumber(received.message().sequenceNumber());
    String reason = "nothing is outstanding";
    for (Outstanding update : attempt.outstanding()) {
      switch (verdict(context, careOfAddress, update, received)) {
        case AcknowledgementVerdict.Believed() -> {
          return mayFollow(given, last)
              ? new Judgement.OutOfWindow(given)
              : new Judgement.Worthless("its sequence number is not greater than ours, " + last);
        }
        case AcknowledgementVerdict.ClockRefused _ -> reason = "no status 144";
        case AcknowledgementVerdict.Ignored(var cause) -> reason = text(cause);
      }
    }
    return new Judgement.Worthless(reason);
  }

  // RFC 6275 11.7.3: "If the Binding Acknowledgement correctly passes authentication and the Status field value is 135
  // [...] the mobile node MUST update its binding sequence number appropriately to match the sequence number given".
  // Not followed to the letter where that number is not greater than the last one of this node. Such an acknowledgement
  // was overtaken by later Binding Updates; going back would use numbers again that are still in flight, and the answer
  // to the one would be taken for the answer to the other.
  /** Whether to go on behind the number {@code given} with status 135 after {@code last} was sent. */
  static boolean mayFollow(SequenceNumber given, SequenceNumber last) {
    return given.isGreaterThan(last);
  }

  private static AcknowledgementVerdict verdict(
      Context context, Ipv6Address careOfAddress, Outstanding update, ReceivedAcknowledgement received) {
    return switch (context.config().security()) {
      case Security.None() -> AcknowledgementAuthenticator.judgeUnprotected(received.message());
      case Security.Authenticated(var associations) ->
          AcknowledgementAuthenticator.judge(
              associations.getFirst(),
              received.header(),
              received.message(),
              careOfAddress,
              context.config().homeAddress(),
              update.timestamp());
    };
  }

  private static String text(AcknowledgementVerdict.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Step registering(
      Context context, Registering state, Judgement judgement, ReceivedAcknowledgement received) {
    return switch (judgement) {
      case Judgement.Worthless(String reason) -> ignored(state, received, reason);
      case Judgement.OutOfWindow(SequenceNumber last) -> {
        Attempt attempt = state.attempt();
        Registering corrected =
            new Registering(
                state.history().withLast(last), state.careOf(), state.entry(), state.former(), again(attempt, context));
        yield telling(
            new MobileNodeNotice.SequenceNumberCorrected(last),
            mayCorrect(attempt) ? Transmission.send(context, corrected) : new Step(corrected, List.of()));
      }
      case Judgement.OtherTime(Outstanding update, NtpTimestamp time) -> {
        if (state.attempt().clockCorrected()) {
          yield refused(context, state, received.message().status());
        }
        History history = corrected(context, state.history(), update, time);
        yield telling(
            clockCorrected(history, state.history()),
            Transmission.send(
                context,
                new Registering(
                    history,
                    state.careOf(),
                    state.entry(),
                    state.former(),
                    state.attempt().corrected(true, context.now()))));
      }
      case Judgement.Answer(Outstanding update) -> {
        BindingAcknowledgement message = received.message();
        yield message.isAccepted() && message.lifetimeUnits() > 0
            ? accepted(context, state, update, message)
            : refused(context, state, message.status());
      }
    };
  }

  /** After corrections that led nowhere the delivery goes on at its own pace. */
  static Attempt again(Attempt attempt, Context context) {
    return attempt.corrected(false, mayCorrect(attempt) ? context.now() : attempt.next());
  }

  private static boolean mayCorrect(Attempt attempt) {
    return attempt.corrections() < MAX_CORRECTIONS;
  }

  /** The home agent looked at its clock in the midst of the exchange, as far as one can tell. */
  static History corrected(
      Context context, History history, Outstanding update, NtpTimestamp homeAgentTime) {
    Duration sinceThen = context.now().since(update.sent()).dividedBy(2);
    NtpTimestamp ownTime = context.timeOfDay().minus(sinceThen);
    return history.withTimestamps(history.timestamps().corrected(ownTime, homeAgentTime));
  }

  private static MobileNodeNotice clockCorrected(History after, History before) {
    return new MobileNodeNotice.ClockCorrected(
        Duration.ofSeconds(after.timestamps().correction() - before.timestamps().correction() >> 32));
  }

  private static Step telling(MobileNodeNotice notice, Step step) {
    return telling(List.of(new Notify(notice)), step);
  }

  private static Step telling(List<Effect> first, Step step) {
    List<Effect> effects = new ArrayList<>(first);
    effects.addAll(step.effects());
    return new Step(step.next(), effects);
  }

  private static Step accepted(
      Context context, Registering state, Outstanding update, BindingAcknowledgement message) {
    // RFC 6275 11.7.3: the remaining lifetime becomes "max((L_remain - (L_update - L_ack)), 0)", so that it "counts
    // down from the Lifetime value given in the Binding Acknowledgement, but with the timer countdown beginning at the
    // time that the Binding Update was sent"
    Lifetime granted =
        Lifetime.shorter(state.attempt().shortestSince(update), new Lifetime(message.lifetimeUnits()));
    Time expiry = update.sent().plus(granted.duration());
    Ipv6Address careOfAddress = state.careOf().address();
    History history =
        state.history().withTimestamps(state.history().timestamps().afterAcceptance(update.timestamp()));
    Optional<Duration> advice =
        message.option(BindingRefreshAdvice.class).map(option -> Duration.ofSeconds(option.intervalSeconds()));
    Entry entry =
        new Entry(careOfAddress, update.sent(), granted, true, expiry, Optional.of(careOfAddress), expiry, advice);
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Notify(
            new MobileNodeNotice.BindingAcknowledged(
                careOfAddress, message.status(), granted, context.now().since(update.sent()))));
    if (message.status() == BindingAcknowledgementStatus.ACCEPTED_BUT_PREFIX_DISCOVERY_NECESSARY.code()) {
      effects.add(new Notify(new MobileNodeNotice.PrefixDiscoveryNecessary()));
    }
    if (expiry.isDue(context.now())) {
      // the answer came so late that the binding is over already
      return telling(effects, HomeRegistration.register(context, history, state.careOf(), Optional.of(entry)));
    }
    return new Step(registered(context, history, state.careOf(), entry), effects);
  }

  /** The state in which the home agent has {@code binding}. */
  static Registered registered(Context context, History history, CareOf careOf, Entry binding) {
    // RFC 6275 11.7.3: "Mobile nodes SHOULD send a new Binding Update well before the expiration of this period"
    Duration wellBefore = binding.lifetime().duration().multipliedBy(17).dividedBy(20);
    // RFC 6275 11.7.3: "it SHOULD attempt to refresh its home registration at the indicated shorter interval"
    Duration interval =
        binding
            .advice()
            .filter(given -> given.isPositive() && given.compareTo(wellBefore) < 0)
            .orElse(wellBefore);
    Time refresh = binding.sent().plus(interval);
    Time earliest = context.now().plus(context.config().timers().initialBindackTimeout());
    Time unhurried = refresh.isBefore(earliest) ? earliest : refresh;
    return new Registered(history, careOf, binding, Time.earlier(unhurried, binding.expiry()));
  }

  // RFC 6275 11.7.3: "the mobile node can take steps to correct the cause of the error and retransmit the Binding
  // Update [...]. If this is not done or it fails, then the mobile node SHOULD record in its Binding Update List that
  // future Binding Updates SHOULD NOT be sent to this destination." Since there may be only one home agent, that is
  // for a while.
  private static Step refused(Context context, Registering state, int status) {
    MobileNodeTimers timers = context.config().timers();
    Optional<BindingAcknowledgementStatus> known = BindingAcknowledgementStatus.of(status);
    boolean duplicate = known.equals(Optional.of(BindingAcknowledgementStatus.DUPLICATE_ADDRESS_DETECTION_FAILED));
    if (duplicate && context.now().isBefore(context.leftHome().plus(UNDER_WAY))) {
      return refused(context, state, status, Because.FOR_NOW, untilTracesAreGone(context));
    }
    // RFC 6275 11.7.1: "registering a new binding with another home agent may be impossible as the previous home agent
    // is still defending the existing binding": then nobody has taken the home address away
    if (duplicate && !context.heldElsewhere()) {
      return homeAddressLost(context, state.history(), status);
    }
    Because because = duplicate ? Because.FOR_NOW : because(status);
    Duration wait = because == Because.FOR_NOW ? timers.maxBindackTimeout() : timers.refusalHoldOff();
    return refused(context, state, status, because, wait);
  }

  /**
   * The home agent may have met the node's own neighbour advertisements, which it cannot tell from those of others:
   * mostly they are gone in a moment.
   */
  private static Duration untilTracesAreGone(Context context) {
    Duration soon = context.config().timers().initialBindackTimeoutFirstReg();
    Duration sinceThen = context.now().since(context.leftHome());
    return sinceThen.compareTo(soon.multipliedBy(2)) < 0 ? soon : UNDER_WAY.minus(sinceThen);
  }

  private static Step refused(Context context, Registering state, int status, Because because, Duration wait) {
    return new Step(
        new Refused(
            state.history(), Optional.of(state.careOf()), state.entry(), because, context.now().plus(wait)),
        List.of(new Notify(new MobileNodeNotice.RegistrationFailed(status, wait))));
  }

  /** What a refusal comes from; an acceptance for no time at all counts as one. */
  private static Because because(int status) {
    if (BindingAcknowledgementStatus.isAccepted(status)
        || status == BindingAcknowledgementStatus.REASON_UNSPECIFIED.code()
        || status == BindingAcknowledgementStatus.INSUFFICIENT_RESOURCES.code()) {
      return Because.FOR_NOW;
    }
    return status == BindingAcknowledgementStatus.INVALID_CARE_OF_ADDRESS.code()
        ? Because.CARE_OF_ADDRESS
        : Because.HOME_AGENT;
  }

  // RFC 6275 11.7.1: "a Status of 134 (Duplicate Address Detection failed). In this case, the mobile node MUST NOT
  // attempt to re-use the same home address."
  private static Step homeAddressLost(Context context, History history, int status) {
    return new Step(
        new HomeAddressLost(history),
        List.of(
            new Notify(new MobileNodeNotice.RegistrationFailed(status, NEVER_AGAIN)),
            new Notify(new MobileNodeNotice.HomeAddressLost(context.config().homeAddress()))));
  }

  private static Step returning(
      Context context, Returning state, Judgement judgement, ReceivedAcknowledgement received) {
    return switch (judgement) {
      case Judgement.Worthless(String reason) -> ignored(state, received, reason);
      case Judgement.OutOfWindow(SequenceNumber last) -> {
        Attempt attempt = state.attempt();
        Returning corrected = state.with(state.history().withLast(last), again(attempt, context));
        yield telling(
            new MobileNodeNotice.SequenceNumberCorrected(last),
            mayCorrect(attempt) ? Transmission.send(context, corrected) : new Step(corrected, List.of()));
      }
      case Judgement.OtherTime(Outstanding update, NtpTimestamp time) -> {
        if (state.attempt().clockCorrected()) {
          yield refused(context, state, received.message().status());
        }
        History history = corrected(context, state.history(), update, time);
        yield telling(
            clockCorrected(history, state.history()),
            Transmission.send(context, state.with(history, state.attempt().corrected(true, context.now()))));
      }
      case Judgement.Answer(Outstanding update) -> {
        int status = received.message().status();
        if (received.message().isAccepted()) {
          yield returned(context, state, update, received.message(), true);
        }
        if (status == BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE.code()) {
          // RFC 6275 10.3.2: the home agent says so where it has no binding that it could delete
          if (!isFromAnother(context, state, received.arrival())) {
            yield returned(context, state, update, received.message(), true);
          }
          yield state.used()
              ? returned(context, state, update, received.message(), false)
              : homeAddressLost(context, state.history(), status);
        }
        yield refused(context, state, status);
      }
    };
  }

  /**
   * Whether it was another one that answered for the home address than this home agent, which has no binding. Then the
   * home address is not the node's any more, unless it was in use.
   */
  private static boolean isFromAnother(Context context, Returning state, Arrival refusal) {
    boolean presumed = state.existing().careOfAddress().equals(context.config().homeAddress());
    return presumed && !refusal.from().equals(state.homeAgent());
  }

  /**
   * At home, where the neighbours are told.
   *
   * @param deleted whether the home agent has no binding any more; else the next who claims the home address may be one
   */
  private static Step returned(
      Context context, Returning state, Outstanding update, BindingAcknowledgement message, boolean deleted) {
    History history =
        state.history().withTimestamps(state.history().timestamps().afterAcceptance(update.timestamp()));
    Ipv6Address homeAddress = context.config().homeAddress();
    Step announced =
        HomeRegistration.announce(
            context, new AtHome(history, deleted, Transmission.MAX_NEIGHBOR_ADVERTISEMENT, context.now()));
    List<Effect> effects = new ArrayList<>(announced.effects());
    effects.add(
        new Notify(
            new MobileNodeNotice.BindingAcknowledged(
                homeAddress, message.status(), Lifetime.ZERO, context.now().since(update.sent()))));
    effects.add(new Notify(new MobileNodeNotice.ReturnedHome(homeAddress, deleted)));
    return new Step(announced.next(), effects);
  }

  /** The home agent does not let go of the home address: it is asked again, until the binding ends by itself. */
  private static Step refused(Context context, Returning state, int status) {
    Duration wait = context.config().timers().maxBindackTimeout();
    return new Step(
        state.with(state.history(), state.attempt().at(context.now().plus(wait))),
        List.of(new Notify(new MobileNodeNotice.RegistrationFailed(status, wait))));
  }
}
