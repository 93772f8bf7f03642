package org.roam6.protocol.auth;

/**
 * What a correspondent node sends to one of a mobile node's addresses, to be shown that it arrives there (RFC 6275
 * 5.2.3). Its text does not show it.
 *
 * @param bits the 64 bits
 */
public record KeygenToken(long bits) {
  @Override
  public String toString() {
    return "KeygenToken[64 bits]";
  }
}
