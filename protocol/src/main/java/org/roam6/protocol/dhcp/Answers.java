package org.roam6.protocol.dhcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.dhcp.DhcpClient.Context;
import org.roam6.protocol.dhcp.DhcpClient.Step;
import org.roam6.protocol.dhcp.DhcpClientState.Bound;
import org.roam6.protocol.dhcp.DhcpClientState.Confirming;
import org.roam6.protocol.dhcp.DhcpClientState.Declining;
import org.roam6.protocol.dhcp.DhcpClientState.Exchanging;
import org.roam6.protocol.dhcp.DhcpClientState.Idle;
import org.roam6.protocol.dhcp.DhcpClientState.Offer;
import org.roam6.protocol.dhcp.DhcpClientState.Rebinding;
import org.roam6.protocol.dhcp.DhcpClientState.Renewing;
import org.roam6.protocol.dhcp.DhcpClientState.Requesting;
import org.roam6.protocol.dhcp.DhcpClientState.Soliciting;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.dhcp.DhcpMessage;
import org.roam6.wire.dhcp.IaAddress;
import org.roam6.wire.dhcp.Preference;
import org.roam6.wire.iana.DhcpMessageType;
import org.roam6.wire.iana.DhcpStatusCode;

/** What becomes of the messages of servers (RFC 8415 18.2.9 and 18.2.10). */
final class Answers {

  private Answers() {}

  static Step receive(Context context, DhcpClientState state, DhcpMessage message) {
    return switch (state) {
      case Idle _, Bound _ -> new Step(state, List.of());
      case Exchanging exchanging -> Answer.of(exchanging, message)
          .map(answer -> answered(context, heard(exchanging, message), answer))
          .orElseGet(() -> new Step(state, List.of()));
    };
  }

  private static Exchanging heard(Exchanging state, DhcpMessage message) {
    return state.with(state.traffic().after(message), state.exchange());
  }

  // RFC 8415 16: Solicit, Request, Confirm and the other messages of clients, and those that other messages than the
  // last one would be answered with, are discarded.
  private static Step answered(Context context, Exchanging state, Answer answer) {
    boolean reply = answer.message().type() == DhcpMessageType.REPLY;
    return switch (state) {
      case Soliciting soliciting when answer.message().type() == DhcpMessageType.ADVERTISE ->
          advertised(context, soliciting, answer);
      // RFC 8415 18.2.1: "The client will discard any Reply messages that do not contain the Rapid Commit option."
      case Soliciting soliciting when reply && answer.isRapid() -> granted(context, soliciting, answer);
      case Requesting requesting when reply -> granted(context, requesting, answer);
      case Confirming confirming when reply -> confirmed(context, confirming, answer);
      case Renewing renewing when reply -> extended(context, renewing, renewing.held(), answer);
      case Rebinding rebinding when reply -> extended(context, rebinding, rebinding.held(), answer);
      // RFC 8415 18.2.10.2: "the client considers the Decline event completed, regardless of the Status Code option(s)"
      case Declining declining when reply ->
          DhcpClient.solicit(context, declining.traffic(), declining.on(), Duration.ZERO);
      case Soliciting _, Requesting _, Confirming _, Renewing _, Rebinding _, Declining _ ->
          new Step(state, List.of());
    };
  }

  private static Step advertised(Context context, Soliciting state, Answer answer) {
    Optional<IaAddress> address = answer.usableAddress(Optional.empty());
    // RFC 8415 18.2.9: "The client MUST ignore any Advertise message that contains no addresses"
    if (address.isEmpty() || answer.status() != DhcpStatusCode.SUCCESS) {
      return refused(state, answer);
    }
    Offer offer = new Offer(answer.server(), answer.preference(), address.get().address());
    // RFC 8415 18.2.1: "A client MUST collect valid Advertise messages for the first RT seconds, unless it receives a
    // valid Advertise message with a preference value of 255."; afterwards "the client acts on the received Advertise
    // message without waiting for any additional Advertise messages"
    if (offer.preference() == Preference.AT_ONCE || state.exchange().transmissions() > 1) {
      return DhcpClient.request(context, state.traffic(), state.on(), offer);
    }
    // RFC 8415 18.2.9: "Those Advertise messages with the highest server preference value SHOULD be preferred"
    Offer best = state.best().filter(former -> former.preference() >= offer.preference()).orElse(offer);
    return new Step(
        new Soliciting(state.traffic(), state.on(), state.exchange(), Optional.of(best)), List.of());
  }

  /** A Reply to a Solicit with Rapid Commit, or to a Request. */
  private static Step granted(Context context, Exchanging state, Answer answer) {
    // RFC 8415 18.2.10: "If the client retransmits the original message to the same server to retry the desired
    // operation, the client MUST limit the rate at which it retransmits"
    if (isWorthWaiting(answer)) {
      return refused(state, answer);
    }
    Optional<Ipv6Address> asked =
        state instanceof Requesting requesting ? Optional.of(requesting.offer().address()) : Optional.empty();
    Optional<IaAddress> address =
        answer.status() == DhcpStatusCode.SUCCESS ? answer.usableAddress(asked) : Optional.empty();
    if (address.isPresent()) {
      return bound(context, state, answer, address.get());
    }
    // RFC 8415 18.2.10.1: "If the Reply message contains any IAs but the client finds no usable addresses [...], the
    // client may either try another server (perhaps restarting the DHCP server discovery process)"; a Solicit goes on
    // asking all servers, at its own pace
    Step refused = refused(state, answer);
    return state instanceof Soliciting
        ? refused
        : with(
            DhcpClient.solicit(context, state.traffic(), state.on(), DhcpClient.AFTER_REFUSAL),
            refused.effects());
  }

  private static boolean isWorthWaiting(Answer answer) {
    return answer.status() == DhcpStatusCode.UNSPEC_FAIL || answer.status() == DhcpStatusCode.USE_MULTICAST;
  }

  private static Step bound(Context context, Exchanging state, Answer answer, IaAddress address) {
    Lease lease =
        Lease.of(state.on(), answer.server(), answer.association().orElseThrow(), address, context.now());
    Optional<Lease> former = state.lease().filter(each -> each.address().equals(lease.address()));
    Notice notice =
        former.isPresent()
            ? new DhcpNotice.LeaseExtended(lease.address())
            : new DhcpNotice.AddressLeased(lease.address(), lease.server(), lifetime(lease, context.now()));
    Lease held = former.map(lease::extending).orElse(lease);
    return new Step(new Bound(state.traffic(), held), List.of(new Notify(notice)));
  }

  private static Optional<Duration> lifetime(Lease lease, Time now) {
    return lease.validUntil().equals(Time.NEVER) ? Optional.empty() : Optional.of(lease.validUntil().since(now));
  }

  // RFC 8415 18.2.10.3: "When the client only receives one or more Reply messages with the NotOnLink status in response
  // to a Confirm message, the client performs DHCP server discovery"; that others may say otherwise is not waited for
  private static Step confirmed(Context context, Confirming state, Answer answer) {
    return switch (answer.status()) {
      case DhcpStatusCode.SUCCESS -> DhcpClient.confirmed(context, state);
      case DhcpStatusCode.NOT_ON_LINK -> DhcpClient.lost(
          context, state.traffic(), state.known(), "it is of another link", context.maximumDelay());
      default -> new Step(state, List.of());
    };
  }

  /** A Reply to a Renew or Rebind. */
  private static Step extended(Context context, Exchanging state, Lease held, Answer answer) {
    if (isWorthWaiting(answer)) {
      return new Step(state, List.of());
    }
    int status = answer.associationStatus();
    // RFC 8415 18.2.10.1: "Sends a Request message to the server that responded if any of the IAs in the Reply message
    // contain the NoBinding status code."
    if (status == DhcpStatusCode.NO_BINDING) {
      Offer offer = new Offer(answer.server(), 0, held.address());
      return with(
          DhcpClient.request(context, state.traffic(), state.on(), offer),
          List.of(new Notify(new DhcpNotice.LeaseLost(held.address(), "the server does not know of it"))));
    }
    if (answer.status() == DhcpStatusCode.NOT_ON_LINK || status == DhcpStatusCode.NOT_ON_LINK) {
      return DhcpClient.lost(
          context, state.traffic(), held, "it is of another link", DhcpClient.AFTER_REFUSAL);
    }
    Optional<IaAddress> address = answer.usableAddress(Optional.of(held.address()));
    if (address.filter(given -> given.address().equals(held.address()) || answer.ends(held.address())).isPresent()) {
      return bound(context, state, answer, address.get());
    }
    // RFC 8415 18.2.10.1: "Discard any leases from the IA, as recorded by the client, that have a valid lifetime of 0",
    // and "Leave unchanged any information about leases [...] that were not included in the IA from the server."
    return answer.ends(held.address())
        ? DhcpClient.lost(
            context, state.traffic(), held, "the server has ended it", DhcpClient.AFTER_REFUSAL)
        : new Step(state, List.of());
  }

  private static Step refused(Exchanging state, Answer answer) {
    if (state.exchange().refused()) {
      return new Step(state, List.of());
    }
    int status =
        answer.status() != DhcpStatusCode.SUCCESS ? answer.status() : answer.associationStatus();
    return new Step(
        state.with(state.traffic(), state.exchange().afterRefusal()),
        List.of(new Notify(new DhcpNotice.LeaseRefused(answer.server(), status))));
  }

  private static Step with(Step step, List<Effect> more) {
    List<Effect> effects = new ArrayList<>(step.effects());
    effects.addAll(more);
    return new Step(step.next(), effects);
  }
}
