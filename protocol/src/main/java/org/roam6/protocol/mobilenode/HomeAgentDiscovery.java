package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.mobilenode.DiscoveryState.Asking;
import org.roam6.protocol.mobilenode.DiscoveryState.Idle;
import org.roam6.protocol.mobilenode.DiscoveryState.Resting;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryReply;
import org.roam6.wire.icmp.HomeAgentAddressDiscoveryRequest;
import org.roam6.wire.ip.Ipv6Packet;

/** Asks the home link for its home agents (RFC 6275 6.5, 6.6 and 11.4.1). */
final class HomeAgentDiscovery {

  private static final int HOP_LIMIT = 64;
  private static final int IDENTIFIERS = 1 << 16;
  private static final int MAX_DOUBLINGS = 16;

  /** So many requests go out in one INITIAL_DHAAD_TIMEOUT, however often the care-of address changes. */
  private static final int REQUESTS_IN_A_ROW = 3;

  private HomeAgentDiscovery() {}

  /** What a search hears of. */
  sealed interface Input {

    /** A home agent is needed by a node that is reached at this care-of address. */
    record Needed(Ipv6Address careOfAddress) implements Input {}

    /** None is needed: the node is registered, or has no care-of address. */
    record Settled() implements Input {}

    /** Somebody tells of home agents. */
    record Replied(Arrival arrival, HomeAgentAddressDiscoveryReply reply) implements Input {}

    /** The deadline of the state has come. */
    record Due() implements Input {}
  }

  /** What a step may know. */
  record Context(MobileNodeConfig config, Randomness randomness, Time now) {}

  /**
   * What follows.
   *
   * @param next the next state
   * @param effects what to do
   * @param found the home agents that an answer to the node's question tells of, in its order
   */
  record Step(DiscoveryState next, List<Effect> effects, List<Ipv6Address> found) {
    private static Step to(DiscoveryState next, Effect... effects) {
      return new Step(next, List.of(effects), List.of());
    }
  }

  static Step step(Context context, DiscoveryState state, Input input) {
    return switch (input) {
      case Input.Needed(Ipv6Address from) -> needed(context, state, from);
      case Input.Settled() -> Step.to(new Idle(state.requests(), 0));
      case Input.Replied(Arrival arrival, HomeAgentAddressDiscoveryReply reply) ->
          replied(context, state, arrival, reply);
      case Input.Due() -> due(context, state);
    };
  }

  private static Step needed(Context context, DiscoveryState state, Ipv6Address from) {
    return switch (state) {
      case Idle _ -> ask(context, state, from);
      // the answer would go to where the node was
      case Asking asking -> asking.from().equals(from) ? Step.to(asking) : ask(context, state, from);
      case Resting _ -> Step.to(state);
    };
  }

  private static Step ask(Context context, DiscoveryState state, Ipv6Address from) {
    // a number that nobody off the path knows: it is all that an answer is known by
    int identifier = (int) Math.floorMod(context.randomness().secret(), (long) IDENTIFIERS);
    return send(context, new Asking(state.requests(), state.rounds(), from, identifier, 0, context.now()));
  }

  // RFC 6275 11.4.1: "the mobile node MAY retransmit the same Request message to the same anycast address." "Each
  // retransmission MUST be delayed by twice the time interval of the previous retransmission."
  private static Step send(Context context, Asking state) {
    Time now = context.now();
    Time earliest =
        state.requests().earliest(now, REQUESTS_IN_A_ROW, ProtocolConstants.INITIAL_DHAAD_TIMEOUT);
    if (now.isBefore(earliest)) {
      return Step.to(
          new Asking(state.requests(), state.rounds(), state.from(), state.identifier(), state.sent(), earliest));
    }
    Duration timeout = ProtocolConstants.INITIAL_DHAAD_TIMEOUT.multipliedBy(1L << state.sent());
    int sent = state.sent() + 1;
    return Step.to(
        new Asking(
            state.requests().with(now, REQUESTS_IN_A_ROW),
            state.rounds(),
            state.from(),
            state.identifier(),
            sent,
            now.plus(timeout)),
        request(context, state),
        new Notify(new HomeAgentSearchNotice.HomeAgentDiscoverySent(state.from(), sent)));
  }

  // RFC 6275 6.5: "The mobile node sends the Home Agent Address Discovery Request message to the Mobile IPv6
  // Home-Agents anycast address for its own home subnet prefix." "The Source Address [...] is typically one of the
  // mobile node's current care-of addresses."
  private static Effect request(Context context, Asking state) {
    Ipv6Address anycast = HomeAgentsAnycast.of(context.config().homePrefix());
    return new Effect.SendRouted(
        Ipv6Packet.of(
                state.from(),
                anycast,
                HOP_LIMIT,
                IpProtocol.ICMPV6,
                new HomeAgentAddressDiscoveryRequest(state.identifier(), false).encode(state.from(), anycast))
            .encode());
  }

  // RFC 6275 6.6: the Identifier is "from the invoking Home Agent Address Discovery Request message". Nothing else
  // tells an answer from a forged one (15.5), so that it counts for nothing but what the node has asked for.
  private static Step replied(
      Context context, DiscoveryState state, Arrival arrival, HomeAgentAddressDiscoveryReply reply) {
    boolean isAnswer =
        state instanceof Asking asking
            && asking.sent() > 0
            && reply.identifier() == asking.identifier()
            && arrival.destination().equals(asking.from());
    if (!isAnswer) {
      return Step.to(state);
    }
    // 10.5.1: the Source Address of a reply is "one of the global unicast addresses of the home agent"
    List<Ipv6Address> found = reply.homeAgents().isEmpty() ? List.of(arrival.source()) : reply.homeAgents();
    return new Step(rest(context, state), List.of(), found);
  }

  private static Step due(Context context, DiscoveryState state) {
    return switch (state) {
      case Idle _ -> Step.to(state);
      case Asking asking -> {
        // RFC 6275 11.4.1: "This retransmission MAY be repeated up to a maximum of DHAAD_RETRIES (see Section 12)
        // attempts."
        if (asking.sent() <= ProtocolConstants.DHAAD_RETRIES) {
          yield send(context, asking);
        }
        Resting resting = rest(context, state);
        yield Step.to(
            resting,
            new Notify(new HomeAgentSearchNotice.HomeAgentDiscoveryFailed(resting.until().since(context.now()))));
      }
      case Resting _ -> Step.to(new Idle(state.requests(), state.rounds()));
    };
  }

  /** The next search has to wait, twice as long as this one had to, up to the time after a refusal. */
  private static Resting rest(Context context, DiscoveryState state) {
    MobileNodeTimers timers = context.config().timers();
    Duration doubled = timers.maxBindackTimeout().multipliedBy(1L << Math.min(state.rounds(), MAX_DOUBLINGS));
    Duration longest = timers.refusalHoldOff();
    Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
    return new Resting(state.requests(), state.rounds() + 1, context.now().plus(wait));
  }
}
