package org.roam6.wire.iana;

/** ICMPv6 "Code" Fields: those that Roam6 sends or acts on, under the type whose codes they are. */
public final class Icmpv6Code {

  /** Destination Unreachable: no route to destination. */
  public static final int NO_ROUTE = 0;
  /** Destination Unreachable: communication with destination administratively prohibited. */
  public static final int ADMINISTRATIVELY_PROHIBITED = 1;
  /** Destination Unreachable: beyond scope of source address. */
  public static final int BEYOND_SCOPE = 2;
  /** Destination Unreachable: address unreachable. */
  public static final int ADDRESS_UNREACHABLE = 3;
  /** Destination Unreachable: port unreachable. */
  public static final int PORT_UNREACHABLE = 4;
  /** Destination Unreachable: source address failed ingress/egress policy. */
  public static final int POLICY_FAILED = 5;

  /** Time Exceeded: hop limit exceeded in transit. */
  public static final int HOP_LIMIT_EXCEEDED = 0;
  /** Time Exceeded: fragment reassembly time exceeded. */
  public static final int REASSEMBLY_TIME_EXCEEDED = 1;

  /** Parameter Problem: erroneous header field encountered. */
  public static final int ERRONEOUS_HEADER_FIELD = 0;
  /** Parameter Problem: unrecognized Next Header type encountered. */
  public static final int UNRECOGNIZED_NEXT_HEADER = 1;
  /** Parameter Problem: unrecognized IPv6 option encountered. */
  public static final int UNRECOGNIZED_OPTION = 2;
  /** Parameter Problem: IPv6 first fragment has incomplete IPv6 header chain (RFC 7112). */
  public static final int INCOMPLETE_HEADER_CHAIN = 3;

  private Icmpv6Code() {}
}
