package org.roam6.protocol.auth;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.AcknowledgementProtection.Authenticated;
import org.roam6.protocol.auth.BindingUpdateVerdict.Accepted;
import org.roam6.protocol.auth.BindingUpdateVerdict.Cause;
import org.roam6.protocol.auth.BindingUpdateVerdict.Early;
import org.roam6.protocol.auth.BindingUpdateVerdict.ForeignHomeAddress;
import org.roam6.protocol.auth.BindingUpdateVerdict.PlayedBack;
import org.roam6.protocol.auth.BindingUpdateVerdict.Reason;
import org.roam6.protocol.auth.BindingUpdateVerdict.Refused;
import org.roam6.protocol.auth.BindingUpdateVerdict.Unidentified;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/**
 * The home agent's end of RFC 4285: judges Binding Updates and remembers the last timestamp that it accepted of each
 * association; {@link Memory.AcceptedTimestamp} carries it over a restart. Of an association without such a memory it
 * accepts nothing from before its own start, which an earlier run, whose memory is lost, may have accepted.
 */
public final class BindingUpdateAuthenticator {

  /** RFC 4285 5.1: "A default value of 7 seconds SHOULD be used." */
  public static final Duration CLOSE_ENOUGH = Duration.ofSeconds(7);

  private final Security security;
  private final Map<Identity, MobileNode> mobileNodes = new TreeMap<>();
  private final EarlyUpdates early = new EarlyUpdates();
  private Optional<Acceptance> start = Optional.empty();

  /** Judges by the associations of {@code security}. */
  public BindingUpdateAuthenticator(Security security) {
    this.security = security;
    if (security instanceof Security.Authenticated(List<SecurityAssociation> all)) {
      all.forEach(association -> mobileNodes.put(Identity.of(association), new MobileNode(association)));
    }
  }

  /**
   * Takes note of the clock: what an association without memory has sent has to be from after the first such moment, or
   * from after the one at which the clock was set back behind it.
   *
   * @param timeOfDay the home agent's own time of day
   * @param now the time on its monotonic clock
   */
  public void clockSet(NtpTimestamp timeOfDay, Time now) {
    if (start.filter(acceptance -> !acceptance.timestamp().isAfter(timeOfDay)).isEmpty()) {
      start = Optional.of(new Acceptance(timeOfDay, now));
    }
  }

  /** Takes up what was accepted before a restart. */
  public void recall(Memory.AcceptedTimestamp accepted, Time now) {
    MobileNode known =
        mobileNodes.get(new Identity(accepted.securityParameterIndex(), accepted.networkAccessIdentifier()));
    // Of an association that was taken out of the configuration there is nothing to replay.
    if (known != null) {
      known.accept(accepted.timestamp(), now);
    }
  }

  /** Takes up what was refused as early before a restart. */
  public void recall(Memory.EarlyBindingUpdate refused) {
    early.refused(refused);
  }

  /**
   * Judges a Binding Update, and takes its timestamp for used up where it is accepted.
   *
   * @param header the Mobility Header that carries a Binding Update
   * @param careOfAddress the care-of address that it asks for (RFC 6275 9.5.1)
   * @param homeAddress its home address
   * @param timeOfDay the home agent's own time of day
   * @param now the time on its monotonic clock
   */
  public BindingUpdateVerdict judge(
      MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address homeAddress, NtpTimestamp timeOfDay, Time now) {
    return switch (security) {
      case Security.None() -> new Accepted(new AcknowledgementProtection.None());
      case Security.Authenticated _ -> judgeAuthenticated(header, careOfAddress, homeAddress, timeOfDay, now);
    };
  }

  private BindingUpdateVerdict judgeAuthenticated(
      MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address homeAddress, NtpTimestamp timeOfDay, Time now) {
    MobilityMessage message = header.message();
    Optional<MessageAuthentication> option = MessageAuthenticator.find(message);
    if (option.isEmpty()) {
      // RFC 4285 5: received "without a mobility message authentication option [...] the entity should silently
      // discard"
      return new Unidentified(Cause.NO_AUTHENTICATION_OPTION);
    }
    Optional<String> identifier =
        message.option(MobileNodeIdentifier.class).flatMap(MobileNodeIdentifier::networkAccessIdentifier);
    if (identifier.isEmpty()) {
      // RFC 4285 4: "The Mobile Node MUST use the Mobile Node Identifier option, specifically the MN-NAI mobility
      // option"
      return new Unidentified(Cause.NO_IDENTIFIER);
    }
    Identity identity = new Identity(option.get().securityParameterIndex(), identifier.get());
    Optional<MobileNode> mobileNode = Optional.ofNullable(mobileNodes.get(identity));
    if (mobileNode.isEmpty()) {
      // RFC 4285 5.1.1: "If the Home Agent does not have shared-key-based mobility SA, Home Agent MUST discard the BU."
      return new Unidentified(Cause.UNKNOWN_ASSOCIATION);
    }
    Optional<NtpTimestamp> timestamp =
        message.option(MessageReplayProtection.class).map(given -> new NtpTimestamp(given.timestamp()));
    Authenticated protection =
        new Authenticated(mobileNode.get().association, careOfAddress, homeAddress, timestamp);
    return judge(protection, mobileNode.get(), header, timeOfDay, now);
  }

  private BindingUpdateVerdict judge(
      Authenticated protection, MobileNode mobileNode, MobilityHeader header, NtpTimestamp timeOfDay, Time now) {
    SecurityAssociation association = mobileNode.association;
    boolean authentic =
        MessageAuthenticator.verifies(association, protection.careOfAddress(), protection.homeAddress(), header);
    if (!association.homeAddresses().contains(protection.homeAddress())) {
      return authentic
          ? new ForeignHomeAddress(association, protection)
          : new Unidentified(Cause.FOREIGN_HOME_ADDRESS);
    }
    if (!authentic) {
      // RFC 4285 5.1.1: "If authentication fails, the Home Agent MUST send BA with Status Code MIPV6-AUTH-FAIL."
      return new Refused(association, Reason.AUTHENTICATION_DATA, protection);
    }
    if (protection.timestamp().isEmpty()) {
      return new Refused(association, Reason.TIMESTAMP_MISSING, protection);
    }
    return judgeTimestamp(protection, protection.timestamp().get(), mobileNode, sequenceOf(header), timeOfDay, now);
  }

  private static SequenceNumber sequenceOf(MobilityHeader header) {
    return new SequenceNumber(((BindingUpdate) header.message()).sequenceNumber());
  }

  private BindingUpdateVerdict judgeTimestamp(
      Authenticated protection,
      NtpTimestamp timestamp,
      MobileNode mobileNode,
      SequenceNumber sequence,
      NtpTimestamp timeOfDay,
      Time now) {
    Optional<Acceptance> last = mobileNode.lastAccepted().or(() -> start);
    NtpTimestamp clock = last.map(acceptance -> acceptance.clock(timeOfDay, now)).orElse(timeOfDay);
    Ipv6Address homeAddress = protection.homeAddress();
    if (timestamp.isAfter(clock.plus(CLOSE_ENOUGH))) {
      return new Early(
          mobileNode.association,
          protection.with(told(clock, timestamp, last)),
          early.refused(new Memory.EarlyBindingUpdate(homeAddress, timestamp, sequence)));
    }
    // RFC 4285 6: "MUST be close enough to the Home Agent's time-of-day clock and the timestamp MUST be greater than
    // all previously accepted timestamps for the requesting Mobile Node"
    boolean greater = last.isEmpty() || timestamp.isAfter(last.get().timestamp());
    if (!timestamp.isWithin(CLOSE_ENOUGH, clock) || !greater) {
      return new Refused(mobileNode.association, Reason.TIMESTAMP, protection.with(told(clock, timestamp, last)));
    }
    Optional<SequenceNumber> toExceed = early.last(homeAddress, last.map(Acceptance::timestamp));
    if (toExceed.filter(number -> !sequence.isGreaterThan(number)).isPresent()) {
      return new PlayedBack(toExceed.get(), protection);
    }
    early.accepted(homeAddress, timestamp, sequence);
    mobileNode.accept(timestamp, now);
    return new Accepted(protection);
  }

  /**
   * The time of day to tell a mobile node: with the fraction of its own timestamp, and where the clock is behind what was
   * accepted, the first one such behind that, or what the node made of it would be refused again.
   */
  private static NtpTimestamp told(NtpTimestamp clock, NtpTimestamp timestamp, Optional<Acceptance> last) {
    NtpTimestamp told = clock.withFractionOf(timestamp);
    return last
        .map(Acceptance::timestamp)
        .filter(accepted -> !told.isAfter(accepted))
        .map(accepted -> firstAfter(accepted, timestamp))
        .orElse(told);
  }

  private static NtpTimestamp firstAfter(NtpTimestamp accepted, NtpTimestamp fraction) {
    NtpTimestamp sameSecond = accepted.withFractionOf(fraction);
    return sameSecond.isAfter(accepted) ? sameSecond : sameSecond.plus(Duration.ofSeconds(1));
  }

  /** An association, and the last timestamp that was accepted of it; flat, as there may be very many. */
  private static final class MobileNode {
    private final SecurityAssociation association;
    private boolean hasAccepted;
    private long timestamp;
    private long nanos;

    MobileNode(SecurityAssociation association) {
      this.association = association;
    }

    void accept(NtpTimestamp accepted, Time now) {
      hasAccepted = true;
      timestamp = accepted.value();
      nanos = now.nanos();
    }

    Optional<Acceptance> lastAccepted() {
      return hasAccepted
          ? Optional.of(new Acceptance(new NtpTimestamp(timestamp), new Time(nanos)))
          : Optional.empty();
    }
  }

  /** The last timestamp that counts as accepted of an association, and when on the monotonic clock. */
  private record Acceptance(NtpTimestamp timestamp, Time at) {

    // Both MUSTs cannot be met once the clock was set back by more than the window: no timestamp is close to the new
    // time and greater than what was accepted before. For such an association the clock goes on from there, so that
    // nothing that was accepted can be replayed and the mobile node, told of that time, is served.
    NtpTimestamp clock(NtpTimestamp timeOfDay, Time now) {
      boolean wasSetBack = timestamp.isAfter(timeOfDay.plus(CLOSE_ENOUGH));
      return wasSetBack ? timestamp.plus(now.since(at)) : timeOfDay;
    }
  }

  /** What an association is found by. */
  private record Identity(long securityParameterIndex, String networkAccessIdentifier)
      implements Comparable<Identity> {

    static Identity of(SecurityAssociation association) {
      return new Identity(association.securityParameterIndex(), association.networkAccessIdentifier());
    }

    @Override
    public int compareTo(Identity other) {
      int bySpi = Long.compare(securityParameterIndex, other.securityParameterIndex);
      return bySpi != 0 ? bySpi : networkAccessIdentifier.compareTo(other.networkAccessIdentifier);
    }
  }
}
