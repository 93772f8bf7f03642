package org.roam6.wire.iana;

/** ICMPv6 "type" Numbers. Those below 128 are errors (RFC 4443 2.1). */
public final class Icmpv6Type {

  /** RFC 4443 3.1. */
  public static final int DESTINATION_UNREACHABLE = 1;
  /** RFC 4443 3.2. */
  public static final int PACKET_TOO_BIG = 2;
  /** RFC 4443 3.3. */
  public static final int TIME_EXCEEDED = 3;
  /** RFC 4443 3.4. */
  public static final int PARAMETER_PROBLEM = 4;
  /** RFC 4443 4.1. */
  public static final int ECHO_REQUEST = 128;
  /** RFC 4443 4.2. */
  public static final int ECHO_REPLY = 129;
  /** RFC 2710 3.1, RFC 3810 5.1. */
  public static final int MULTICAST_LISTENER_QUERY = 130;
  /** RFC 2710 3.1. */
  public static final int MULTICAST_LISTENER_REPORT = 131;
  /** RFC 2710 3.1. */
  public static final int MULTICAST_LISTENER_DONE = 132;
  /** RFC 4861 4.1. */
  public static final int ROUTER_SOLICITATION = 133;
  /** RFC 4861 4.2. */
  public static final int ROUTER_ADVERTISEMENT = 134;
  /** RFC 4861 4.3. */
  public static final int NEIGHBOR_SOLICITATION = 135;
  /** RFC 4861 4.4. */
  public static final int NEIGHBOR_ADVERTISEMENT = 136;
  /** RFC 4861 4.5. */
  public static final int REDIRECT = 137;
  /** RFC 3810 5.2. */
  public static final int MULTICAST_LISTENER_REPORT_V2 = 143;
  /** RFC 6275 6.5. */
  public static final int HOME_AGENT_ADDRESS_DISCOVERY_REQUEST = 144;
  /** RFC 6275 6.6. */
  public static final int HOME_AGENT_ADDRESS_DISCOVERY_REPLY = 145;
  /** RFC 6275 6.7. */
  public static final int MOBILE_PREFIX_SOLICITATION = 146;
  /** RFC 6275 6.8. */
  public static final int MOBILE_PREFIX_ADVERTISEMENT = 147;

  private Icmpv6Type() {}

  /** Whether {@code type} is one of home agent address discovery or mobile prefix discovery. */
  public static boolean isDiscovery(int type) {
    return type >= HOME_AGENT_ADDRESS_DISCOVERY_REQUEST && type <= MOBILE_PREFIX_ADVERTISEMENT;
  }
}
