package org.roam6.protocol.correspondent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.SignallingPacket;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.correspondent.BindingState.Absent;
import org.roam6.protocol.correspondent.BindingState.Bound;
import org.roam6.protocol.correspondent.BindingState.Removed;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.MobilityHeader;

/** One binding of a correspondent node (RFC 6275 9.5), from state to state. */
final class BindingMachine {

  /** For how long after its last packet a binding counts as in active use. */
  static final Duration IN_USE = Duration.ofSeconds(10);

  /** How long before the end the first Binding Refresh Request goes out, for bindings of twice that or longer. */
  static final Duration FIRST_REQUEST = Duration.ofSeconds(20);

  /** How long after it the next one follows: RFC 6275 9.5.5, "as long as the rate limitation is applied". */
  static final Duration REQUEST_INTERVAL = Duration.ofSeconds(5);

  private final CorrespondentConfig config;

  BindingMachine(CorrespondentConfig config) {
    this.config = config;
  }

  /** What can happen to a binding. */
  sealed interface Input {

    /**
     * An authorized Binding Update asks for the binding.
     *
     * @param request the Binding Update
     * @param obstacle why it has to be refused even where its sequence number is right
     */
    record Cache(BindingRequest request, Optional<BindingAcknowledgementStatus> obstacle) implements Input {}

    /** An authorized Binding Update asks for the end of the binding. */
    record Delete(BindingRequest request) implements Input {}

    /** Packets go between the home address and this host. */
    record Used(Way way) implements Input {}

    /** An error says that the care-of address cannot be reached. */
    record Unreachable() implements Input {}

    /** The binding has to make way for another one. */
    record Displaced() implements Input {}

    /** The deadline has come. */
    record Due() implements Input {}
  }

  /** What follows: the state after it, and what to do. */
  record Step(BindingState next, List<Effect> effects) {

    Step {
      effects = List.copyOf(effects);
    }

    static Step of(BindingState next, Effect... effects) {
      return new Step(next, List.of(effects));
    }
  }

  Step step(BindingState state, Input input, Time now) {
    return switch (state) {
      case Absent absent -> step(absent, input, now);
      case Bound bound -> step(bound, input, now);
      case Removed removed -> step(removed, input, now);
    };
  }

  private Step step(Absent absent, Input input, Time now) {
    return switch (input) {
      case Input.Cache(var request, var obstacle) when obstacle.isPresent() -> refuse(absent, request, obstacle.get());
      // RFC 6275 9.5.1: without an entry "it MUST accept any Sequence Number value"
      case Input.Cache(var request, _) -> create(request, request.replayableUntil(), now);
      case Input.Delete(var request) -> delete(request, request.replayableUntil(), List.of());
      case Input.Used _, Input.Unreachable _, Input.Displaced _, Input.Due _ -> Step.of(absent);
    };
  }

  private Step step(Bound bound, Input input, Time now) {
    BindingCacheEntry entry = bound.entry();
    return switch (input) {
      case Input.Cache(var request, _) when !request.sequence().isGreaterThan(entry.sequence()) ->
          refuseSequence(bound, request, entry.sequence());
      case Input.Cache(var request, var obstacle) when obstacle.isPresent() -> refuse(bound, request, obstacle.get());
      case Input.Cache(var request, _) -> renew(bound, request, now);
      case Input.Delete(var request) when !request.sequence().isGreaterThan(entry.sequence()) ->
          refuseSequence(bound, request, entry.sequence());
      case Input.Delete(var request) -> {
        List<Effect> effects = new ArrayList<>(withdraw(entry));
        effects.add(new Notify(new CorrespondentNotice.BindingDeleted(entry.key())));
        yield delete(request, Time.later(entry.replayableUntil(), request.replayableUntil()), effects);
      }
      // What comes from the care-of address says that it is there.
      case Input.Used(Way way) ->
          Step.of(bound.usedAt(now, way == Way.DIRECT_RECEIVED ? Unreachability.NONE : bound.unreachability()));
      case Input.Unreachable _ -> unreachable(bound.with(bound.unreachability().error(now)), now);
      case Input.Displaced _ -> remove(entry, new CorrespondentNotice.BindingDisplaced(entry.key()), now);
      // RFC 6275 9.5.2: "Any Binding Cache entry MUST be deleted after the expiration of its lifetime."
      case Input.Due _ when entry.expiry().isDue(now) ->
          remove(entry, new CorrespondentNotice.BindingExpired(entry.key()), now);
      case Input.Due _ -> ask(bound, now);
    };
  }

  // RFC 6275 5.2.8: "Correspondent nodes must retain bindings and the associated sequence number information at least as
  // long as the nonces used in the authorization of the binding are still valid."
  private Step step(Removed removed, Input input, Time now) {
    SequenceNumber last = removed.sequence();
    return switch (input) {
      case Input.Cache(var request, _) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(removed, request, last);
      case Input.Cache(var request, var obstacle) when obstacle.isPresent() ->
          refuse(removed, request, obstacle.get());
      case Input.Cache(var request, _) ->
          create(request, Time.later(removed.until(), request.replayableUntil()), now);
      case Input.Delete(var request) when !request.sequence().isGreaterThan(last) ->
          refuseSequence(removed, request, last);
      case Input.Delete(var request) ->
          delete(request, Time.later(removed.until(), request.replayableUntil()), List.of());
      case Input.Due _ -> Step.of(new Absent());
      case Input.Used _, Input.Unreachable _, Input.Displaced _ -> Step.of(removed);
    };
  }

  private Step create(BindingRequest request, Time replayableUntil, Time now) {
    Lifetime granted = granted(request);
    return bind(
        BindingCacheEntry.of(request, granted, replayableUntil, now),
        Optional.empty(),
        request,
        new CorrespondentNotice.BindingCreated(request.key(), request.careOfAddress(), granted));
  }

  private Step renew(Bound bound, BindingRequest request, Time now) {
    Lifetime granted = granted(request);
    BindingCacheEntry before = bound.entry();
    CorrespondentNotice notice =
        before.careOfAddress().equals(request.careOfAddress())
            ? new CorrespondentNotice.BindingRefreshed(request.key(), granted)
            : new CorrespondentNotice.CareOfAddressChanged(
                request.key(), before.careOfAddress(), request.careOfAddress(), granted);
    Time replayableUntil = Time.later(before.replayableUntil(), request.replayableUntil());
    BindingCacheEntry entry = BindingCacheEntry.of(request, granted, replayableUntil, now);
    return bind(entry, bound.traffic(), request, notice);
  }

  private Step bind(
      BindingCacheEntry entry, Optional<Time> traffic, BindingRequest request, CorrespondentNotice notice) {
    Bound bound = new Bound(entry, traffic, firstRequest(entry), Unreachability.NONE);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Want(new Desired.WantedDirectPath(entry.path())));
    // RFC 6275 9.5.4: "If the Acknowledge (A) bit is set in the Binding Update, a Binding Acknowledgement MUST be sent",
    // and else: "If the node accepts the Binding Update, the Binding Acknowledgement SHOULD NOT be sent."
    if (request.acknowledge()) {
      effects.add(request.accept(entry.granted()));
    }
    effects.add(new Notify(notice));
    return new Step(bound, effects);
  }

  // RFC 6275 9.5.2: "this lifetime MAY be reduced by the node caching the binding"
  private Lifetime granted(BindingRequest request) {
    return Lifetime.shorter(request.lifetime(), Lifetime.notLongerThan(config.maximumLifetime()));
  }

  private static Time firstRequest(BindingCacheEntry entry) {
    Duration half = entry.granted().duration().dividedBy(2);
    Duration before = half.compareTo(FIRST_REQUEST) < 0 ? half : FIRST_REQUEST;
    return entry.expiry().plus(before.negated());
  }

  // RFC 6275 9.5.5: "If the sender knows that the Binding Cache entry is still in active use, it MAY send a Binding
  // Refresh Request message [...]. This message is always sent to the home address of the mobile node." A Binding Update
  // makes another state, and so ends it: "MUST stop retransmitting when it receives a Binding Update".
  private static Step ask(Bound bound, Time now) {
    Bound asked = bound.askingAt(now.plus(REQUEST_INTERVAL));
    if (!isInUse(bound, now)) {
      return Step.of(asked);
    }
    MobilityHeader request = MobilityHeader.of(new BindingRefreshRequest(List.of()));
    DirectPath.Key key = bound.entry().key();
    return Step.of(
        asked,
        new Effect.SendRouted(SignallingPacket.of(key.correspondent(), key.homeAddress(), request).encode()),
        new Notify(new CorrespondentNotice.RefreshRequested(key)));
  }

  /** Whether packets went a short time ago. */
  static boolean isInUse(Bound bound, Time now) {
    return bound.traffic().filter(last -> now.isBefore(last.plus(IN_USE))).isPresent();
  }

  private static Step unreachable(Bound bound, Time now) {
    BindingCacheEntry entry = bound.entry();
    // RFC 6275 9.3.4: "If the correspondent node receives persistent ICMP Destination Unreachable messages [...] the
    // correspondent node SHOULD delete this Binding Cache entry."
    return bound.unreachability().isPersistent()
        ? remove(
            entry, new CorrespondentNotice.CareOfAddressUnreachable(entry.key(), entry.careOfAddress()), now)
        : Step.of(bound);
  }

  private static Step remove(BindingCacheEntry entry, CorrespondentNotice notice, Time now) {
    List<Effect> effects = new ArrayList<>(withdraw(entry));
    effects.add(new Notify(notice));
    BindingState next =
        entry.replayableUntil().isDue(now) ? new Absent() : new Removed(entry.sequence(), entry.replayableUntil());
    return new Step(next, effects);
  }

  private static List<Effect> withdraw(BindingCacheEntry entry) {
    return List.of(new Unwant(new Desired.DirectPathKey(entry.key())));
  }

  // RFC 6275 9.5.3: "the correspondent node has to remember the particular combination of nonce indices, addresses, and
  // sequence number as illegal until at least one of the nonces has become too old"
  private static Step delete(BindingRequest request, Time until, List<Effect> before) {
    List<Effect> effects = new ArrayList<>(before);
    if (request.acknowledge()) {
      effects.add(request.accept(Lifetime.ZERO));
    }
    return new Step(new Removed(request.sequence(), until), effects);
  }

  private static Step refuse(BindingState unchanged, BindingRequest request, BindingAcknowledgementStatus status) {
    return new Step(unchanged, refusal(request, status));
  }

  /** Tells the sender that a Binding Update is refused. */
  static List<Effect> refusal(BindingRequest request, BindingAcknowledgementStatus status) {
    return List.of(
        request.refuse(status),
        new Notify(new CorrespondentNotice.BindingUpdateRefused(request.homeAddress(), status)));
  }

  private static Step refuseSequence(BindingState unchanged, BindingRequest request, SequenceNumber last) {
    return Step.of(
        unchanged,
        request.refuseSequence(last),
        new Notify(
            new CorrespondentNotice.BindingUpdateRefused(
                request.homeAddress(), BindingAcknowledgementStatus.SEQUENCE_NUMBER_OUT_OF_WINDOW)));
  }
}
