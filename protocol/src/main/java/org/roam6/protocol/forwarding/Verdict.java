package org.roam6.protocol.forwarding;

/** What forwarding made of a packet. */
public enum Verdict {
  /** The packet has its outer header now, and is to be sent along the host's routes. */
  ENCAPSULATED(false),
  /** The packet has lost its outer header, and is to be handed to the host. */
  DECAPSULATED(false),
  /** The packet goes past the home agent, with the headers for that, and is to be sent along the host's routes. */
  DIRECT_SENT(false),
  /** The packet came past the home agent, has lost the headers for that, and is to be handed to the host. */
  DIRECT_RECEIVED(false),
  /** A mobile node's packet to a group has lost its outer header, and is to be sent on the home link. */
  TO_HOME_LINK(false),
  /** The packet goes neither a direct path nor through a tunnel, and is to be sent along the host's other routes. */
  AS_IT_IS(false),
  /** The packet does not fit the tunnel, and a Packet Too Big message is owed to its source (RFC 2473 7.1). */
  TOO_BIG(true),
  /** No binding is there for the home address, or none was ever. */
  NO_BINDING(true),
  /** The outer addresses are not those of the tunnel that the inner packet claims (RFC 6275 10.4.5). */
  SOURCE_NOT_BOUND(true),
  /** The binding has run out, and nobody has taken it away yet. */
  EXPIRED(true),
  /** The mobile node may be somewhere else, and has not told its home agent yet: the packet may be sent later. */
  NOT_SENDING(true),
  /**
   * An inner address is link-local, or otherwise none to be routed, or a group's where none are supported (RFC 6275
   * 10.4.2).
   */
  INNER_SCOPE(true),
  /** The packet may go no further: its hop limit is 0. */
  HOP_LIMIT_EXCEEDED(true),
  /** Lengths or versions contradict each other. */
  MALFORMED(true),
  /** The packet is in more tunnels than allowed, or has come back to the tunnel that it left by (RFC 2473 4.1). */
  NESTED(true),
  /** A router said that the path is congested, and the inner packet cannot carry it on (RFC 6040 4.2). */
  CONGESTION_NOT_CARRIED(true),
  /** A fragment of a tunnel packet waits for the others (RFC 8200 4.5). */
  FRAGMENT_WAITS(true),
  /** A fragment of a tunnel packet contradicts others, or the packet would be too long. */
  FRAGMENT_REFUSED(true),
  /** An ICMPv6 error about a tunnel packet is told to the source of the packet inside (RFC 2473 8). */
  ERROR_RELAYED(true),
  /** An ICMPv6 error about a tunnel packet is for this end of the tunnel only, or there were too many. */
  ERROR_KEPT(true),
  /** An ICMPv6 error about a tunnel packet that this end cannot have sent, or that says what cannot be. */
  ERROR_NOT_BELIEVED(true),
  /** A Home Address option claims a binding that is not there (RFC 6275 9.3.1). */
  HOME_ADDRESS_NOT_BOUND(true),
  /** A type 2 routing header that is not right, or names none of this host's home addresses (RFC 6275 11.3.3). */
  ROUTING_HEADER(true),
  /** A Mobility Header that came out of a tunnel: it is for the roles. */
  SIGNALLING(true),
  /** What a mobile node says of the groups that it listens to, and its home agent has not asked (RFC 6275 11.3.4). */
  NOT_ASKED(true),
  /** Neither a packet of a tunnel or a direct path nor an error about one. */
  NOT_FOR_TUNNELS(true);

  private final boolean drop;

  Verdict(boolean drop) {
    this.drop = drop;
  }

  /** Whether the packet goes nowhere; {@link Forwarder#answer} says whether an error goes in its place. */
  public boolean isDrop() {
    return drop;
  }
}
