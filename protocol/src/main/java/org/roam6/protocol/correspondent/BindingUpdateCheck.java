package org.roam6.protocol.correspondent;

import java.util.Optional;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.NonceIndices;

/**
 * The tests of RFC 6275 9.5.1 that do not need the Binding Cache. The one of the sequence number, which stands before
 * them there, comes after them: its answer has to be authorized, and tells nobody else what the last number was.
 */
sealed interface BindingUpdateCheck {

  /** It passed. */
  record Passed(BindingRequest request) implements BindingUpdateCheck {}

  /** It failed, and is to be met with silence. */
  record Failed(DiscardCause cause) implements BindingUpdateCheck {}

  /** It failed, and its sender has to be told so, without authorization. */
  record Refused(Ipv6Address homeAddress, AcknowledgementPath path, BindingAcknowledgementStatus status)
      implements BindingUpdateCheck {}

  /**
   * Tests a Binding Update, in this order.
   *
   * @param arrival how it came
   * @param own the address of this host that it is for, a unicast routable one
   * @param header the Mobility Header that carries it
   */
  static BindingUpdateCheck of(
      Arrival arrival, Ipv6Address own, MobilityHeader header, BindingUpdate update, Nonces nonces, Time now) {
    // RFC 6275 9.5.4: "If the Source Address field [...] does not contain a unicast address [...] the Binding Update
    // packet MUST be silently discarded"; 6.1.7: it "MUST be a topologically correct source address"
    if (!arrival.source().isUnicastRoutable()) {
      return new Failed(DiscardCause.SOURCE_NOT_ROUTABLE);
    }
    // RFC 6275 9.5.1: "The packet MUST contain a unicast routable home address, either in the Home Address option or in
    // the Source Address"
    Ipv6Address homeAddress = arrival.claimedSource();
    if (!homeAddress.isUnicastRoutable()) {
      return new Failed(DiscardCause.HOME_ADDRESS_NOT_ROUTABLE);
    }
    AcknowledgementPath path = AcknowledgementPath.backTo(arrival, own);
    Optional<NonceIndices> indices = update.option(NonceIndices.class);
    if (update.home()) {
      // RFC 6275 9.5.1: "If the Home Registration (H) bit is set, the Nonce Indices mobility option MUST NOT be present."
      return indices.isPresent()
          ? new Failed(DiscardCause.NONCE_INDICES_IN_HOME_REGISTRATION)
          : new Refused(homeAddress, path, BindingAcknowledgementStatus.HOME_REGISTRATION_NOT_SUPPORTED);
    }
    // RFC 6275 9.5.1: "A Nonce Indices mobility option MUST be present"
    if (indices.isEmpty()) {
      return new Failed(DiscardCause.NO_NONCE_INDICES);
    }
    // RFC 6275 9.5.1: "The Binding Authorization Data mobility option MUST be the last option and MUST NOT have trailing
    // padding."
    if (!(update.options().getLast() instanceof BindingAuthorizationData)) {
      return new Failed(DiscardCause.NO_AUTHORIZATION_DATA);
    }
    Subject subject = Subject.of(arrival, update);
    // RFC 6275 6.1.7: "Binding Updates for a care-of address that is not a unicast routable address MUST be silently
    // discarded."
    return subject.careOfAddress().isUnicastRoutable()
        ? authorize(new Candidate(subject, own, header, update, path), indices.get(), nonces, now)
        : new Failed(DiscardCause.CARE_OF_ADDRESS_NOT_ROUTABLE);
  }

  /**
   * Which addresses a Binding Update is about.
   *
   * @param careOfAddress the care-of address that it asks for; the home address where it deletes
   */
  record Subject(Ipv6Address homeAddress, Ipv6Address careOfAddress) {

    static Subject of(Arrival arrival, BindingUpdate update) {
      Ipv6Address homeAddress = arrival.claimedSource();
      // RFC 6275 6.2.7: "or the home address of the mobile node if this option is used in de-registration"
      if (update.lifetimeUnits() == 0) {
        return new Subject(homeAddress, homeAddress);
      }
      // RFC 6275 9.5.1: "If the Alternate Care-of Address option is present, the care-of address is the address in that
      // option. Otherwise, the care-of address is the Source Address field"
      return new Subject(
          homeAddress,
          update.option(AlternateCareOfAddress.class).map(AlternateCareOfAddress::address).orElse(arrival.source()));
    }
  }

  /** A Binding Update that only has to be authorized yet. */
  record Candidate(
      Subject subject, Ipv6Address own, MobilityHeader header, BindingUpdate update, AcknowledgementPath path) {

    boolean deletes() {
      return update.lifetimeUnits() == 0;
    }

    BindingUpdateCheck with(BindingManagementKey key, Time replayableUntil) {
      return key.authorizes(header, subject.careOfAddress(), own)
          ? new Passed(
              new BindingRequest(
                  new DirectPath.Key(DirectPath.Side.CORRESPONDENT, subject.homeAddress(), own),
                  subject.careOfAddress(),
                  new SequenceNumber(update.sequenceNumber()),
                  new Lifetime(update.lifetimeUnits()),
                  update.acknowledge(),
                  replayableUntil,
                  path,
                  key))
          : new Failed(DiscardCause.AUTHENTICATOR);
    }

    BindingUpdateCheck refused(BindingAcknowledgementStatus status) {
      return new Refused(subject.homeAddress(), path, status);
    }
  }

  // RFC 6275 9.5.1: "The correspondent node MUST re-generate the home keygen token and the care-of keygen token from the
  // information contained in the packet. It then generates the binding management key Kbm and uses it to verify the
  // authenticator field"
  private static BindingUpdateCheck authorize(
      Candidate candidate, NonceIndices indices, Nonces nonces, Time now) {
    Optional<Nonce> home = nonces.find(indices.home(), now);
    // RFC 6275 9.5.1: "Care-of Nonce Index values are not inspected for requests to delete a binding."
    if (candidate.deletes()) {
      return home
          .map(
              nonce ->
                  candidate.with(
                      BindingManagementKey.ofHome(nonce.homeKeygenToken(candidate.subject().homeAddress())),
                      nonce.expiry()))
          .orElseGet(() -> candidate.refused(BindingAcknowledgementStatus.EXPIRED_HOME_NONCE_INDEX));
    }
    Optional<Nonce> careOf = nonces.find(indices.careOf(), now);
    // RFC 6275 9.5.1: "no longer recognizes the Home Nonce Index value, Care-of Nonce Index value, or both values [...]
    // status code 136, 137, or 138, respectively"
    if (home.isEmpty()) {
      return candidate.refused(
          careOf.isEmpty()
              ? BindingAcknowledgementStatus.EXPIRED_NONCES
              : BindingAcknowledgementStatus.EXPIRED_HOME_NONCE_INDEX);
    }
    if (careOf.isEmpty()) {
      return candidate.refused(BindingAcknowledgementStatus.EXPIRED_CARE_OF_NONCE_INDEX);
    }
    return candidate.with(
        BindingManagementKey.of(
            home.get().homeKeygenToken(candidate.subject().homeAddress()),
            careOf.get().careOfKeygenToken(candidate.subject().careOfAddress())),
        Time.earlier(home.get().expiry(), careOf.get().expiry()));
  }
}
