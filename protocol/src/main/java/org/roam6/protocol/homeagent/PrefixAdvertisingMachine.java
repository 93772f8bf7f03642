package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Answering;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.GivenUp;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Question;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Scheduled;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Settled;
import org.roam6.protocol.homeagent.PrefixAdvertisingState.Unacknowledged;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.MobilePrefixAdvertisement;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.ip.Ipv6Packet;

/** When one registered mobile node is told the prefixes of the home link (RFC 6275 10.6.2, 10.6.3). */
final class PrefixAdvertisingMachine {

  // RFC 6275 6.8: "The home agent MUST NOT send more than one Mobile Prefix Advertisement message per second to any
  // mobile node."
  static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  private static final Time LONG_AGO = new Time(Long.MIN_VALUE / 2);
  private static final int UNSOLICITED = 0;
  private static final int HOP_LIMIT = 64;

  private PrefixAdvertisingMachine() {}

  /** What can happen to it. */
  sealed interface Input {

    /** A Binding Update was accepted. */
    record Registered() implements Input {}

    /** The prefixes of the home link are others, or what is said of them. */
    record News() implements Input {}

    /** The mobile node asks. */
    record Solicited(Question question) implements Input {}

    /** The deadline has come. */
    record Due() implements Input {}
  }

  /**
   * What a step may know.
   *
   * @param config of the home agent
   * @param prefixes what there is to tell
   * @param homeAddress of the mobile node
   * @param careOfAddress where it is
   * @param randomness for the delays
   * @param timeOfDay the time of day
   * @param now the time
   */
  record Context(
      HomeAgentConfig config,
      HomeNetworkPrefixes prefixes,
      Ipv6Address homeAddress,
      Ipv6Address careOfAddress,
      Randomness randomness,
      Instant timeOfDay,
      Time now) {}

  /** The state that follows, and what to do. */
  record Step(PrefixAdvertisingState next, List<Effect> effects) {
    static Step of(PrefixAdvertisingState next) {
      return new Step(next, List.of());
    }
  }

  // RFC 6275 10.6.2: "If no Mobile Prefix Advertisement has been sent to the mobile node in the last
  // MaxMobPfxAdvInterval seconds (see Section 13), then ensure that a transmission is scheduled."
  /** A mobile node that nothing was told yet. */
  static PrefixAdvertisingState begin(Context context) {
    return schedule(context, LONG_AGO);
  }

  static Step step(Context context, PrefixAdvertisingState state, Input input) {
    return switch (input) {
      case Input.Registered() -> registered(context, state);
      case Input.News() -> news(context, state);
      case Input.Solicited(Question question) -> solicited(context, state, question);
      case Input.Due() -> due(context, state);
    };
  }

  // RFC 6275 10.6.2: "In the meantime, if the mobile node sends another Binding Update without returning home, then the
  // home agent SHOULD begin transmitting the unsolicited Advertisement again."
  private static Step registered(Context context, PrefixAdvertisingState state) {
    return switch (state) {
      case Unacknowledged _, GivenUp _ -> Step.of(new Scheduled(state.last(), allowed(context, state)));
      case Settled _, Scheduled _, Answering _ -> Step.of(state);
    };
  }

  // RFC 6275 10.6.2: "If the home agent has already scheduled the transmission of a Mobile Prefix Advertisement to the
  // mobile node, then the home agent will replace the advertisement with a new one to be sent at the scheduled time."
  // What is sent is made then. Of an advertisement that is not acknowledged yet: "SHOULD combine [...] into a new
  // Advertisement. The home agent then discards the old Advertisement."
  private static Step news(Context context, PrefixAdvertisingState state) {
    return switch (state) {
      case Settled _, Unacknowledged _, GivenUp _ -> Step.of(schedule(context, state.last()));
      case Scheduled _, Answering _ -> Step.of(state);
    };
  }

  // RFC 6275 10.6.2: "If a mobile node sends a solicitation, answer right away."
  private static Step solicited(Context context, PrefixAdvertisingState state, Question question) {
    Time allowed = allowed(context, state);
    return allowed.isDue(context.now())
        ? answer(context, question)
        : Step.of(new Answering(state.last(), question, allowed));
  }

  private static Step due(Context context, PrefixAdvertisingState state) {
    return switch (state) {
      case Settled _, GivenUp _ -> Step.of(schedule(context, state.last()));
      case Scheduled _ -> tell(context, 1, ProtocolConstants.PREFIX_ADV_TIMEOUT);
      // RFC 6275 10.6.2: "MUST wait PREFIX_ADV_TIMEOUT (see Section 12) before the first retransmission and double the
      // retransmission wait time for every succeeding retransmission until a maximum number of PREFIX_ADV_RETRIES
      // attempts (see Section 12) has been tried"
      case Unacknowledged(Time last, int transmissions, _) when transmissions > ProtocolConstants.PREFIX_ADV_RETRIES ->
          Step.of(new GivenUp(last, again(context, last)));
      case Unacknowledged(_, int transmissions, Duration timeout) ->
          tell(context, transmissions + 1, timeout.multipliedBy(2));
      case Answering answering -> answer(context, answering.question());
    };
  }

  private static Time allowed(Context context, PrefixAdvertisingState state) {
    return Time.later(context.now(), state.last().plus(LEAST_INTERVAL));
  }

  private static Time again(Context context, Time last) {
    return last.plus(context.config().prefixDiscovery().maximumInterval());
  }

  // RFC 6275 10.6.2: "MaxScheduleDelay = min (MaxMobPfxAdvInterval, Preferred Lifetime)", "RAND_ADV_DELAY =
  // MinMobPfxAdvInterval + (rand() % abs(MaxScheduleDelay - MinMobPfxAdvInterval))"
  private static PrefixAdvertisingState schedule(Context context, Time last) {
    PrefixDiscoveryPolicy policy = context.config().prefixDiscovery();
    Duration preferred = context.prefixes().preferredLeft(context.timeOfDay(), context.now());
    Duration longest =
        preferred.compareTo(policy.maximumInterval()) < 0 ? preferred : policy.maximumInterval();
    long spread = longest.minus(policy.minimumInterval()).abs().toNanos();
    Duration delay = policy.minimumInterval().plusNanos(spread == 0 ? 0 : context.randomness().jitter(spread));
    return new Scheduled(last, context.now().plus(delay));
  }

  private static Step answer(Context context, Question question) {
    Time now = context.now();
    // RFC 6275 10.6.3: "If the advertisement was solicited, it MUST be destined to the source address of the
    // solicitation." 6.8: "the home agent MUST copy the Identifier value from that message"
    return new Step(
        new Settled(now, again(context, now)), advertise(context, question.from(), question.identifier(), 0));
  }

  private static Step tell(Context context, int transmission, Duration timeout) {
    List<Effect> effects = advertise(context, context.careOfAddress(), UNSOLICITED, transmission);
    Time now = context.now();
    return effects.isEmpty()
        ? Step.of(new Settled(now, again(context, now)))
        : new Step(new Unacknowledged(now, transmission, timeout), effects);
  }

  // RFC 6275 10.6.3: "The Source Address in the packet's IPv6 header MUST be set to the home agent's IP address to
  // which the mobile node addressed its current home registration", "A type 2 routing header MUST be included with the
  // mobile node's home address."
  private static List<Effect> advertise(Context context, Ipv6Address to, int identifier, int transmission) {
    List<NeighborDiscoveryOption> options = context.prefixes().options(context.timeOfDay(), context.now());
    // RFC 6275 6.8: "Each message contains one or more Prefix Information options."
    if (options.isEmpty()) {
      return List.of();
    }
    Ipv6Address homeAgent = context.config().homeAgentAddress();
    // RFC 6275 6.8: "The M and O bits MUST be cleared if the Home Agent DHCPv6 support is not provided."
    MobilePrefixAdvertisement message = new MobilePrefixAdvertisement(identifier, false, false, options);
    Ipv6Packet packet =
        Ipv6Packet.of(
                homeAgent, to, HOP_LIMIT, IpProtocol.ICMPV6, message.encode(homeAgent, context.homeAddress()))
            .withType2RoutingHeader(context.homeAddress());
    return List.of(
        new Effect.SendRouted(packet.encode()),
        new Notify(
            new HomeAgentNotice.PrefixesAdvertised(
                context.homeAddress(),
                to,
                options.size(),
                transmission == 0 ? Optional.empty() : Optional.of(transmission))));
  }
}
