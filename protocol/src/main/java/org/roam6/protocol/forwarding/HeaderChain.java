package org.roam6.protocol.forwarding;

import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.Ipv6OptionType;
import org.roam6.wire.iana.RoutingType;

/**
 * What the extension headers of a packet say, as far as direct paths are concerned (RFC 8200 4.1). One object reads one
 * packet after the other and allocates nothing.
 */
final class HeaderChain {

  /** Octets of a type 2 routing header, and of a destination options header with a Home Address option alone. */
  static final int DIRECT_HEADER_LENGTH = 24;
  /** Where in a type 2 routing header the address stands. */
  static final int ROUTED_ADDRESS = 8;
  /** Where in a Home Address option the address stands. */
  static final int OPTION_DATA = 2;
  /** Octets of an address. */
  static final int ADDRESS_LENGTH = 16;

  private static final int NONE = -1;
  private static final int MOST_HEADERS = 8;
  private static final int SHORTEST_HEADER = 8;
  private static final int TYPE = 2;
  private static final int SEGMENTS_LEFT = 3;

  private int protocol;
  private int payload;
  private boolean laterFragment;
  private boolean routedElsewhere;
  private int insertion;
  private int insertionLink;
  private int routing;
  private int routingLink;
  private int options;
  private int optionsLink;
  private int homeAddressOption;
  private boolean otherOptions;

  /**
   * Reads the headers of the packet that begins at {@code start}.
   *
   * @return false where they contradict each other or the length, are too many, or end too early; what was found before
   *     shows all the same
   */
  boolean read(Packet packet, int start) {
    int link = start + Packet.NEXT_HEADER;
    int at = start + Packet.HEADER_LENGTH;
    boolean fragment = false;
    begin(at, link);
    for (int i = 0; i <= MOST_HEADERS; i++) {
      int next = packet.octet(link);
      if (!isExtension(next)) {
        protocol = next;
        payload = at;
        return true;
      }
      int length = at + SHORTEST_HEADER <= packet.length() ? length(packet, at, next) : SHORTEST_HEADER;
      if (at + length > packet.length()) {
        return false;
      }
      fragment |= next == IpProtocol.FRAGMENT;
      if (next == IpProtocol.FRAGMENT && packet.unsignedShort(at + 2) >>> 3 != 0) {
        protocol = packet.octet(at);
        laterFragment = true;
        return true;
      }
      if (!fragment && !note(packet, next, link, at, at + length)) {
        return false;
      }
      link = at;
      at += length;
    }
    return false;
  }

  private void begin(int at, int link) {
    protocol = IpProtocol.NO_NEXT_HEADER;
    payload = NONE;
    laterFragment = false;
    routedElsewhere = false;
    insertion = at;
    insertionLink = link;
    routing = NONE;
    options = NONE;
  }

  private static boolean isExtension(int next) {
    return next == IpProtocol.HOP_BY_HOP_OPTIONS
        || next == IpProtocol.ROUTING
        || next == IpProtocol.FRAGMENT
        || next == IpProtocol.DESTINATION_OPTIONS;
  }

  private static int length(Packet packet, int at, int header) {
    return header == IpProtocol.FRAGMENT ? SHORTEST_HEADER : 8 * (packet.octet(at + 1) + 1);
  }

  private boolean note(Packet packet, int header, int link, int at, int end) {
    if (header == IpProtocol.DESTINATION_OPTIONS) {
      return noteOptions(packet, link, at, end);
    }
    insertion = end;
    insertionLink = at;
    return header != IpProtocol.ROUTING || noteRouting(packet, link, at);
  }

  private boolean noteRouting(Packet packet, int link, int at) {
    if (packet.octet(at + TYPE) != RoutingType.TYPE_2) {
      routedElsewhere |= packet.octet(at + SEGMENTS_LEFT) != 0;
      return true;
    }
    // RFC 6275 6.3: the Home Address option is placed "after the routing header, if that header is present"
    boolean second = routing != NONE || options != NONE;
    routing = at;
    routingLink = link;
    return !second;
  }

  private boolean noteOptions(Packet packet, int link, int header, int end) {
    boolean others = false;
    int found = NONE;
    int at = header + 2;
    while (at < end) {
      int type = packet.octet(at);
      int length = type == Ipv6OptionType.PAD1 ? 1 : at + 1 < end ? OPTION_DATA + packet.octet(at + 1) : end;
      if (at + length > end) {
        return false;
      }
      if (type == Ipv6OptionType.HOME_ADDRESS) {
        // RFC 6275 6.3: "This field MUST be set to 16", "MUST NOT appear more than once"
        if (length != OPTION_DATA + ADDRESS_LENGTH || found != NONE || options != NONE) {
          return false;
        }
        found = at;
      } else {
        others |= type > Ipv6OptionType.PADN;
      }
      at += length;
    }
    if (found != NONE) {
      options = header;
      optionsLink = link;
      homeAddressOption = found;
      otherOptions = others;
    }
    return true;
  }

  /** What is behind the extension headers; of a fragment that is not the first, what its Fragment header names. */
  int protocol() {
    return protocol;
  }

  /** Whether the packet is a fragment without the headers of the first. */
  boolean isLaterFragment() {
    return laterFragment;
  }

  /** The type of the ICMPv6 message that the packet holds; -1 where it holds none, or its end. */
  int icmpv6Type(Packet packet) {
    boolean there = protocol == IpProtocol.ICMPV6 && !laterFragment && payload < packet.length();
    return there ? packet.octet(payload) : NONE;
  }

  /** Whether another routing header than type 2 leads the packet on from its Destination Address. */
  boolean isRoutedElsewhere() {
    return routedElsewhere;
  }

  /** Where a header goes that stands behind routing headers. */
  int insertion() {
    return insertion;
  }

  /** Where the Next Header field is that names what stands at {@link #insertion}. */
  int insertionLink() {
    return insertionLink;
  }

  /** Whether there is a type 2 routing header. */
  boolean isRouted() {
    return routing != NONE;
  }

  /** Where it is. */
  int routing() {
    return routing;
  }

  /** Where the Next Header field is that names it. */
  int routingLink() {
    return routingLink;
  }

  // RFC 6275 11.3.3: "The length field in the routing header is exactly 2", "The segments left field in the routing
  // header is 1 on the wire"
  /** Whether the type 2 routing header is as it has to be. */
  boolean isRoutingRight(Packet packet) {
    return packet.octet(routing + 1) == 2 && packet.octet(routing + SEGMENTS_LEFT) == 1;
  }

  /** Whether there is a Home Address option. */
  boolean hasHomeAddress() {
    return options != NONE;
  }

  /** Where the destination options header with the Home Address option is. */
  int options() {
    return options;
  }

  /** Where the Next Header field is that names it. */
  int optionsLink() {
    return optionsLink;
  }

  /** Octets of that header. */
  int optionsLength(Packet packet) {
    return 8 * (packet.octet(options + 1) + 1);
  }

  /** Where the Home Address option is. */
  int homeAddressOption() {
    return homeAddressOption;
  }

  /** Whether the header with the Home Address option holds others that are not padding. */
  boolean hasOtherOptions() {
    return otherOptions;
  }
}
