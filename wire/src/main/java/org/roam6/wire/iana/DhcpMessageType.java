package org.roam6.wire.iana;

/** The message types of the IANA registry "DHCPv6 Message Types" (RFC 8415 7.3). */
public final class DhcpMessageType {

  /** A client looks for servers. */
  public static final int SOLICIT = 1;
  /** A server offers its service. */
  public static final int ADVERTISE = 2;
  /** A client asks one server for leases. */
  public static final int REQUEST = 3;
  /** A client asks whether its addresses suit the link. */
  public static final int CONFIRM = 4;
  /** A client asks the server of its leases to extend them. */
  public static final int RENEW = 5;
  /** A client asks any server to extend its leases. */
  public static final int REBIND = 6;
  /** A server answers. */
  public static final int REPLY = 7;
  /** A client no longer uses its leases. */
  public static final int RELEASE = 8;
  /** A client has found that others have its addresses. */
  public static final int DECLINE = 9;
  /** A server asks a client to ask. */
  public static final int RECONFIGURE = 10;
  /** A client asks for configuration, but no leases. */
  public static final int INFORMATION_REQUEST = 11;
  /** A relay agent passes a message on to servers. */
  public static final int RELAY_FORWARD = 12;
  /** A server answers by a relay agent. */
  public static final int RELAY_REPLY = 13;

  private DhcpMessageType() {}
}
