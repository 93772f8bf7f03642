package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Notice;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.TimestampSource;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.mobilenode.HomeRegistration.Context;
import org.roam6.protocol.mobilenode.HomeRegistration.Step;
import org.roam6.protocol.mobilenode.RegistrationState.Attempt;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
import org.roam6.protocol.mobilenode.RegistrationState.History;
import org.roam6.protocol.mobilenode.RegistrationState.Outstanding;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.protocol.neighbor.NeighborPackets;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;

/** Sends Binding Updates, as often as they may be sent, and what belongs to them. */
final class Transmission {

  /** RFC 4861 10. */
  static final int MAX_NEIGHBOR_ADVERTISEMENT = 3;

  /** RFC 4861 10: RETRANS_TIMER. */
  static final Duration RETRANS_TIMER = Duration.ofSeconds(1);

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 16;

  /** So many sequence numbers are set aside at once, so that a handover seldom waits for that. */
  static final int RESERVED_AT_ONCE = 256;

  /** More numbers than a mobile node uses in weeks; left out thrice in a row, what follows still counts as newer. */
  static final int LEFT_OUT = 1 << 13;

  private Transmission() {}

  /** A Binding Update that was sent, and what it changed. */
  record Sent(History history, Outstanding update, Optional<Effect> reservation, Octets packet) {

    /** The number is set aside before it is used. */
    List<Effect> effects(Effect transmission, Notice notice) {
      List<Effect> effects = new ArrayList<>();
      reservation.ifPresent(effects::add);
      effects.add(transmission);
      effects.add(new Notify(notice));
      return effects;
    }

    private MobileNodeNotice notice(Ipv6Address careOfAddress, Attempt attempt) {
      return new MobileNodeNotice.BindingUpdateSent(
          careOfAddress, update.sequence(), update.lifetime(), attempt.transmissions() + 1);
    }
  }

  /** Sends the Binding Update of {@code state}, or sees to it that it is sent as soon as the rate allows. */
  static Step send(Context context, Registering state) {
    Time earliest = earliest(context, state.history());
    if (context.now().isBefore(earliest)) {
      return new Step(
          new Registering(
              state.history(), state.careOf(), state.entry(), state.former(), state.attempt().at(earliest)),
          List.of());
    }
    Ipv6Address careOfAddress = state.careOf().address();
    Lifetime lifetime = lifetime(context, state.careOf().validUntil());
    Sent sent = prepare(context, state.history(), careOfAddress, lifetime);
    Entry entry = entry(state.entry(), careOfAddress, context.now(), lifetime);
    return new Step(
        new Registering(
            sent.history(), state.careOf(), Optional.of(entry), state.former(), after(context, state.attempt(), sent)),
        sent.effects(new Effect.SendRouted(sent.packet()), sent.notice(careOfAddress, state.attempt())));
  }

  /** The binding before is there for no longer than this Binding Update asks for, as that may arrive. */
  private static Entry entry(Optional<Entry> before, Ipv6Address careOfAddress, Time now, Lifetime lifetime) {
    Time held = before.map(Entry::heldUntil).orElse(Entry.LONG_AGO);
    return new Entry(
        careOfAddress,
        now,
        lifetime,
        false,
        Time.earlier(held, now.plus(lifetime.duration())),
        before.flatMap(Entry::heldAt),
        before.map(Entry::end).orElse(Entry.LONG_AGO),
        Optional.empty());
  }

  /** The same for the Binding Update that deletes the binding, which goes to the home agent on the home link. */
  static Step send(Context context, Returning state) {
    Time earliest = earliest(context, state.history());
    if (context.now().isBefore(earliest)) {
      return new Step(
          state.with(state.history(), state.attempt().at(earliest)), List.of());
    }
    // RFC 6275 11.5.5: "set the Lifetime field to zero, and set the care-of address for the binding to the mobile
    // node's own home address"
    Ipv6Address homeAddress = context.config().homeAddress();
    Sent sent = prepare(context, state.history(), homeAddress, Lifetime.ZERO);
    return new Step(
        state.with(sent.history(), after(context, state.attempt(), sent)),
        // RFC 6275 11.5.5: "The mobile node then sends its Binding Update to the home agent's link-layer address"
        sent.effects(
            new Effect.SendOnLink(context.link().on(), state.homeAgent(), sent.packet()),
            sent.notice(homeAddress, state.attempt())));
  }

  // RFC 6275 11.8: "The mobile node MUST NOT send Mobility Header messages of a particular type to a particular
  // correspondent node more than MAX_UPDATE_RATE times within a second." That holds "when bindings for multiple home
  // addresses are registered", too.
  static Time earliest(Context context, History history) {
    return history
        .updates()
        .and(context.besides())
        .earliest(context.now(), context.config().limits().maxUpdateRate(), SECOND);
  }

  static Attempt after(Context context, Attempt attempt, Sent sent) {
    return attempt.sent(sent.update(), context.config().timers().maxBindackTimeout());
  }

  /** The Binding Update that follows; it counts as sent now. */
  static Sent prepare(Context context, History history, Ipv6Address careOfAddress, Lifetime lifetime) {
    // RFC 6275 11.8: "Retransmitted Binding Updates MUST use a Sequence Number value greater than that used for the
    // previous transmission of this Binding Update."
    SequenceNumber sequence = next(context, history);
    TimestampSource timestamps = history.timestamps();
    NtpTimestamp timestamp = timestamps.next(context.timeOfDay());
    Octets packet =
        BindingUpdatePackets.packet(
            context.config(), context.link(), careOfAddress, sequence, lifetime, timestamp);
    boolean setAside = !sequence.isGreaterThan(history.reserved());
    SequenceNumber reserved = setAside ? history.reserved() : sequence.plus(RESERVED_AT_ONCE - 1);
    History next =
        new History(
            sequence,
            reserved,
            history.updates().with(context.now(), context.config().limits().maxUpdateRate()),
            timestamps.afterSending(timestamp),
            new ClockReading(context.timeOfDay(), context.now()));
    return new Sent(
        next,
        new Outstanding(sequence, timestamp, context.now(), lifetime),
        setAside ? Optional.empty() : Optional.of(reserve(context, reserved)),
        packet);
  }

  /** The number that follows; far ahead of those that the node may have used in a time that it does not know of. */
  static SequenceNumber next(Context context, History history) {
    boolean missedTime =
        !context.resumed().isBefore(history.clock().at())
            || history.clock().hasMissedTime(context.timeOfDay(), context.now());
    return missedTime ? history.last().plus(LEFT_OUT) : history.last().next();
  }

  private static Effect reserve(Context context, SequenceNumber reserved) {
    MobileNodeConfig config = context.config();
    return new Effect.Remember(
        new Memory.UsedSequenceNumbers(config.homeAddress(), config.homeAgentAddress(), reserved));
  }

  // RFC 6275 11.7.1: "The value specified in the Lifetime field MUST be non-zero and SHOULD be less than or equal to
  // the remaining valid lifetime of the home address and the care-of address"
  static Lifetime lifetime(Context context, Time careOfUntil) {
    Lifetime configured = Lifetime.notLongerThan(context.config().lifetime());
    Lifetime shorter = Lifetime.shorter(configured, remaining(context, careOfUntil));
    // What was heard at home is old news when it has ended: the home address is configured, and the home agent knows.
    Time homeUntil = context.homePrefixUntil().isDue(context.now()) ? Time.NEVER : context.homePrefixUntil();
    Lifetime shortest = Lifetime.shorter(shorter, remaining(context, homeUntil));
    return shortest.isZero() ? new Lifetime(1) : shortest;
  }

  private static Lifetime remaining(Context context, Time until) {
    return until.equals(Time.NEVER)
        ? Lifetime.LONGEST
        : Lifetime.notLongerThan(until.since(context.now()));
  }

  /** How long to wait after something was sent {@code sent} times in vain: it doubles up to MAX_BINDACK_TIMEOUT. */
  static Duration backOff(Context context, int sent) {
    Duration doubled = RETRANS_TIMER.multipliedBy(1L << Math.min(sent - 1, MAX_DOUBLINGS));
    Duration maximum = context.config().timers().maxBindackTimeout();
    return doubled.compareTo(maximum) < 0 ? doubled : maximum;
  }

  // RFC 6275 11.5.5: "the mobile node MUST multicast onto the home link (to the all-nodes multicast address) a Neighbor
  // Advertisement [...] to advertise the mobile node's own link-layer address for its own home address"; "for each of
  // its home addresses [...], including its link-local address"
  static List<Effect> announcements(Context context) {
    Link link = context.link();
    List<Effect> effects = new ArrayList<>();
    for (Ipv6Address address : List.of(context.config().homeAddress(), link.linkLocal())) {
      effects.add(NeighborPackets.announcement(link.on(), address, address, link.address()));
    }
    return effects;
  }
}
