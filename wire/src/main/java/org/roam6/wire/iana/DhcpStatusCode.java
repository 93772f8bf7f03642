package org.roam6.wire.iana;

/** The codes of the IANA registry "DHCPv6 Status Codes" that RFC 8415 21.13 defines. */
public final class DhcpStatusCode {

  /** All is well. */
  public static final int SUCCESS = 0;
  /** It failed, and nothing says why. */
  public static final int UNSPEC_FAIL = 1;
  /** The server has no addresses for the identity association. */
  public static final int NO_ADDRS_AVAIL = 2;
  /** The server does not know of the lease. */
  public static final int NO_BINDING = 3;
  /** The address does not suit the link. */
  public static final int NOT_ON_LINK = 4;
  /** The client has to send to the group. */
  public static final int USE_MULTICAST = 5;
  /** The server has no prefixes for the identity association. */
  public static final int NO_PREFIX_AVAIL = 6;

  private DhcpStatusCode() {}
}
