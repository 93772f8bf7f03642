package org.roam6.protocol.auth;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;

/**
 * Kbm, with which a mobile node and a correspondent node authorize Binding Updates and Binding Acknowledgements (RFC
 * 6275 5.2.5, 6.2.7). Its text does not show it.
 */
public final class BindingManagementKey {

  /** Octets of the authenticator: RFC 6275 6.2.7, "First (96, MAC)". */
  public static final int AUTHENTICATOR_LENGTH = 12;

  private final HmacSha1 mac;

  private BindingManagementKey(byte[] tokens) {
    this.mac = new HmacSha1(HmacSha1.hash(tokens));
  }

  /** RFC 6275 5.2.5: "Kbm = SHA-1 (home keygen token | care-of keygen token)". */
  public static BindingManagementKey of(KeygenToken home, KeygenToken careOf) {
    return new BindingManagementKey(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(home.bits()).putLong(careOf.bits()).array());
  }

  /** RFC 6275 5.2.5, for a binding that is to be deleted: "Kbm = SHA-1(home keygen token)". */
  public static BindingManagementKey ofHome(KeygenToken home) {
    return new BindingManagementKey(ByteBuffer.allocate(Long.BYTES).putLong(home.bits()).array());
  }

  /**
   * The header that carries {@code message} and, last, what authorizes it.
   *
   * @param careOfAddress the care-of address of the binding; the home address where it is to be deleted
   * @param correspondent the address of the correspondent node
   */
  public MobilityHeader authorize(MobilityMessage message, Ipv6Address careOfAddress, Ipv6Address correspondent) {
    return MobilityHeader.authorized(
        message, AUTHENTICATOR_LENGTH, data -> authenticator(careOfAddress, correspondent, data));
  }

  /**
   * Whether the last option of {@code header} is what this key makes of it. How long that takes does not tell how much
   * of it was right.
   *
   * @param careOfAddress as in {@link #authorize}
   * @param correspondent as in {@link #authorize}
   */
  public boolean authorizes(MobilityHeader header, Ipv6Address careOfAddress, Ipv6Address correspondent) {
    Optional<Octets> data = header.octetsToAuthorize();
    if (data.isEmpty() || !(header.message().options().getLast() instanceof BindingAuthorizationData option)) {
      return false;
    }
    Octets expected = authenticator(careOfAddress, correspondent, data.get());
    return MessageDigest.isEqual(expected.toByteArray(), option.authenticator().toByteArray());
  }

  // RFC 6275 6.2.7: "Mobility Data = care-of address | correspondent | MH Data; Authenticator = First (96, HMAC_SHA1
  // (Kbm, Mobility Data))"
  private Octets authenticator(Ipv6Address careOfAddress, Ipv6Address correspondent, Octets mobilityHeaderData) {
    ByteBuffer data = ByteBuffer.allocate(2 * Ipv6Address.LENGTH + mobilityHeaderData.length());
    careOfAddress.writeTo(data);
    correspondent.writeTo(data);
    mobilityHeaderData.writeTo(data);
    return Octets.of(mac.of(data.array()), 0, AUTHENTICATOR_LENGTH);
  }

  @Override
  public String toString() {
    return "BindingManagementKey[160 bits]";
  }
}
