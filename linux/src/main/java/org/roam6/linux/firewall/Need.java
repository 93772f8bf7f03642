package org.roam6.linux.firewall;

import org.roam6.linux.abi.In6;

/** Packets that Mobile IPv6 cannot do without, each as it is imagined to come: the first of its kind. */
public enum Need {
  /** Binding Updates and their like. */
  MOBILITY_HEADER("protocol 135 (the Mobility Header)", In6.IPPROTO_MH, -1),
  /** What is between mobile node and home agent. */
  TUNNEL("protocol 41 (IPv6 in IPv6)", In6.IPPROTO_IPV6, -1),
  /** The Home Address option in front of a Binding Update. */
  DESTINATION_OPTIONS("destination options (the Home Address option)", In6.IPPROTO_MH, -1),
  /** A neighbour looks for this host. */
  NEIGHBOR_SOLICITATION("neighbour solicitations (ICMPv6 135)", Need.ICMPV6, 135),
  /** A neighbour answers. */
  NEIGHBOR_ADVERTISEMENT("neighbour advertisements (ICMPv6 136)", Need.ICMPV6, 136),
  /** A host looks for routers. */
  ROUTER_SOLICITATION("router solicitations (ICMPv6 133)", Need.ICMPV6, 133),
  /** A router tells of a link. */
  ROUTER_ADVERTISEMENT("router advertisements (ICMPv6 134)", Need.ICMPV6, 134),
  /** Whatever programs send from and to a home address. */
  PAYLOAD("packets of mobile nodes (UDP, for one)", 17, -1);

  private static final int ICMPV6 = 58;

  private final String description;
  private final int protocol;
  private final int icmpType;

  Need(String description, int protocol, int icmpType) {
    this.description = description;
    this.protocol = protocol;
    this.icmpType = icmpType;
  }

  /** What it is, in words. */
  public String description() {
    return description;
  }

  /** Whether it is Neighbour Discovery. */
  public boolean isNeighborDiscovery() {
    return protocol == ICMPV6;
  }

  /** The protocol behind all extension headers. */
  int protocol() {
    return protocol;
  }

  /** The ICMPv6 type, or -1. */
  int icmpType() {
    return icmpType;
  }

  /** What stands in the IPv6 header. */
  int nextHeader() {
    return this == DESTINATION_OPTIONS ? In6.IPPROTO_DSTOPTS : protocol;
  }

  /** Whether the packet has an extension header of this type; the Mobility Header counts as one. */
  boolean hasHeader(int type) {
    return type == nextHeader() && type == In6.IPPROTO_DSTOPTS || type == protocol && type == In6.IPPROTO_MH;
  }
}
