package org.roam6.wire.iana;

/**
 * Destination Options and Hop-by-Hop Options. The two highest bits say what a node does that does not know the type,
 * the third whether the data may change on the way (RFC 8200 4.2).
 */
public final class Ipv6OptionType {

  /** One octet of padding (RFC 8200 4.2). */
  public static final int PAD1 = 0x00;
  /** Two or more octets of padding (RFC 8200 4.2). */
  public static final int PADN = 0x01;
  /** Tunnel Encapsulation Limit (RFC 2473 4.1.1). */
  public static final int TUNNEL_ENCAPSULATION_LIMIT = 0x04;
  /** Router Alert (RFC 2711). */
  public static final int ROUTER_ALERT = 0x05;
  /** Home Address (RFC 6275 6.3). */
  public static final int HOME_ADDRESS = 0xc9;

  private Ipv6OptionType() {}
}
