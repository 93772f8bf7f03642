package org.roam6.protocol.correspondent;

import org.roam6.protocol.Time;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.wire.Ipv6Address;

/**
 * A nonce with the node key of its time: an index identifies both (RFC 6275 5.2.2, 5.2.7). Its text does not show it.
 *
 * @param index 0 to 65535
 * @param key the node key
 * @param value 64 bits that nobody can guess
 * @param firstUse when it was first used to make a token
 */
record Nonce(int index, NodeKey key, long value, Time firstUse) {

  /** When it is no longer accepted. */
  Time expiry() {
    // RFC 6275 5.2.7: "the correspondent node MUST NOT accept nonces beyond MAX_NONCE_LIFETIME seconds [...] after the
    // first use"
    return firstUse.plus(ProtocolConstants.MAX_NONCE_LIFETIME);
  }

  KeygenToken homeKeygenToken(Ipv6Address homeAddress) {
    return key.homeKeygenToken(homeAddress, value);
  }

  KeygenToken careOfKeygenToken(Ipv6Address careOfAddress) {
    return key.careOfKeygenToken(careOfAddress, value);
  }

  @Override
  public String toString() {
    return "Nonce[index=" + index + ", firstUse=" + firstUse + "]";
  }
}
