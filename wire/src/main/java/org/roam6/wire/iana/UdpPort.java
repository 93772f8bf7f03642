package org.roam6.wire.iana;

/** UDP ports of the IANA registry "Service Name and Transport Protocol Port Number". */
public final class UdpPort {

  /** Where DHCPv6 clients listen (RFC 8415 7.2). */
  public static final int DHCPV6_CLIENT = 546;
  /** Where DHCPv6 servers and relay agents listen (RFC 8415 7.2). */
  public static final int DHCPV6_SERVER = 547;

  private UdpPort() {}
}
