package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Context;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Failure;
import org.roam6.protocol.mobilenode.CorrespondentRegistration.Step;
import org.roam6.protocol.mobilenode.CorrespondentState.Binding;
import org.roam6.protocol.mobilenode.CorrespondentState.Bound;
import org.roam6.protocol.mobilenode.CorrespondentState.Delivery;
import org.roam6.protocol.mobilenode.CorrespondentState.Goal;
import org.roam6.protocol.mobilenode.CorrespondentState.Idle;
import org.roam6.protocol.mobilenode.CorrespondentState.Known;
import org.roam6.protocol.mobilenode.CorrespondentState.SentUpdate;
import org.roam6.protocol.mobilenode.CorrespondentState.Testing;
import org.roam6.protocol.mobilenode.CorrespondentState.Token;
import org.roam6.protocol.mobilenode.CorrespondentState.Tokens;
import org.roam6.protocol.mobilenode.CorrespondentState.Updating;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.NonceIndices;

/** Binding Updates to correspondent nodes, and their acknowledgements (RFC 6275 5.2.6, 11.7.2, 11.7.3). */
final class CorrespondentUpdates {

  /** How often a Binding Update is sent again at once because the correspondent node refused its number. */
  private static final int MAX_CORRECTIONS = 3;

  /** A correspondent node counts from when a Binding Update comes in, and what it sends then is under way yet. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(4);

  private CorrespondentUpdates() {}

  /** Sends the Binding Update for which {@code testing} has got all tokens. */
  static Step begin(Context context, Testing testing) {
    Known known = testing.known();
    boolean first = known.heldUntil().plus(UNDER_WAY).isDue(context.now());
    // From here on a binding for another care-of address may be gone.
    Optional<Binding> kept =
        testing.goal() == Goal.DELETED
            ? Optional.empty()
            : known.bindingFor(testing.careOfAddress(), context.now());
    Delivery delivery = Delivery.first(context.config().timers().initialBindackTimeout(), context.now());
    return send(
        context,
        new Updating(
            known.withBinding(kept, known.heldUntil()),
            testing.goal(),
            testing.careOfAddress(),
            key(known.tokens(), testing.goal()),
            delivery,
            first));
  }

  private static BindingManagementKey key(Tokens tokens, Goal goal) {
    KeygenToken home = tokens.home().orElseThrow().token();
    return switch (goal) {
      case REGISTERED -> BindingManagementKey.of(home, tokens.careOf().orElseThrow().token());
      case DELETED -> BindingManagementKey.ofHome(home);
    };
  }

  /** Sends the Binding Update of {@code state} once more, or sees to it that it is sent as soon as the rate allows. */
  static Step send(Context context, Updating state) {
    Time now = context.now();
    Known known = state.known();
    if (state.delivery().isExhausted(now)) {
      return unanswered(context, state);
    }
    Tokens tokens = known.tokens().validAt(now);
    if (!context.canBeTold() || !tokens.equals(known.tokens())) {
      return CorrespondentTests.begin(context, known, state.goal(), Duration.ZERO);
    }
    Time earliest = context.earliest(known.sends().updates(), context.besides().updates());
    if (now.isBefore(earliest)) {
      return new Step(state.with(known, state.delivery().at(earliest)), List.of());
    }
    // RFC 6275 11.8: "Retransmitted Binding Updates MUST use a Sequence Number value greater than that used for the
    // previous transmission of this Binding Update."
    SequenceNumber sequence = known.last().next();
    Lifetime lifetime = state.goal() == Goal.DELETED ? Lifetime.ZERO : context.standing().longestLifetime(now);
    Delivery delivery =
        state.delivery()
            .sent(new SentUpdate(sequence, now, lifetime), context.config().timers().maxBindackTimeout());
    Known after =
        known
            .withLast(sequence)
            .withSends(known.sends().withUpdates(context.counted(known.sends().updates())))
            .withBinding(
                known.binding().map(binding -> binding.notLongerThan(now, lifetime)),
                Time.later(known.heldUntil(), now.plus(lifetime.duration())));
    return new Step(
        state.with(after, delivery),
        List.of(
            packet(context, state, sequence, lifetime),
            new Notify(
                new MobileNodeNotice.CorrespondentUpdateSent(
                    known.address(), authorized(context, state), sequence, lifetime, delivery.outstanding().size()))));
  }

  private static Effect packet(Context context, Updating state, SequenceNumber sequence, Lifetime lifetime) {
    Tokens tokens = state.known().tokens();
    // RFC 6275 11.7.2, where the binding is deleted: "The care-of nonce index SHOULD be set to zero in this case."
    int careOfNonce =
        state.goal() == Goal.DELETED ? 0 : tokens.careOf().map(Token::nonceIndex).orElseThrow();
    return CorrespondentPackets.bindingUpdate(
        context.config().homeAddress(),
        state.careOfAddress(),
        authorized(context, state),
        state.known().address(),
        sequence,
        lifetime,
        new NonceIndices(tokens.home().map(Token::nonceIndex).orElseThrow(), careOfNonce),
        state.key());
  }

  // RFC 6275 6.2.7: "the care-of address that will be registered for the mobile node if the Binding Update succeeds, or
  // the home address of the mobile node if this option is used in de-registration"
  private static Ipv6Address authorized(Context context, Updating state) {
    return switch (state.goal()) {
      case REGISTERED -> state.careOfAddress();
      case DELETED -> context.config().homeAddress();
    };
  }

  private static Step unanswered(Context context, Updating state) {
    Optional<Binding> seen = state.known().bindingFor(state.careOfAddress(), context.now());
    return state.firstBinding() && seen.isPresent()
        ? new Step(bound(context, state.known(), seen.get()), List.of())
        : CorrespondentRegistration.failed(
            context, state.known(), state.goal(), Failure.passing("no Binding Acknowledgement", true));
  }

  /**
   * The correspondent node has sent a packet the direct way: it has a binding. That it is the one that was just asked
   * for is certain only where there was none before.
   */
  static Step confirmed(Context context, Updating state) {
    List<SentUpdate> outstanding = state.delivery().outstanding();
    if (state.goal() == Goal.DELETED
        || !state.firstBinding()
        || outstanding.isEmpty()
        || state.known().binding().isPresent()) {
      return new Step(state, List.of());
    }
    SentUpdate update = outstanding.getFirst();
    Binding binding = new Binding(state.careOfAddress(), update.sent(), update.lifetime());
    return new Step(
        state.with(state.known().withBinding(Optional.of(binding), state.known().heldUntil())),
        List.of(bindingKnown(state.known(), binding, false)));
  }

  private static Effect bindingKnown(Known known, Binding binding, boolean acknowledged) {
    return new Notify(
        new MobileNodeNotice.CorrespondentBound(
            known.address(), binding.careOfAddress(), binding.lifetime(), acknowledged));
  }

  /** What becomes of an acknowledgement. RFC 6275 11.7.3: what fails its tests "MUST be silently ignored". */
  static Step acknowledged(
      Context context, Updating state, Arrival arrival, MobilityHeader header, BindingAcknowledgement message) {
    boolean here = arrival.destination().equals(state.careOfAddress())
        || arrival.destination().equals(context.config().homeAddress());
    SequenceNumber sequence = new SequenceNumber(message.sequenceNumber());
    Optional<SentUpdate> update = state.delivery().find(sequence);
    boolean authorized =
        state.key().authorizes(header, authorized(context, state), state.known().address());
    if (!here) {
      return new Step(state, List.of());
    }
    if (message.status() == BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW.code()) {
      return authorized ? outOfWindow(context, state, sequence) : new Step(state, List.of());
    }
    // RFC 6275 9.5.4: "If the Status field in the Binding Acknowledgement contains the value 136 (expired home nonce
    // index), 137 (expired care-of nonce index), or 138 (expired nonces), then the message MUST NOT include the Binding
    // Authorization Data mobility option."
    if (update.isPresent() && isAboutNonces(message.status())) {
      return noncesExpired(context, state, message.status());
    }
    if (update.isEmpty() || !authorized) {
      return new Step(state, List.of());
    }
    if (message.isAccepted()) {
      return accepted(context, state, update.get(), message);
    }
    // Where it had no binding it has none now.
    return state.firstBinding()
        ? refused(
            context, state.with(state.known().withBinding(Optional.empty(), Entry.LONG_AGO)), message.status())
        : refused(context, state, message.status());
  }

  /** As with a home agent: see {@link Acknowledgements#mayFollow}. */
  private static Step outOfWindow(Context context, Updating state, SequenceNumber given) {
    if (!Acknowledgements.mayFollow(given, state.known().last())
        || state.delivery().corrections() >= MAX_CORRECTIONS) {
      return new Step(state, List.of());
    }
    return send(
        context, state.with(state.known().withLast(given), state.delivery().corrected(context.now())));
  }

  private static boolean isAboutNonces(int status) {
    return status == BindingAcknowledgementStatus.EXPIRED_HOME_NONCE_INDEX.code()
        || status == BindingAcknowledgementStatus.EXPIRED_CARE_OF_NONCE_INDEX.code()
        || status == BindingAcknowledgementStatus.EXPIRED_NONCES.code();
  }

  // RFC 6275 5.2.7: "If a nonce index is unrecognized, the correspondent node replies with an error code [...]. The
  // mobile node can then retry the return routability procedure." Once: anyone can send that answer.
  private static Step noncesExpired(Context context, Updating state, int status) {
    Known known = state.known();
    if (known.trouble().renewed()) {
      return refused(context, state, status);
    }
    Tokens tokens = known.tokens();
    Tokens left =
        new Tokens(
            status == BindingAcknowledgementStatus.EXPIRED_CARE_OF_NONCE_INDEX.code()
                ? tokens.home()
                : Optional.empty(),
            status == BindingAcknowledgementStatus.EXPIRED_HOME_NONCE_INDEX.code()
                ? tokens.careOf()
                : Optional.empty());
    return CorrespondentTests.begin(
        context,
        known.withTokens(left).withTrouble(known.trouble().renewing()),
        state.goal(),
        Duration.ZERO);
  }

  private static Step refused(Context context, Updating state, int status) {
    boolean anywhere = status != BindingAcknowledgementStatus.INVALID_CARE_OF_ADDRESS.code();
    return CorrespondentRegistration.failed(
        context, state.known(), state.goal(), Failure.passing("refused with status " + status, anywhere));
  }

  private static Step accepted(
      Context context, Updating state, SentUpdate update, BindingAcknowledgement message) {
    Known known = state.known();
    if (state.goal() == Goal.DELETED) {
      return new Step(
          new Idle(known.withBinding(Optional.empty(), Entry.LONG_AGO)),
          List.of(new Notify(new MobileNodeNotice.CorrespondentBindingDeleted(known.address()))));
    }
    // RFC 6275 11.7.3: the lifetime "counts down from the Lifetime value given in the Binding Acknowledgement, but with
    // the timer countdown beginning at the time that the Binding Update was sent"
    Lifetime granted =
        Lifetime.shorter(state.delivery().shortestSince(update), new Lifetime(message.lifetimeUnits()));
    Binding binding = new Binding(state.careOfAddress(), update.sent(), granted);
    if (binding.usedUntil().isDue(context.now())) {
      return refused(context, state, message.status());
    }
    Known after =
        known.withBinding(Optional.of(binding), binding.expiry()).withTrouble(known.trouble().over());
    return new Step(bound(context, after, binding), List.of(bindingKnown(after, binding, true)));
  }

  /** The state in which the correspondent node has {@code binding}. */
  static Bound bound(Context context, Known known, Binding binding) {
    // RFC 6275 11.7.3: "Mobile nodes SHOULD send a new Binding Update well before the expiration of this period"
    Time refresh = binding.sent().plus(wellBefore(binding.lifetime().duration()));
    // A move is quickest with a home keygen token in hand.
    Duration early =
        ProtocolConstants.MAX_TOKEN_LIFETIME.minus(wellBefore(ProtocolConstants.MAX_TOKEN_LIFETIME));
    Time token = known.tokens().home().map(home -> home.until().plus(early.negated())).orElse(Time.NEVER);
    Time unhurried =
        Time.later(
            Time.earlier(refresh, token),
            context.now().plus(context.config().timers().initialBindackTimeout()));
    return new Bound(known, Time.earlier(unhurried, binding.usedUntil()));
  }

  private static Duration wellBefore(Duration lifetime) {
    return lifetime.multipliedBy(17).dividedBy(20);
  }
}
