package org.roam6.wire.iana;

/** Protocol Numbers and IPv6 Extension Header Types: what a Next Header field says. */
public final class IpProtocol {

  /** Hop-by-Hop Options header (RFC 8200 4.3). */
  public static final int HOP_BY_HOP_OPTIONS = 0;
  /** IPv4 encapsulation (RFC 2003). */
  public static final int IPV4 = 4;
  /** Transmission Control Protocol. */
  public static final int TCP = 6;
  /** User Datagram Protocol. */
  public static final int UDP = 17;
  /** IPv6 encapsulation (RFC 2473). */
  public static final int IPV6 = 41;
  /** Routing header (RFC 8200 4.4). */
  public static final int ROUTING = 43;
  /** Fragment header (RFC 8200 4.5). */
  public static final int FRAGMENT = 44;
  /** Generic Routing Encapsulation (RFC 2784). */
  public static final int GRE = 47;
  /** Encapsulating Security Payload (RFC 4303). */
  public static final int ENCAPSULATING_SECURITY_PAYLOAD = 50;
  /** Authentication Header (RFC 4302). */
  public static final int AUTHENTICATION_HEADER = 51;
  /** ICMP for IPv6 (RFC 4443). */
  public static final int ICMPV6 = 58;
  /** No Next Header (RFC 8200 4.7). */
  public static final int NO_NEXT_HEADER = 59;
  /** Destination Options header (RFC 8200 4.6). */
  public static final int DESTINATION_OPTIONS = 60;
  /** Mobility Header (RFC 6275 6.1). */
  public static final int MOBILITY = 135;

  private IpProtocol() {}
}
