package org.roam6.protocol.dhcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
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

/**
 * Leases an address (RFC 8415 18.2); the diagram stands at the package. What becomes of answers is in {@link Answers}.
 */
public final class DhcpClient {

  /** RFC 8415 7.6: CNF_MAX_DELAY. */
  private static final Duration CONFIRM_MAXIMUM_DELAY = Duration.ofSeconds(1);

  /** How long a client waits that was refused, before it begins anew: SOL_TIMEOUT. */
  static final Duration AFTER_REFUSAL = Retransmission.SOLICIT.initialTimeout();

  private DhcpClient() {}

  /** What a client hears of. */
  public sealed interface Input {

    /**
     * The node is on a link where addresses are leased.
     *
     * @param lease what it has from an earlier visit, where it knows more of those than the last one
     */
    record Attached(Attachment on, Optional<Lease> lease) implements Input {}

    /** The node is on no such link. */
    record Detached() implements Input {}

    /** A message came to the port of clients. */
    record Received(DhcpMessage message) implements Input {}

    /** Another node on the link has this address. */
    record Duplicate(Ipv6Address address) implements Input {}

    /** The deadline of the state has come. */
    record Due() implements Input {}
  }

  /**
   * What a step may know.
   *
   * @param on the interface
   * @param linkLocal its link-local address
   * @param maximumDelay SOL_MAX_DELAY, how long the first message on a link is held back at most
   * @param randomness of transaction identifiers and delays
   * @param now the time
   */
  public record Context(
      InterfaceName on, Ipv6Address linkLocal, Duration maximumDelay, Randomness randomness, Time now) {}

  /** The state that follows, and what to do. */
  public record Step(DhcpClientState next, List<Effect> effects) {}

  /** Takes one input in. */
  public static Step step(Context context, DhcpClientState state, Input input) {
    return switch (input) {
      case Input.Attached(Attachment on, Optional<Lease> lease) -> attached(context, state, on, lease);
      case Input.Detached() -> new Step(idle(state), List.of());
      case Input.Received(DhcpMessage message) -> Answers.receive(context, state, message);
      case Input.Duplicate(Ipv6Address address) -> duplicate(context, state, address);
      case Input.Due() -> due(context, state);
    };
  }

  private static Idle idle(DhcpClientState state) {
    return switch (state) {
      case Idle idle -> idle;
      case Bound(Traffic traffic, _) -> new Idle(traffic);
      case Exchanging exchanging -> new Idle(exchanging.traffic());
    };
  }

  private static Step attached(
      Context context, DhcpClientState state, Attachment on, Optional<Lease> earlier) {
    boolean already =
        switch (state) {
          case Idle _ -> false;
          case Bound bound -> bound.held().on().equals(on);
          case Exchanging exchanging -> exchanging.on().equals(on);
        };
    if (already) {
      return new Step(state, List.of());
    }
    Traffic traffic = idle(state).traffic();
    return earlier
        .filter(lease -> isOfUse(lease, on, context.now()))
        .map(lease -> confirm(context, traffic, lease))
        .orElseGet(() -> solicit(context, traffic, on, context.maximumDelay()));
  }

  private static boolean isOfUse(Lease lease, Attachment on, Time now) {
    return lease.on().equals(on) && lease.isValid(now);
  }

  // RFC 8415 18.2.12: "When the client detects that it may have moved to a new link and it has obtained addresses [...]
  // from a server, the client SHOULD initiate a Confirm/Reply message exchange."
  // RFC 8415 18.2.3: "The first Confirm message from the client on the interface MUST be delayed by a random amount of
  // time between 0 and CNF_MAX_DELAY."
  private static Step confirm(Context context, Traffic traffic, Lease lease) {
    return transmitLater(
        context, new Confirming(traffic, begin(context, random(context, CONFIRM_MAXIMUM_DELAY)), lease));
  }

  // RFC 8415 18.2.1: "The first Solicit message from the client on the interface SHOULD be delayed by a random amount
  // of time between 0 and SOL_MAX_DELAY."
  /** Looks for servers after a random delay of at most {@code maximumDelay}. */
  static Step solicit(Context context, Traffic traffic, Attachment on, Duration maximumDelay) {
    return transmitLater(
        context,
        new Soliciting(traffic, on, begin(context, random(context, maximumDelay)), Optional.empty()));
  }

  static Step request(Context context, Traffic traffic, Attachment on, Offer offer) {
    return transmit(context, new Requesting(traffic, on, begin(context, Duration.ZERO), offer));
  }

  private static Exchange begin(Context context, Duration delay) {
    return Exchange.begin(context.randomness(), context.now(), delay);
  }

  private static Duration random(Context context, Duration most) {
    return Duration.ofNanos(context.randomness().jitter(most.toNanos() + 1));
  }

  private static Step transmitLater(Context context, Exchanging state) {
    return state.exchange().next().isDue(context.now())
        ? transmit(context, state)
        : new Step(state, List.of());
  }

  /** Sends the message of {@code state}, or sees to it that it is sent as soon as the rate allows. */
  private static Step transmit(Context context, Exchanging state) {
    Traffic traffic = state.traffic();
    Time earliest = traffic.rate().allowedFrom();
    if (context.now().isBefore(earliest)) {
      return new Step(state.with(traffic, state.exchange().at(earliest)), List.of());
    }
    Exchange sent = state.exchange().sent(timeout(context, state), context.now());
    return new Step(
        state.with(traffic.used(context.now()), sent),
        List.of(
            DhcpPackets.packet(context, state),
            new Notify(new DhcpNotice.MessageSent(DhcpPackets.name(state), sent.transmissions()))));
  }

  private static Duration timeout(Context context, Exchanging state) {
    Exchange exchange = state.exchange();
    Retransmission parameters = parameters(state);
    if (exchange.transmissions() > 0) {
      return parameters.nextTimeout(exchange.timeout(), context.randomness());
    }
    return state instanceof Soliciting
        ? parameters.firstTimeoutOfSolicit(context.randomness())
        : parameters.firstTimeout(context.randomness());
  }

  private static Retransmission parameters(Exchanging state) {
    return switch (state) {
      case Soliciting soliciting ->
          Retransmission.SOLICIT.withMaximumTimeout(soliciting.traffic().solicitMaximum());
      case Requesting _ -> Retransmission.REQUEST;
      case Confirming _ -> Retransmission.CONFIRM;
      case Renewing _, Rebinding _ -> Retransmission.RENEW;
      case Declining _ -> Retransmission.DECLINE;
    };
  }

  private static Step due(Context context, DhcpClientState state) {
    Time now = context.now();
    if (!state.deadline().isDue(now)) {
      return new Step(state, List.of());
    }
    return switch (state) {
      case Idle idle -> new Step(idle, List.of());
      // RFC 8415 18.2.1: "If the first RT elapses and the client has received a valid Advertise message, the client
      // SHOULD continue with a client-initiated message exchange by sending a Request message."
      case Soliciting(var traffic, var on, var exchange, Optional<Offer> best) when best.isPresent() ->
          request(context, traffic, on, best.get());
      case Soliciting soliciting -> transmit(context, soliciting);
      case Requesting requesting -> transmitOrSolicit(context, requesting);
      case Declining declining -> transmitOrSolicit(context, declining);
      case Confirming confirming -> confirmingDue(context, confirming);
      case Bound(Traffic traffic, Lease held) ->
          held.isValid(now) ? extend(context, traffic, held) : ended(context, traffic, held);
      case Renewing renewing -> renewingDue(context, renewing);
      case Rebinding rebinding ->
          rebinding.held().isValid(now)
              ? transmit(context, rebinding)
              : ended(context, rebinding.traffic(), rebinding.held());
    };
  }

  // RFC 8415 18.2.2: "If the message exchange fails, the client takes an action based on the client's local policy.
  // [...] Initiate the server discovery process"
  private static Step transmitOrSolicit(Context context, Exchanging state) {
    return parameters(state).hasFailed(state.exchange().transmissions())
        ? solicit(context, state.traffic(), state.on(), Duration.ZERO)
        : transmit(context, state);
  }

  // RFC 8415 18.2.3: "If the client receives no responses before the message transmission process terminates, [...] the
  // client SHOULD continue to use any leases, using the last known lifetimes for those leases"
  private static Step confirmingDue(Context context, Confirming state) {
    if (!state.known().isValid(context.now())) {
      return ended(context, state.traffic(), state.known());
    }
    return state.end().isDue(context.now())
        ? confirmed(context, state)
        : transmit(context, state);
  }

  /** The lease goes on, and T1 or T2 may have passed meanwhile. */
  static Step confirmed(Context context, Confirming state) {
    Bound bound = new Bound(state.traffic(), state.known());
    return bound.deadline().isDue(context.now())
        ? extend(context, state.traffic(), state.known())
        : new Step(bound, List.of());
  }

  private static Step renewingDue(Context context, Renewing state) {
    if (!state.held().isValid(context.now())) {
      return ended(context, state.traffic(), state.held());
    }
    return state.held().t2().isDue(context.now())
        ? extend(context, state.traffic(), state.held())
        : transmit(context, state);
  }

  // RFC 8415 18.2.4: "At time T1, the client initiates a Renew/Reply message exchange"; 18.2.5: "At time T2 [...], the
  // client initiates a Rebind/Reply message exchange with any available server."
  private static Step extend(Context context, Traffic traffic, Lease lease) {
    Exchange exchange = begin(context, Duration.ZERO);
    return transmit(
        context,
        lease.t2().isDue(context.now())
            ? new Rebinding(traffic, exchange, lease)
            : new Renewing(traffic, exchange, lease));
  }

  // RFC 8415 18.2.5: "The message exchange is terminated when the valid lifetimes of all leases across all IAs have
  // expired, at which time the client uses the Solicit message to locate a new DHCP server"
  private static Step ended(Context context, Traffic traffic, Lease lease) {
    return lost(context, traffic, lease, "it has ended", Duration.ZERO);
  }

  static Step lost(Context context, Traffic traffic, Lease lease, String reason, Duration maximumDelay) {
    Step solicited = solicit(context, traffic, lease.on(), maximumDelay);
    List<Effect> effects = new ArrayList<>(solicited.effects());
    effects.add(new Notify(new DhcpNotice.LeaseLost(lease.address(), reason)));
    return new Step(solicited.next(), effects);
  }

  // RFC 8415 18.2.8: "If a client detects that one or more addresses assigned to it by a server are already in use by
  // another node, the client sends a Decline message to the server"
  private static Step duplicate(Context context, DhcpClientState state, Ipv6Address address) {
    Optional<Lease> affected = state.lease().filter(lease -> lease.address().equals(address));
    if (affected.isEmpty()) {
      return new Step(state, List.of());
    }
    Step declined =
        transmit(context, new Declining(idle(state).traffic(), begin(context, Duration.ZERO), affected.get()));
    List<Effect> effects = new ArrayList<>(declined.effects());
    effects.add(new Notify(new DhcpNotice.LeaseLost(address, "another node has the address")));
    return new Step(declined.next(), effects);
  }
}
