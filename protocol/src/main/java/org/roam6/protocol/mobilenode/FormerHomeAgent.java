package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.Acknowledgements.Judgement;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.RegistrationState.Attempt;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * A home agent that the node has tried, and does not use now. One that may have a binding yet is told to delete it as
 * soon as another one has accepted: after a restart it would defend the home address again, and draw its packets.
 *
 * @param history the numbers and times of the Binding Updates to it
 * @param heldUntil until when it may have a binding, if its clock is right; long ago where it has none
 * @param avoidUntil until when it is not tried, as it has refused for good
 * @param farewell the delivery of the Binding Update that deletes the binding
 */
record FormerHomeAgent(History history, Time heldUntil, Time avoidUntil, Optional<Farewell> farewell) {

  /**
   * The delivery of a Binding Update that deletes the binding.
   *
   * @param from where it is sent from: the care-of address, or the home address at home
   * @param attempt the delivery
   */
  record Farewell(Ipv6Address from, Attempt attempt) {}

  /** The state that follows, and what to do. */
  record Step(FormerHomeAgent next, List<Effect> effects) {}

  /** One that has no binding. */
  static FormerHomeAgent of(History history) {
    return new FormerHomeAgent(history, Entry.LONG_AGO, Entry.LONG_AGO, Optional.empty());
  }

  boolean mayHold(Time now) {
    return now.isBefore(heldUntil);
  }

  /** When it is to be told, while the node stands at {@code from}. */
  Time due(Ipv6Address from, Time now) {
    return mayHold(now)
        ? farewell.filter(each -> each.from().equals(from)).map(each -> each.attempt().next()).orElse(now)
        : Time.NEVER;
  }

  /** With nothing held any more. */
  FormerHomeAgent released() {
    return new FormerHomeAgent(history, Entry.LONG_AGO, avoidUntil, Optional.empty());
  }

  /** With nothing to tell: it is used again, or its binding has ended. */
  FormerHomeAgent withoutFarewell() {
    return new FormerHomeAgent(history, heldUntil, avoidUntil, Optional.empty());
  }

  /** With the numbers that were remembered. */
  FormerHomeAgent with(History remembered) {
    return new FormerHomeAgent(remembered, heldUntil, avoidUntil, farewell);
  }

  /** With a binding that it may have until {@code until}. */
  FormerHomeAgent heldUntil(Time until) {
    return new FormerHomeAgent(history, until, avoidUntil, farewell);
  }

  private FormerHomeAgent with(History other, Farewell next) {
    return new FormerHomeAgent(other, heldUntil, avoidUntil, Optional.of(next));
  }

  // RFC 6275 10.3.2: a Binding Update with a Lifetime of zero is "a request to delete"; 11.8: "The mobile node MAY
  // continue to send these messages at this slower rate indefinitely", which is until the binding ends by itself
  /** Tells the home agent of {@code context}, which this is, from {@code from}. */
  Step tell(Context context, Ipv6Address from) {
    Duration timeout = context.config().timers().initialBindackTimeout();
    Attempt attempt =
        farewell
            .filter(each -> each.from().equals(from))
            .map(Farewell::attempt)
            .orElseGet(() -> Attempt.first(timeout, context.now()));
    Time earliest = Transmission.earliest(context, history);
    if (context.now().isBefore(earliest)) {
      return new Step(with(history, new Farewell(from, attempt.at(earliest))), List.of());
    }
    Transmission.Sent sent = Transmission.prepare(context, history, from, Lifetime.ZERO);
    HomeAgentSearchNotice notice =
        new HomeAgentSearchNotice.FormerBindingGivenUp(
            context.config().homeAgentAddress(), sent.update().sequence(), attempt.transmissions() + 1);
    return new Step(
        with(sent.history(), new Farewell(from, Transmission.after(context, attempt, sent))),
        sent.effects(new Effect.SendRouted(sent.packet()), notice));
  }

  /** What becomes of an acknowledgement from it. */
  Step acknowledged(Context context, ReceivedAcknowledgement received) {
    if (farewell.isEmpty()) {
      return new Step(this, List.of());
    }
    Attempt attempt = farewell.get().attempt();
    Ipv6Address from = farewell.get().from();
    return switch (Acknowledgements.judge(context, attempt, from, history, received)) {
      case Judgement.Worthless _ -> new Step(this, List.of());
      case Judgement.OutOfWindow(SequenceNumber last) ->
          new Step(
              with(history.withLast(last), new Farewell(from, Acknowledgements.again(attempt, context))), List.of());
      case Judgement.OtherTime(var update, var time) ->
          new Step(
              attempt.clockCorrected()
                  ? with(history, new Farewell(from, later(context, attempt)))
                  : with(
                      Acknowledgements.corrected(context, history, update, time),
                      new Farewell(from, attempt.corrected(true, context.now()))),
              List.of());
      case Judgement.Answer(var update) ->
          with(history.withTimestamps(history.timestamps().afterAcceptance(update.timestamp())), farewell.get())
              .answered(context, attempt, from, received.message().status());
    };
  }

  // RFC 6275 10.3.2: "Not home agent for this mobile node" is the answer of one that has no such binding
  private Step answered(Context context, Attempt attempt, Ipv6Address from, int status) {
    boolean gone =
        BindingAcknowledgementStatus.isAccepted(status)
            || status == BindingAcknowledgementStatus.NOT_HOME_AGENT_FOR_THIS_MOBILE_NODE.code();
    return gone
        ? new Step(
            released(),
            List.of(new Notify(new HomeAgentSearchNotice.FormerBindingDeleted(context.config().homeAgentAddress()))))
        : new Step(with(history, new Farewell(from, later(context, attempt))), List.of());
  }

  private static Attempt later(Context context, Attempt attempt) {
    return attempt.at(context.now().plus(context.config().timers().maxBindackTimeout()));
  }
}
