package org.roam6.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.Memory;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/** How the answer to a Binding Update is protected. */
public sealed interface AcknowledgementProtection {

  /** The header that carries {@code acknowledgement} to the mobile node. */
  MobilityHeader protect(BindingAcknowledgement acknowledgement);

  /** What has to be remembered once the Binding Update was accepted. */
  Optional<Memory> memory();

  /** The network access identifier of the mobile node; empty where it is not known. */
  Optional<String> identifier();

  /** All home addresses of the mobile node; none where it is not known. */
  Set<Ipv6Address> homeAddresses();

  /** Not at all. */
  record None() implements AcknowledgementProtection {
    @Override
    public MobilityHeader protect(BindingAcknowledgement acknowledgement) {
      return MobilityHeader.of(acknowledgement);
    }

    @Override
    public Optional<Memory> memory() {
      return Optional.empty();
    }

    @Override
    public Optional<String> identifier() {
      return Optional.empty();
    }

    @Override
    public Set<Ipv6Address> homeAddresses() {
      return Set.of();
    }
  }

  /**
   * As RFC 4285 says.
   *
   * @param association whose key to use
   * @param careOfAddress the care-of address that the Binding Update asked for
   * @param homeAddress its home address
   * @param timestamp what the replay protection option of the answer holds; empty where the Binding Update had none
   */
  record Authenticated(
      SecurityAssociation association,
      Ipv6Address careOfAddress,
      Ipv6Address homeAddress,
      Optional<NtpTimestamp> timestamp)
      implements AcknowledgementProtection {

    /** The same with another timestamp in the answer. */
    Authenticated with(NtpTimestamp told) {
      return new Authenticated(association, careOfAddress, homeAddress, Optional.of(told));
    }

    // RFC 4285 4: "BA to MN (including MN-ID option, mobility message replay protection option[optional], mobility
    // message authentication option)"
    @Override
    public MobilityHeader protect(BindingAcknowledgement acknowledgement) {
      List<MobilityOption> options = new ArrayList<>(acknowledgement.options());
      options.add(MobileNodeIdentifier.ofNetworkAccessIdentifier(association.networkAccessIdentifier()));
      timestamp.ifPresent(given -> options.add(new MessageReplayProtection(given.value())));
      return MessageAuthenticator.sign(association, careOfAddress, homeAddress, acknowledgement.withOptions(options));
    }

    @Override
    public Optional<Memory> memory() {
      return timestamp.map(
          used ->
              new Memory.AcceptedTimestamp(
                  association.securityParameterIndex(), association.networkAccessIdentifier(), used));
    }

    @Override
    public Optional<String> identifier() {
      return Optional.of(association.networkAccessIdentifier());
    }

    @Override
    public Set<Ipv6Address> homeAddresses() {
      return association.homeAddresses();
    }
  }
}
