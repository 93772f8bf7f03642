package org.roam6.wire.iana;

/** The subtypes of the Mobile Node Identifier option (RFC 4283 3, RFC 8371). */
public enum MobileNodeIdentifierSubtype {
  /** A Network Access Identifier, user@realm (RFC 4283 3.1). */
  NAI(1),
  /** An IPv6 address (RFC 8371). */
  IPV6_ADDRESS(2),
  /** An International Mobile Subscriber Identity (RFC 8371). */
  IMSI(3),
  /** A Packet-Temporary Mobile Subscriber Identity (RFC 8371). */
  P_TMSI(4),
  /** An EUI-48 address (RFC 8371). */
  EUI_48(5),
  /** An EUI-64 address (RFC 8371). */
  EUI_64(6),
  /** A Globally Unique Temporary Identifier (RFC 8371). */
  GUTI(7),
  /** A DHCPv6 Unique Identifier (RFC 8371). */
  DUID(8);

  private final int code;

  MobileNodeIdentifierSubtype(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
