package org.roam6.protocol.correspondent;

import java.nio.ByteBuffer;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.auth.HmacSha1;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Ipv6Address;

/** Kcn, with which a correspondent node makes keygen tokens (RFC 6275 5.2.1). Its text does not show it. */
final class NodeKey {

  // RFC 6275 5.2.1: "The node key MUST be a random number, 20 octets in length."
  static final int LENGTH = 20;

  private static final byte HOME = 0;
  private static final byte CARE_OF = 1;

  private final HmacSha1 mac;

  /**
   * A key.
   *
   * @param octets {@value #LENGTH} of them
   */
  NodeKey(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("a node key of " + octets.length + " octets");
    }
    this.mac = new HmacSha1(octets);
  }

  /** A key that nobody can guess. */
  static NodeKey draw(Randomness randomness) {
    ByteBuffer octets = ByteBuffer.allocate(LENGTH);
    octets.putLong(randomness.secret()).putLong(randomness.secret()).putInt((int) randomness.secret());
    return new NodeKey(octets.array());
  }

  // RFC 6275 5.2.5: "home keygen token := First (64, HMAC_SHA1 (Kcn, (home address | nonce | 0)))"
  KeygenToken homeKeygenToken(Ipv6Address homeAddress, long nonce) {
    return token(homeAddress, nonce, HOME);
  }

  // RFC 6275 5.2.5: "care-of keygen token := First (64, HMAC_SHA1 (Kcn, (care-of address | nonce | 1)))"
  KeygenToken careOfKeygenToken(Ipv6Address careOfAddress, long nonce) {
    return token(careOfAddress, nonce, CARE_OF);
  }

  private KeygenToken token(Ipv6Address address, long nonce, byte kind) {
    ByteBuffer message = ByteBuffer.allocate(Ipv6Address.LENGTH + Long.BYTES + 1);
    address.writeTo(message);
    message.putLong(nonce).put(kind);
    return new KeygenToken(ByteBuffer.wrap(mac.of(message.array())).getLong());
  }

  @Override
  public String toString() {
    return "NodeKey[160 bits]";
  }
}
