package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.TimestampSource;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/** Where the registration with the home agent stands. */
sealed interface RegistrationState {

  /** What outlives every registration. */
  History history();

  /** The binding as far as the home agent may have it. */
  Optional<Entry> entry();

  /** Until when the home agent is known to have a binding; empty where it is known of none. */
  default Optional<Time> boundUntil() {
    return entry().map(known -> known.acknowledged() ? known.expiry() : known.heldUntil());
  }

  /** When something is due. */
  Time deadline();

  /** The word for it in the diagram of the package. */
  String label();

  /**
   * What outlives every registration.
   *
   * @param last the sequence number of the last Binding Update
   * @param reserved numbers up to this one are set aside: after a restart the node goes on behind it
   * @param updates when Binding Updates were sent lately
   * @param timestamps the timestamps of RFC 4285
   * @param clock the node's clock as of the last Binding Update
   */
  record History(
      SequenceNumber last,
      SequenceNumber reserved,
      RecentSends updates,
      TimestampSource timestamps,
      ClockReading clock) {

    /** Nothing was sent yet; the numbers begin behind {@code last}. */
    static History startingBehind(
        SequenceNumber last, SequenceNumber reserved, NtpTimestamp timeOfDay, Time now) {
      return new History(
          last, reserved, RecentSends.NONE, TimestampSource.startingAt(timeOfDay), new ClockReading(timeOfDay, now));
    }

    History withTimestamps(TimestampSource others) {
      return new History(last, reserved, updates, others, clock);
    }

    History withLast(SequenceNumber other) {
      return new History(other, reserved, updates, timestamps, clock);
    }
  }

  /**
   * An entry of the Binding Update List (RFC 6275 11.1): the most recent Binding Update.
   *
   * @param careOfAddress the care-of address in it
   * @param sent when it was sent
   * @param lifetime as granted, or as asked for while it is not acknowledged
   * @param acknowledged whether the home agent accepted it
   * @param heldUntil until when the home agent is known to have a binding for the home address, be it for an earlier
   *     care-of address; long ago where it is known of none
   * @param heldAt the care-of address of that binding
   * @param bound when the bindings of all Binding Updates before this one end, of which some may have been lost; long
   *     ago where there were none
   * @param advice how long after it was sent the home agent would like it refreshed (RFC 6275 6.2.4), where it says so
   */
  record Entry(
      Ipv6Address careOfAddress,
      Time sent,
      Lifetime lifetime,
      boolean acknowledged,
      Time heldUntil,
      Optional<Ipv6Address> heldAt,
      Time bound,
      Optional<Duration> advice) {

    /** Before all times. */
    static final Time LONG_AGO = new Time(Long.MIN_VALUE);

    /** A Binding Update that may have reached the home agent, of which no binding is known. */
    static Entry unknown(Ipv6Address careOfAddress, Time sent, Lifetime lifetime) {
      return new Entry(careOfAddress, sent, lifetime, false, LONG_AGO, Optional.empty(), LONG_AGO, Optional.empty());
    }

    /** What is left where the home agent may have been told to delete the binding. */
    Entry unsure() {
      return new Entry(careOfAddress, sent, lifetime, false, LONG_AGO, Optional.empty(), bound, Optional.empty());
    }

    /** When the binding of this Binding Update ends. */
    Time expiry() {
      return sent.plus(lifetime.duration());
    }

    /** When the home agent has certainly forgotten the home address. */
    Time end() {
      return Time.later(expiry(), bound);
    }
  }

  /**
   * A Binding Update that was sent.
   *
   * @param sequence its sequence number
   * @param timestamp its timestamp
   * @param sent when it was sent
   * @param lifetime what it asks for
   */
  record Outstanding(SequenceNumber sequence, NtpTimestamp timestamp, Time sent, Lifetime lifetime)
      implements TransmittedUpdate {}

  /**
   * The delivery of a Binding Update, with its retransmissions (RFC 6275 11.8).
   *
   * @param outstanding the transmissions that may be acknowledged, oldest first, at most {@value #MAX_OUTSTANDING}
   * @param transmissions how often it was sent
   * @param corrections how often it was sent again at once because the home agent refused number or time
   * @param clockCorrected whether the time was among that
   * @param timeout how long the next transmission waits for its answer
   * @param next when it is sent again
   */
  record Attempt(
      List<Outstanding> outstanding,
      int transmissions,
      int corrections,
      boolean clockCorrected,
      Duration timeout,
      Time next) {

    private static final int MAX_OUTSTANDING = 8;

    /** Takes a copy of the list. */
    public Attempt {
      outstanding = List.copyOf(outstanding);
    }

    /** A delivery that begins as soon as it may. */
    static Attempt first(Duration timeout, Time now) {
      return new Attempt(List.of(), 0, 0, false, timeout, now);
    }

    Attempt sent(Outstanding update, Duration maximum) {
      List<Outstanding> all = new ArrayList<>(outstanding);
      all.add(update);
      // RFC 6275 11.8: "the timeout period is doubled upon each retransmission, until either the node receives a
      // response or the timeout period reaches the value MAX_BINDACK_TIMEOUT"
      Duration doubled = timeout.multipliedBy(2);
      return new Attempt(
          all.subList(Math.max(0, all.size() - MAX_OUTSTANDING), all.size()),
          transmissions + 1,
          corrections,
          clockCorrected,
          doubled.compareTo(maximum) < 0 ? doubled : maximum,
          update.sent().plus(timeout));
    }

    /** The transmission with this sequence number, if it may still be acknowledged. */
    Optional<Outstanding> find(SequenceNumber sequence) {
      return TransmittedUpdate.find(outstanding, sequence);
    }

    /** The shortest lifetime in {@code update} and those sent after it, which may have been accepted, too. */
    Lifetime shortestSince(Outstanding update) {
      return TransmittedUpdate.shortestSince(outstanding, update);
    }

    Attempt at(Time moment) {
      return new Attempt(outstanding, transmissions, corrections, clockCorrected, timeout, moment);
    }

    Attempt corrected(boolean clock, Time now) {
      return new Attempt(outstanding, transmissions, corrections + 1, clockCorrected || clock, timeout, now);
    }
  }

  /**
   * The care-of address to be registered.
   *
   * @param address the address
   * @param validUntil when it ends
   */
  record CareOf(Ipv6Address address, Time validUntil) {}

  /**
   * There is no link to send anything on.
   *
   * @param entry what the home agent may have
   */
  record Interrupted(History history, Optional<Entry> entry) implements RegistrationState {
    @Override
    public Time deadline() {
      return entry.map(Entry::end).orElse(Time.NEVER);
    }

    @Override
    public String label() {
      return "interrupted";
    }
  }

  /**
   * At home, where the home agent has no binding.
   *
   * @param defended whether the home agent had the address until now, so that it is certainly no one else's
   * @param announcementsLeft how often the home address is yet to be advertised
   * @param next when
   */
  record AtHome(History history, boolean defended, int announcementsLeft, Time next) implements RegistrationState {
    @Override
    public Optional<Entry> entry() {
      return Optional.empty();
    }

    @Override
    public Time deadline() {
      return next;
    }

    @Override
    public String label() {
      return "at-home";
    }
  }

  /**
   * At home, and the link-layer address of the home agent is asked for.
   *
   * @param existing what the home agent has
   * @param sent how often it was asked
   * @param next when it is asked again
   */
  record Resolving(History history, Entry existing, int sent, Time next) implements RegistrationState {
    @Override
    public Optional<Entry> entry() {
      return Optional.of(existing);
    }

    @Override
    public Time deadline() {
      return Time.earlier(next, existing.end());
    }

    @Override
    public String label() {
      return "resolving";
    }
  }

  /**
   * At home, and the home agent is told to delete the binding.
   *
   * @param existing what the home agent has
   * @param homeAgent its link-layer address
   * @param used whether the home address was this node's on the home link before, so that it is nobody else's
   * @param attempt the delivery
   */
  record Returning(History history, Entry existing, LinkLayerAddress homeAgent, boolean used, Attempt attempt)
      implements RegistrationState {

    /** The same after something was sent, or is to be. */
    Returning with(History other, Attempt next) {
      return new Returning(other, existing, homeAgent, used, next);
    }

    Returning withHomeAgent(LinkLayerAddress other) {
      return new Returning(history, existing, other, used, attempt);
    }

    /** Whether the home agent was told, so that the home address may be used. */
    boolean isSent() {
      return !attempt.outstanding().isEmpty();
    }

    @Override
    public Optional<Entry> entry() {
      return Optional.of(existing);
    }

    @Override
    public Time deadline() {
      return Time.earlier(attempt.next(), existing.end());
    }

    @Override
    public String label() {
      return "returning";
    }
  }

  /**
   * Away, and the home agent is told the care-of address.
   *
   * @param careOf the care-of address
   * @param entry the binding, once the Binding Update was sent; the one before until then
   * @param former the care-of address before, at which packets may still arrive
   * @param attempt the delivery
   */
  record Registering(
      History history, CareOf careOf, Optional<Entry> entry, Optional<Ipv6Address> former, Attempt attempt)
      implements RegistrationState {
    @Override
    public Time deadline() {
      return attempt.next();
    }

    @Override
    public String label() {
      return "registering";
    }
  }

  /**
   * Away, and the home agent has the care-of address.
   *
   * @param careOf the care-of address
   * @param binding the binding
   * @param refresh when it is to be registered again
   */
  record Registered(History history, CareOf careOf, Entry binding, Time refresh) implements RegistrationState {
    @Override
    public Optional<Entry> entry() {
      return Optional.of(binding);
    }

    @Override
    public Time deadline() {
      return refresh;
    }

    @Override
    public String label() {
      return "registered";
    }
  }

  /**
   * Away, and the home agent has refused.
   *
   * @param careOf the care-of address; empty while there is no link
   * @param entry what it may have from before
   * @param because what would have to be another one
   * @param retry when it is asked again
   */
  record Refused(History history, Optional<CareOf> careOf, Optional<Entry> entry, Because because, Time retry)
      implements RegistrationState {
    @Override
    public Time deadline() {
      return retry;
    }

    @Override
    public String label() {
      return "refused";
    }
  }

  /** What a refusal comes from. */
  enum Because {
    /** The care-of address: after a move the same home agent may accept. */
    CARE_OF_ADDRESS,
    /** The state of the home agent, which may change by itself. */
    FOR_NOW,
    /** The home agent: it does not serve this node, wherever that is. */
    HOME_AGENT
  }

  /** Another node has the home address, for good. */
  record HomeAddressLost(History history) implements RegistrationState {
    @Override
    public Optional<Entry> entry() {
      return Optional.empty();
    }

    @Override
    public Time deadline() {
      return Time.NEVER;
    }

    @Override
    public String label() {
      return "home-address-lost";
    }
  }
}
