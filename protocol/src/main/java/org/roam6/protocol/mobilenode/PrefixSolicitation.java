package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.MobilePrefixSolicitation;
import org.roam6.wire.ip.Ipv6Packet;

/** When a mobile node asks its home agent for the prefixes of the home link (RFC 6275 11.4.2, 11.8). */
final class PrefixSolicitation {

  /** How much of the home prefix's life goes by before it is asked what comes then: four of five parts. */
  private static final int PARTS = 5;
  /** How often it is asked at most for that reason. */
  static final Duration LEAST_PAUSE = Duration.ofMinutes(1);

  private static final int HOP_LIMIT = 64;
  private static final int IDENTIFIERS = 0xffff;

  private PrefixSolicitation() {}

  /** Where it stands. */
  sealed interface State {

    /** When something is due. */
    Time deadline();

    /** There is nothing to ask before {@code deadline}. */
    record Content(Time deadline) implements State {}

    /** There is something to ask as soon as the home agent knows where the mobile node is. */
    record Waiting() implements State {
      @Override
      public Time deadline() {
        return Time.NEVER;
      }
    }

    /**
     * The home agent was asked.
     *
     * @param identifier which the answer has to bring back
     * @param transmissions how often
     * @param timeout how long the next transmission waits for its answer
     * @param deadline when it is asked again
     */
    record Soliciting(int identifier, int transmissions, Duration timeout, Time deadline) implements State {}
  }

  /** What can happen to it. */
  sealed interface Input {

    /** The home agent has another care-of address, or none that packets reach. */
    record Moved() implements Input {}

    /** The mobile node is at home, where it hears the prefixes itself. */
    record Returned() implements Input {}

    /** There is something to learn: the home agent says so. */
    record Necessary() implements Input {}

    /** The answer has come. */
    record Answered() implements Input {}

    /** The deadline has come. */
    record Due() implements Input {}
  }

  /**
   * What a step may know.
   *
   * @param config what the node is to do
   * @param careOfAddress where the home agent has the mobile node; empty where it has not, or may not
   * @param home the prefix of the home address
   * @param randomness where identifiers come from
   * @param now the time
   */
  record Context(
      MobileNodeConfig config,
      Optional<Ipv6Address> careOfAddress,
      KnownPrefix home,
      Randomness randomness,
      Time now) {}

  /** The state that follows, and what to do. */
  record Step(State next, List<Effect> effects) {}

  static Step step(Context context, State state, Input input) {
    return switch (input) {
      case Input.Returned() -> unchanged(new State.Content(Time.NEVER));
      case Input.Answered() -> unchanged(content(context));
      case Input.Moved() -> moved(context, state);
      case Input.Necessary() -> state instanceof State.Content ? ask(context) : unchanged(state);
      case Input.Due() -> due(context, state);
    };
  }

  private static Step unchanged(State state) {
    return new Step(state, List.of());
  }

  // RFC 6275 11.8: "The mobile node SHOULD start a separate back-off process for [...] different care-of addresses."
  private static Step moved(Context context, State state) {
    return switch (state) {
      case State.Content(Time before) ->
          unchanged(new State.Content(Time.earlier(before, content(context).deadline())));
      case State.Waiting _, State.Soliciting _ -> ask(context);
    };
  }

  private static Step due(Context context, State state) {
    return switch (state) {
      case State.Content _ -> ask(context);
      case State.Waiting _ -> unchanged(state);
      // RFC 6275 11.8: "the mobile node SHOULD retransmit the message until a response is received"
      case State.Soliciting(int identifier, int transmissions, Duration timeout, _) ->
          context
              .careOfAddress()
              .map(careOfAddress -> send(context, careOfAddress, identifier, transmissions + 1, timeout))
              .orElseGet(() -> unchanged(new State.Waiting()));
    };
  }

  // RFC 6275 11.4.2: "When a mobile node has a home address that is about to become invalid, it SHOULD send a Mobile
  // Prefix Solicitation to its home agent"; before it is deprecated already, so that a new one can be there in time.
  private static State.Content content(Context context) {
    Time now = context.now();
    KnownPrefix home = context.home();
    Time end = home.isPreferred(now) ? home.preferredUntil() : home.validUntil();
    if (end.equals(Time.NEVER) || end.isDue(now)) {
      return new State.Content(Time.NEVER);
    }
    Duration most = end.since(now).multipliedBy(PARTS - 1).dividedBy(PARTS);
    Time next = Time.later(now.plus(most), now.plus(LEAST_PAUSE));
    return new State.Content(next.isBefore(home.validUntil()) ? next : Time.NEVER);
  }

  private static Step ask(Context context) {
    // RFC 6275 11.4.2: "The mobile node MUST set the Identifier field in the ICMP header to a random value." 11.8: "it
    // SHOULD use an initial retransmission interval of INITIAL_SOLICIT_TIMER"
    return context
        .careOfAddress()
        .map(
            careOfAddress ->
                send(
                    context,
                    careOfAddress,
                    (int) context.randomness().secret() & IDENTIFIERS,
                    1,
                    ProtocolConstants.INITIAL_SOLICIT_TIMER))
        .orElseGet(() -> unchanged(new State.Waiting()));
  }

  private static Step send(
      Context context, Ipv6Address careOfAddress, int identifier, int transmission, Duration timeout) {
    MobileNodeConfig config = context.config();
    Ipv6Address homeAgent = config.homeAgentAddress();
    MobilePrefixSolicitation message = new MobilePrefixSolicitation(identifier, List.of());
    // RFC 6275 11.4.2: "The mobile node MUST use the Home Address destination option to carry its home address."
    Ipv6Packet packet =
        Ipv6Packet.of(
                careOfAddress,
                homeAgent,
                HOP_LIMIT,
                IpProtocol.ICMPV6,
                message.encode(config.homeAddress(), homeAgent))
            .withHomeAddressOption(config.homeAddress());
    // RFC 6275 11.8: "the timeout period is doubled upon each retransmission, until either the node receives a response
    // or the timeout period reaches the value MAX_BINDACK_TIMEOUT"
    Duration doubled = timeout.multipliedBy(2);
    Duration longest = config.timers().maxBindackTimeout();
    return new Step(
        new State.Soliciting(
            identifier,
            transmission,
            doubled.compareTo(longest) < 0 ? doubled : longest,
            context.now().plus(timeout)),
        List.of(
            new Effect.SendRouted(packet.encode()),
            new Notify(new MobilePrefixNotice.PrefixSolicitationSent(careOfAddress, transmission))));
  }
}
