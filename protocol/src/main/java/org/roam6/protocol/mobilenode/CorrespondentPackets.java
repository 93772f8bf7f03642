package org.roam6.protocol.mobilenode;

import java.util.List;
import org.roam6.protocol.Effect;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;

/** What a mobile node sends to correspondent nodes (RFC 6275 6.1.3, 6.1.4, 6.1.7, 5.2.6). */
final class CorrespondentPackets {

  private static final int HOP_LIMIT = 64;

  private CorrespondentPackets() {}

  /** A Home Test Init message, which the host's rules lead into the tunnel while the node is away. */
  static Effect homeTestInit(Ipv6Address homeAddress, Ipv6Address correspondent, long cookie) {
    return testInit(homeAddress, correspondent, new HomeTestInit(cookie, List.of()));
  }

  /** A Care-of Test Init message. */
  static Effect careOfTestInit(Ipv6Address careOfAddress, Ipv6Address correspondent, long cookie) {
    return testInit(careOfAddress, correspondent, new CareOfTestInit(cookie, List.of()));
  }

  private static Effect testInit(Ipv6Address source, Ipv6Address correspondent, MobilityMessage message) {
    return new Effect.SendRouted(
        packet(source, source, correspondent, MobilityHeader.of(message)).encode());
  }

  /**
   * A Binding Update.
   *
   * @param source the care-of address; at home the home address
   * @param authorized the care-of address that the authenticator covers: the home address where the binding is deleted
   */
  static Effect bindingUpdate(
      Ipv6Address homeAddress,
      Ipv6Address source,
      Ipv6Address authorized,
      Ipv6Address correspondent,
      SequenceNumber sequence,
      Lifetime lifetime,
      NonceIndices nonces,
      BindingManagementKey key) {
    // RFC 6275 11.7.2: "If the mobile node wants to ensure that its new care-of address has been entered into a
    // correspondent node's Binding Cache, the mobile node needs to request an acknowledgement by setting the
    // Acknowledge (A) bit"
    BindingUpdate message =
        new BindingUpdate(
            sequence.value(), true, false, false, false, 0, lifetime.units(), List.of(nonces));
    MobilityHeader header = key.authorize(message, authorized, correspondent);
    Ipv6Packet packet = packet(source, homeAddress, correspondent, header);
    // RFC 6275 11.7.2: "The home address of the mobile node MUST be added to the packet in a Home Address destination
    // option, unless the Source Address is the home address."
    return new Effect.SendRouted(
        (source.equals(homeAddress) ? packet : packet.withHomeAddressOption(homeAddress)).encode());
  }

  private static Ipv6Packet packet(
      Ipv6Address source, Ipv6Address checksumSource, Ipv6Address correspondent, MobilityHeader header) {
    return Ipv6Packet.of(
        source, correspondent, HOP_LIMIT, IpProtocol.MOBILITY, header.encode(checksumSource, correspondent));
  }
}
