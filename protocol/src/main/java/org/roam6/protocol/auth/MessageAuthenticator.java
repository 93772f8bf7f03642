package org.roam6.protocol.auth;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MessageAuthenticationSubtype;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.MobilityOption;

/** The MN-HA Mobility Message Authentication Option (RFC 4285 5.1): made and verified. */
public final class MessageAuthenticator {

  /** RFC 4285 5.1: "The first 96 bits [...] are used as the Authentication Data field." */
  public static final int AUTHENTICATION_DATA_LENGTH = 12;

  private static final String ALGORITHM = "HmacSHA1";
  private static final int MN_HA = MessageAuthenticationSubtype.MN_HA.code();

  private MessageAuthenticator() {}

  /**
   * The header that carries {@code message}, authenticated as its last option.
   *
   * @param association whose key and SPI to use
   * @param careOfAddress the care-of address that the Binding Update asked for: that of the Alternate Care-of Address
   *     option where there is one, else the source address of its packet
   * @param homeAddress the home address
   */
  public static MobilityHeader sign(
      SecurityAssociation association, Ipv6Address careOfAddress, Ipv6Address homeAddress, MobilityMessage message) {
    return MobilityHeader.authenticated(
        message,
        MN_HA,
        association.securityParameterIndex(),
        AUTHENTICATION_DATA_LENGTH,
        data -> authenticationData(association.key(), careOfAddress, homeAddress, data));
  }

  /**
   * What authenticates a message.
   *
   * @param association whose key to use
   * @param careOfAddress as in {@link #sign}
   * @param homeAddress as in {@link #sign}
   * @param covered the MH Data of RFC 4285 5.1, from {@link MobilityHeader#octetsToAuthenticate}
   */
  public static Octets authenticationData(
      SecurityAssociation association, Ipv6Address careOfAddress, Ipv6Address homeAddress, Octets covered) {
    return authenticationData(association.key(), careOfAddress, homeAddress, covered);
  }

  /**
   * Whether the option that authenticates {@code header} holds what the key of {@code association} makes of it. How
   * long that takes does not tell how much of it was right.
   *
   * @param careOfAddress as in {@link #sign}
   * @param homeAddress as in {@link #sign}
   */
  public static boolean verifies(
      SecurityAssociation association, Ipv6Address careOfAddress, Ipv6Address homeAddress, MobilityHeader header) {
    Optional<MessageAuthentication> option = find(header.message());
    Optional<Octets> data = header.octetsToAuthenticate(MN_HA);
    if (option.isEmpty() || data.isEmpty()) {
      return false;
    }
    Octets expected = authenticationData(association.key(), careOfAddress, homeAddress, data.get());
    return MessageDigest.isEqual(expected.toByteArray(), option.get().authenticationData().toByteArray());
  }

  /** The option that authenticates a message; empty where there is none, or not where it has to be. */
  static Optional<MessageAuthentication> find(MobilityMessage message) {
    List<MobilityOption> options = message.options();
    // RFC 4285 5.1: "MUST be the last option in a message with a mobility header if it is the only mobility message
    // authentication option"; MN-AAA, which would have to follow it, is not supported
    if (options.isEmpty()
        || !(options.getLast() instanceof MessageAuthentication last)
        || last.subtype() != MN_HA) {
      return Optional.empty();
    }
    // RFC 4285 5: "Only one instance of a mobility message authentication option of a particular subtype can be
    // present in the message."
    long count = options.stream().filter(MessageAuthentication.class::isInstance).count();
    return count == 1 ? Optional.of(last) : Optional.empty();
  }

  // RFC 4285 5.1: "Authentication Data = First (96, HMAC_SHA1(MN-HA Shared key, Mobility Data)); Mobility Data =
  // care-of address | home address | Mobility Header (MH) Data"
  private static Octets authenticationData(
      SecretKey key, Ipv6Address careOfAddress, Ipv6Address homeAddress, Octets mobilityHeaderData) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.octets().toByteArray(), ALGORITHM));
      mac.update(octets(careOfAddress));
      mac.update(octets(homeAddress));
      return Octets.of(mac.doFinal(mobilityHeaderData.toByteArray()), 0, AUTHENTICATION_DATA_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no HMAC-SHA1", e);
    }
  }

  private static byte[] octets(Ipv6Address address) {
    byte[] octets = new byte[Ipv6Address.LENGTH];
    address.writeTo(ByteBuffer.wrap(octets));
    return octets;
  }
}
