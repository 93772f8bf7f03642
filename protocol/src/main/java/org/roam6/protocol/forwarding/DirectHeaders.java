package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.iana.Ipv6OptionType;
import org.roam6.wire.iana.RoutingType;

/**
 * Puts type 2 routing headers and Home Address options into packets and takes them out. Checksums of the layers above
 * stay right: they are over the home addresses (RFC 6275 11.3.1).
 */
final class DirectHeaders {

  private static final int LENGTH = HeaderChain.DIRECT_HEADER_LENGTH;
  private static final int HEADER_EXTENSION_LENGTH = LENGTH / 8 - 1;
  // RFC 6275 6.3: the alignment of the option is 8n + 6.
  private static final int OPTION = 6;

  private DirectHeaders() {}

  /**
   * Lets a packet go directly.
   *
   * @param chain its headers
   * @param toMobileNode where it gets a type 2 routing header: the path to its destination
   * @param fromHome where it gets a Home Address option: the path from its source
   */
  static void insert(
      Packet packet,
      HeaderChain chain,
      DirectPathTable.@Nullable Entry toMobileNode,
      DirectPathTable.@Nullable Entry fromHome) {
    int at = chain.insertion();
    int link = chain.insertionLink();
    int octets = (toMobileNode == null ? 0 : LENGTH) + (fromHome == null ? 0 : LENGTH);
    packet.insert(at, octets);
    packet.setShort(Packet.PAYLOAD_LENGTH, packet.unsignedShort(Packet.PAYLOAD_LENGTH) + octets);
    if (toMobileNode != null) {
      putRoutingHeader(packet, link, at, toMobileNode);
      link = at;
      at += LENGTH;
    }
    if (fromHome != null) {
      putHomeAddress(packet, link, at, fromHome);
    }
  }

  // RFC 6275 6.4: "The mobile node's care-of address is inserted into the IPv6 Destination Address field."
  private static void putRoutingHeader(Packet packet, int link, int at, DirectPathTable.Entry path) {
    int next = packet.octet(link);
    packet.setOctet(link, IpProtocol.ROUTING);
    packet.setWord(at, next << 24 | HEADER_EXTENSION_LENGTH << 16 | RoutingType.TYPE_2 << 8 | 1);
    packet.setWord(at + 4, 0);
    copyAddress(packet, Packet.DESTINATION, at + HeaderChain.ROUTED_ADDRESS);
    packet.setHalf(Packet.DESTINATION, path.careOfHigh);
    packet.setHalf(Packet.DESTINATION + 8, path.careOfLow);
  }

  // RFC 6275 11.3.1: "Insert a Home Address option into the packet with the Home Address field copied from the original
  // value of the Source Address field", "Change the Source Address field in the packet's IPv6 header"
  private static void putHomeAddress(Packet packet, int link, int at, DirectPathTable.Entry path) {
    int next = packet.octet(link);
    packet.setOctet(link, IpProtocol.DESTINATION_OPTIONS);
    packet.setWord(at, next << 24 | HEADER_EXTENSION_LENGTH << 16 | Ipv6OptionType.PADN << 8 | 2);
    packet.setWord(at + 4, Ipv6OptionType.HOME_ADDRESS << 8 | HeaderChain.ADDRESS_LENGTH);
    copyAddress(packet, Packet.SOURCE, at + OPTION + HeaderChain.OPTION_DATA);
    packet.setHalf(Packet.SOURCE, path.careOfHigh);
    packet.setHalf(Packet.SOURCE + 8, path.careOfLow);
  }

  private static void copyAddress(Packet packet, int from, int to) {
    packet.setHalf(to, packet.half(from));
    packet.setHalf(to + 8, packet.half(from + 8));
  }

  /**
   * Takes the type 2 routing header and the Home Address option out and puts the home addresses into the IPv6 header.
   * Other options that stand beside the Home Address option stay.
   *
   * @param chain the headers of the packet that begins at {@code start}, of which the routing header is right
   * @return octets taken out
   */
  static int remove(Packet packet, HeaderChain chain, int start) {
    int removed = 0;
    if (chain.hasHomeAddress()) {
      int option = chain.homeAddressOption();
      copyAddress(packet, option + HeaderChain.OPTION_DATA, start + Packet.SOURCE);
      removed = chain.hasOtherOptions() ? blank(packet, option) : takeOut(packet, chain.optionsLink(), chain.options());
    }
    if (chain.isRouted()) {
      copyAddress(packet, chain.routing() + HeaderChain.ROUTED_ADDRESS, start + Packet.DESTINATION);
      removed += takeOut(packet, chain.routingLink(), chain.routing());
    }
    int payload = packet.unsignedShort(start + Packet.PAYLOAD_LENGTH);
    packet.setShort(start + Packet.PAYLOAD_LENGTH, payload - removed);
    return removed;
  }

  private static int blank(Packet packet, int option) {
    packet.setOctet(option, Ipv6OptionType.PADN);
    packet.setHalf(option + HeaderChain.OPTION_DATA, 0);
    packet.setHalf(option + HeaderChain.OPTION_DATA + 8, 0);
    return 0;
  }

  private static int takeOut(Packet packet, int link, int at) {
    int length = 8 * (packet.octet(at + 1) + 1);
    packet.setOctet(link, packet.octet(at));
    packet.remove(at, length);
    return length;
  }
}
