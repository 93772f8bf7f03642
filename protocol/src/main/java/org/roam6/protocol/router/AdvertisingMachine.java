package org.roam6.protocol.router;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.Time;
import org.roam6.protocol.router.AdvertisingState.Introducing;
import org.roam6.protocol.router.AdvertisingState.Schedule;
import org.roam6.protocol.router.AdvertisingState.Sender;
import org.roam6.protocol.router.AdvertisingState.Settled;
import org.roam6.protocol.router.AdvertisingState.Silent;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;

/** The life of one advertising interface: when it sends which advertisement (RFC 4861 6.2.4 to 6.2.6). */
final class AdvertisingMachine {

  /** RFC 4861 10. */
  static final int MAX_INITIAL_RTR_ADVERTISEMENTS = 3;

  /** RFC 4861 10. */
  static final Duration MAX_INITIAL_RTR_ADVERT_INTERVAL = Duration.ofSeconds(16);

  /** RFC 4861 10. */
  static final Duration MAX_RA_DELAY_TIME = Duration.ofMillis(500);

  private static final int HOP_LIMIT = 255;

  private AdvertisingMachine() {}

  /** What can happen to an advertising interface. */
  sealed interface Input {

    /** It can advertise from now on, or does so from other addresses. */
    record Ready(Sender sender) implements Input {}

    /** It lost its cable or its link-local address. */
    record Lost() implements Input {}

    /** A host asks. */
    record Solicited(Ipv6Address source, LinkLayerAddress from, boolean fast) implements Input {}

    /** The deadline of its state has come. */
    record Due() implements Input {}

    /** The program ends. */
    record Stopping() implements Input {}
  }

  /** The state that follows, and what to do. */
  record Step(AdvertisingState next, List<Effect> effects) {}

  /**
   * What a step may know.
   *
   * @param configuration what the interface is to do
   * @param randomness for the times between advertisements
   * @param timeOfDay by which lifetimes of prefixes end
   * @param now the time
   */
  record Context(AdvertisingInterface configuration, Randomness randomness, Instant timeOfDay, Time now) {}

  static Step step(Context context, AdvertisingState state, Input input) {
    return switch (state) {
      case Silent silent ->
          switch (input) {
            case Input.Ready(Sender sender) -> start(context, sender);
            case Input.Lost _, Input.Solicited _, Input.Due _, Input.Stopping _ -> new Step(silent, List.of());
          };
      case Introducing(Sender sender, Schedule schedule, int remaining) ->
          switch (input) {
            case Input.Ready(Sender other) when other.equals(sender) -> new Step(state, List.of());
            case Input.Ready(Sender other) -> start(context, other);
            case Input.Lost _ -> new Step(new Silent(), stopped(context));
            case Input.Solicited solicited -> {
              Answer answer = answer(context, sender, schedule, solicited);
              yield new Step(new Introducing(sender, answer.schedule(), remaining), answer.effects());
            }
            case Input.Due _ -> introduce(context, sender, remaining);
            case Input.Stopping _ -> new Step(new Silent(), farewell(context, sender));
          };
      case Settled(Sender sender, Schedule schedule) ->
          switch (input) {
            case Input.Ready(Sender other) when other.equals(sender) -> new Step(state, List.of());
            case Input.Ready(Sender other) -> start(context, other);
            case Input.Lost _ -> new Step(new Silent(), stopped(context));
            case Input.Solicited solicited -> {
              Answer answer = answer(context, sender, schedule, solicited);
              yield new Step(new Settled(sender, answer.schedule()), answer.effects());
            }
            case Input.Due _ -> {
              Time next = context.now().plus(interval(context));
              yield new Step(
                  new Settled(sender, new Schedule(context.now(), next)), List.of(toAllNodes(context, sender)));
            }
            case Input.Stopping _ -> new Step(new Silent(), farewell(context, sender));
          };
    };
  }

  private static Step start(Context context, Sender sender) {
    Step first = introduce(context, sender, MAX_INITIAL_RTR_ADVERTISEMENTS);
    List<Effect> effects = new ArrayList<>(first.effects());
    effects.add(
        new Effect.Notify(
            new RouterNotice.AdvertisingStarted(context.configuration().name(), sender.address())));
    return new Step(first.next(), effects);
  }

  private static Step introduce(Context context, Sender sender, int remaining) {
    Time now = context.now();
    Duration interval = interval(context);
    List<Effect> effects = List.of(toAllNodes(context, sender));
    if (remaining == 1) {
      return new Step(new Settled(sender, new Schedule(now, now.plus(interval))), effects);
    }
    // RFC 4861 6.2.4: "if the randomly chosen interval is greater than MAX_INITIAL_RTR_ADVERT_INTERVAL, the timer
    // SHOULD be set to MAX_INITIAL_RTR_ADVERT_INTERVAL instead"
    Duration initial =
        interval.compareTo(MAX_INITIAL_RTR_ADVERT_INTERVAL) > 0 ? MAX_INITIAL_RTR_ADVERT_INTERVAL : interval;
    return new Step(new Introducing(sender, new Schedule(now, now.plus(initial)), remaining - 1), effects);
  }

  private record Answer(Schedule schedule, List<Effect> effects) {}

  private static Answer answer(Context context, Sender sender, Schedule schedule, Input.Solicited solicited) {
    if (solicited.fast() && !solicited.source().isUnspecified()) {
      // RFC 4861 6.2.6: "Router Advertisements sent in response to a Router Solicitation MUST be delayed by a random
      // time". Not followed where the interface is configured so: the delay would be lost packets of a node that moved.
      Effect unicast = send(context, sender, solicited.source(), solicited.from(),
          AdvertisementContent.of(context.configuration(), sender, context.timeOfDay()));
      return new Answer(
          schedule,
          List.of(
              unicast,
              new Effect.Notify(
                  new RouterNotice.SolicitationAnswered(context.configuration().name(), solicited.source()))));
    }
    Time earliest =
        latest(context.now(), schedule.last().plus(context.configuration().minimumDelayBetweenAdvertisements()));
    Duration delay =
        solicited.fast()
            ? Duration.ZERO
            : Duration.ofNanos(context.randomness().jitter(MAX_RA_DELAY_TIME.toNanos() + 1));
    // RFC 4861 6.2.6: "If the computed value corresponds to a time later than the time the next multicast Router
    // Advertisement is scheduled to be sent, ignore the random delay"
    return new Answer(
        new Schedule(schedule.last(), Time.earlier(schedule.next(), earliest.plus(delay))), List.of());
  }

  private static Time latest(Time one, Time other) {
    return one.isBefore(other) ? other : one;
  }

  private static List<Effect> farewell(Context context, Sender sender) {
    Effect last =
        send(
            context,
            sender,
            Ipv6Address.ALL_NODES,
            LinkLayerAddress.ofMulticast(Ipv6Address.ALL_NODES),
            AdvertisementContent.last(context.configuration(), sender, context.timeOfDay()));
    List<Effect> effects = new ArrayList<>();
    effects.add(last);
    effects.addAll(stopped(context));
    return effects;
  }

  private static List<Effect> stopped(Context context) {
    return List.of(new Effect.Notify(new RouterNotice.AdvertisingStopped(context.configuration().name())));
  }

  private static Effect toAllNodes(Context context, Sender sender) {
    return send(
        context,
        sender,
        Ipv6Address.ALL_NODES,
        LinkLayerAddress.ofMulticast(Ipv6Address.ALL_NODES),
        AdvertisementContent.of(context.configuration(), sender, context.timeOfDay()));
  }

  private static Effect send(
      Context context,
      Sender sender,
      Ipv6Address to,
      LinkLayerAddress neighbor,
      RouterAdvertisement advertisement) {
    Ipv6Packet packet =
        Ipv6Packet.of(
            sender.address(), to, HOP_LIMIT, IpProtocol.ICMPV6, advertisement.encode(sender.address(), to));
    return new Effect.SendOnLink(context.configuration().name(), neighbor, packet.encode());
  }

  // RFC 4861 6.2.4: "a uniformly distributed random value between the interface's configured MinRtrAdvInterval and
  // MaxRtrAdvInterval"
  private static Duration interval(Context context) {
    AdvertisingInterface configuration = context.configuration();
    Duration spread = configuration.maximumInterval().minus(configuration.minimumInterval());
    return configuration.minimumInterval().plusNanos(context.randomness().jitter(spread.toNanos() + 1));
  }
}
