package org.roam6.protocol;

/** Why a packet that was meant for this host had no effect; each is counted. */
public enum DropCause {
  /** The IPv6 header or an extension header is not well-formed. */
  MALFORMED_PACKET,
  /** A fragment that does not fit the others of its packet, or for which there is no room. */
  FRAGMENT,
  /** A type 2 routing header for an address that is not a home address of this host (RFC 6275 6.4). */
  ROUTING_HEADER,
  /** The address in a Home Address option is not unicast routable (RFC 6275 9.3.1). */
  HOME_ADDRESS_NOT_ROUTABLE,
  /** A Home Address option without a binding that allows it (RFC 6275 9.3.1). */
  HOME_ADDRESS_WITHOUT_BINDING,
  /** The checksum of a Mobility Header does not verify, or there are too few octets for one. */
  MOBILITY_CHECKSUM,
  /** The type of a Mobility Header is not known (RFC 6275 9.2). */
  MOBILITY_TYPE,
  /** The Payload Proto field of a Mobility Header is not 59 (RFC 6275 9.2). */
  MOBILITY_PAYLOAD_PROTOCOL,
  /** A Mobility Header is shorter than its type needs (RFC 6275 9.2). */
  MOBILITY_LENGTH,
  /** An option of a Mobility Header is not well-formed. */
  MOBILITY_OPTION,
  /** A Mobility Header to a group. */
  MOBILITY_MULTICAST,
  /** An ICMPv6 message is not well-formed, or its checksum does not verify. */
  ICMPV6_MALFORMED,
  /** A Neighbour Discovery message that may have come from elsewhere, or breaks RFC 4861 6.1 or 7.1. */
  NEIGHBOR_DISCOVERY_INVALID,
  /**
   * What came through a tunnel for its end, and is no message of Multicast Listener Discovery, or breaks RFC 3810 7.4.
   */
  LISTENER_MESSAGE_INVALID,
  /** A DHCPv6 message, or the UDP datagram that it came in, is not well-formed. */
  DHCP_MALFORMED
}
