package org.roam6.daemon.recording;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.roam6.protocol.auth.MessageAuthenticator;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Decoded.Value;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.MessageAuthenticationSubtype;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.AlternateCareOfAddress;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;

/**
 * Puts a worthless key in the place of each real one, in configurations and in what authenticates packets: a recording
 * then decides as the daemon did, and tells nobody anything about the keys, not even a message to try guesses on.
 */
final class Disguise {

  private static final int MN_HA = MessageAuthenticationSubtype.MN_HA.code();
  private static final int CHECKSUM_OFFSET = 4;
  private static final int OTHER = 0xa5;

  private final Map<SecretKey, SecretKey> substitutes = new LinkedHashMap<>();
  private final List<SecurityAssociation> associations;

  /** A disguise for the keys of these roles. */
  Disguise(Stream<Security> securities, SecureRandom random) {
    associations =
        securities
            .flatMap(
                security ->
                    switch (security) {
                      case Security.None() -> Stream.<SecurityAssociation>empty();
                      case Security.Authenticated(var all) -> all.stream();
                    })
            .toList();
    for (SecurityAssociation association : associations) {
      byte[] octets = new byte[association.key().octets().length()];
      random.nextBytes(octets);
      substitutes.putIfAbsent(association.key(), new SecretKey(Octets.of(octets)));
    }
  }

  /** What stands for a key. */
  SecretKey key(SecretKey real) {
    SecretKey substitute = substitutes.get(real);
    if (substitute == null) {
      throw new IllegalStateException("a key of no role");
    }
    return substitute;
  }

  /** What stands for a packet: the same one, but for what a key authenticates in it. */
  Octets packet(Octets octets) {
    if (associations.isEmpty() || !(Ipv6Packet.decode(octets) instanceof Value<Ipv6Packet>(Ipv6Packet packet))) {
      return octets;
    }
    if (packet.protocol() != IpProtocol.MOBILITY) {
      return octets;
    }
    return MobilityHeader.decode(packet.payload(), packet.checksumSource(), packet.checksumDestination())
            instanceof Value<MobilityHeader>(MobilityHeader header)
        ? withOtherAuthenticator(octets, packet, header)
        : withOtherTail(octets);
  }

  // What cannot be read stays as it is but for the end, where an authenticator may stand.
  private static Octets withOtherTail(Octets octets) {
    Octets changed = octets;
    int from = Math.max(0, octets.length() - MessageAuthenticator.AUTHENTICATION_DATA_LENGTH);
    for (int i = from; i < octets.length(); i++) {
      changed = changed.with(i, octets.at(i) ^ OTHER);
    }
    return changed;
  }

  private Octets withOtherAuthenticator(Octets octets, Ipv6Packet packet, MobilityHeader header) {
    Optional<Octets> covered = header.octetsToAuthenticate(MN_HA);
    Optional<SecurityAssociation> association = associationOf(header);
    if (covered.isEmpty() || association.isEmpty()) {
      return octets;
    }
    SecurityAssociation real = association.get();
    Ipv6Address homeAddress = homeAddress(packet, real);
    Optional<Ipv6Address> careOfAddress =
        careOfAddresses(packet, header)
            .filter(each -> MessageAuthenticator.verifies(real, each, homeAddress, header))
            .findFirst();
    SecurityAssociation substitute =
        new SecurityAssociation(
            real.securityParameterIndex(), key(real.key()), real.networkAccessIdentifier(), real.homeAddresses());
    Octets data =
        MessageAuthenticator.authenticationData(
            substitute, careOfAddress.orElse(packet.header().source()), homeAddress, covered.get());
    int at = packet.payloadOffset() + covered.get().length();
    Octets changed = octets;
    for (int i = 0; i < data.length(); i++) {
      // what did not verify must not verify now either
      changed = changed.with(at + i, careOfAddress.isPresent() ? data.at(i) : data.at(i) ^ OTHER);
    }
    return withChecksum(changed, packet);
  }

  private Optional<SecurityAssociation> associationOf(MobilityHeader header) {
    Optional<Long> spi =
        header.message().option(MessageAuthentication.class).map(MessageAuthentication::securityParameterIndex);
    Optional<String> identifier =
        header.message().option(MobileNodeIdentifier.class).flatMap(MobileNodeIdentifier::networkAccessIdentifier);
    return associations.stream()
        .filter(each -> spi.equals(Optional.of(each.securityParameterIndex())))
        .filter(each -> identifier.equals(Optional.of(each.networkAccessIdentifier())))
        .findFirst();
  }

  private static Ipv6Address homeAddress(Ipv6Packet packet, SecurityAssociation association) {
    return Stream.of(packet.checksumSource(), packet.checksumDestination())
        .filter(address -> association.homeAddresses().contains(address))
        .findFirst()
        .orElseGet(packet::checksumSource);
  }

  private static Stream<Ipv6Address> careOfAddresses(Ipv6Packet packet, MobilityHeader header) {
    return Stream.concat(
        header.message().option(AlternateCareOfAddress.class).map(AlternateCareOfAddress::address).stream(),
        Stream.of(packet.header().source(), packet.header().destination()));
  }

  private static Octets withChecksum(Octets octets, Ipv6Packet packet) {
    int at = packet.payloadOffset() + CHECKSUM_OFFSET;
    Octets unsummed = octets.with(at, 0).with(at + 1, 0);
    int length = MobilityHeader.LENGTH_UNIT * (1 + octets.at(packet.payloadOffset() + 1));
    int checksum =
        Checksum.ofUpperLayer(
            packet.checksumSource(),
            packet.checksumDestination(),
            IpProtocol.MOBILITY,
            unsummed.slice(packet.payloadOffset(), packet.payloadOffset() + length));
    return unsummed.with(at, checksum >>> 8).with(at + 1, checksum & 0xff);
  }
}
