package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.auth.MessageAuthenticator;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;

/** The Binding Updates that a mobile node sends its home agent (RFC 6275 6.1.7, 11.5.5, 11.7.1; RFC 4285). */
final class BindingUpdatePackets {

  private static final int HOP_LIMIT = 64;

  private BindingUpdatePackets() {}

  /**
   * A whole packet.
   *
   * @param careOfAddress the care-of address to register, or the home address to delete the binding
   * @param lifetime zero to delete the binding
   * @param timestamp for the replay protection of RFC 4285
   */
  static Octets packet(
      MobileNodeConfig config,
      Link link,
      Ipv6Address careOfAddress,
      SequenceNumber sequence,
      Lifetime lifetime,
      NtpTimestamp timestamp) {
    Ipv6Address homeAddress = config.homeAddress();
    MobilityHeader header = protect(config, careOfAddress, message(config, link, careOfAddress, sequence, lifetime),
        timestamp);
    // RFC 6275 6.1.1: the checksum is computed with the home address of the Home Address option as the source
    Octets octets = header.encode(homeAddress, config.homeAgentAddress());
    Ipv6Packet packet =
        Ipv6Packet.of(careOfAddress, config.homeAgentAddress(), HOP_LIMIT, IpProtocol.MOBILITY, octets);
    // RFC 6275 11.7.1: "The packet MUST contain a Home Address destination option, giving the mobile node's home
    // address for the binding."; 11.5.5: at home "The mobile node MUST use its home address as the source address"
    return careOfAddress.equals(homeAddress) ? packet.encode() : packet.withHomeAddressOption(homeAddress).encode();
  }

  private static BindingUpdate message(
      MobileNodeConfig config, Link link, Ipv6Address careOfAddress, SequenceNumber sequence, Lifetime lifetime) {
    // RFC 6275 11.7.1: "The Home Registration (H) bit MUST be set", "The Acknowledge (A) bit MUST be set"
    // and: L where "the mobile node's link-local address has the same interface identifier as the home address"
    // and: K only where "the IPsec security associations [...] have been established dynamically"
    boolean compatible = isLinkLocalCompatible(config, link);
    // RFC 6275 11.7.1: an Alternate Care-of Address option "MUST be included in all home registrations"
    List<MobilityOption> options = List.of(new AlternateCareOfAddress(careOfAddress));
    return new BindingUpdate(sequence.value(), true, true, compatible, false, 0, lifetime.units(), options);
  }

  /** Whether the link-local address has the interface identifier of the home address. */
  static boolean isLinkLocalCompatible(MobileNodeConfig config, Link link) {
    return link.linkLocal().low() == config.homeAddress().low();
  }

  private static MobilityHeader protect(
      MobileNodeConfig config, Ipv6Address careOfAddress, BindingUpdate message, NtpTimestamp timestamp) {
    return switch (config.security()) {
      case Security.None() -> MobilityHeader.of(message);
      case Security.Authenticated(List<SecurityAssociation> associations) -> {
        SecurityAssociation association = associations.getFirst();
        // RFC 4285 4: "The Mobile Node MUST use the Mobile Node Identifier option, specifically the MN-NAI mobility
        // option"
        List<MobilityOption> options = new ArrayList<>(message.options());
        options.add(MobileNodeIdentifier.ofNetworkAccessIdentifier(association.networkAccessIdentifier()));
        options.add(new MessageReplayProtection(timestamp.value()));
        yield MessageAuthenticator.sign(
            association, careOfAddress, config.homeAddress(), message.withOptions(options));
      }
    };
  }
}
