package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * An IPv6 packet.
 *
 * @param header the IPv6 header
 * @param extensionHeaders in the order of the wire, at most {@value #MAX_EXTENSION_HEADERS}; Hop-by-Hop Options come
 *     first, and nothing follows the Fragment header of a packet that is a fragment
 * @param protocol what {@code payload} is, as the last Next Header field says: an upper-layer protocol; in a fragment
 *     whatever the fragmentable part begins with
 * @param payload what follows the headers
 */
public record Ipv6Packet(Ipv6Header header, List<ExtensionHeader> extensionHeaders, int protocol, Octets payload) {

  /** How many extension headers a packet may have that is accepted. */
  public static final int MAX_EXTENSION_HEADERS = 8;
  /** How many options an extension header may have that is accepted, padding included. */
  public static final int MAX_OPTIONS = 32;
  /** The greatest value of the Payload Length field: octets behind the IPv6 header. */
  public static final int MAX_PAYLOAD_LENGTH = 65535;

  /** Refuses what would not be the same packet after encoding and decoding. */
  public Ipv6Packet {
    extensionHeaders = List.copyOf(extensionHeaders);
    Checks.atMost("number of extension headers", extensionHeaders.size(), MAX_EXTENSION_HEADERS);
    Checks.unsigned8("protocol", protocol);
    Checks.atMost("payload length", lengthOf(extensionHeaders) + payload.length(), MAX_PAYLOAD_LENGTH);
    Ipv6PacketDecoder.checkChain(extensionHeaders, protocol);
  }

  /** A packet without extension headers, of traffic class and flow label 0. */
  public static Ipv6Packet of(
      Ipv6Address source, Ipv6Address destination, int hopLimit, int protocol, Octets payload) {
    return new Ipv6Packet(new Ipv6Header(0, 0, hopLimit, source, destination), List.of(), protocol, payload);
  }

  /**
   * The packet that {@code octets} begin with. Octets behind its payload length pad the frame and are left out.
   *
   * @return a fault points into the packet, as an ICMPv6 Parameter Problem does
   */
  public static Decoded<Ipv6Packet> decode(Octets octets) {
    return Ipv6PacketDecoder.decode(octets);
  }

  /** The octets of the packet, the same as it was decoded from. */
  public Octets encode() {
    ByteBuffer buffer = ByteBuffer.allocate(Ipv6Header.LENGTH + payloadLength());
    header.writeTo(buffer, payloadLength(), nextHeader(0));
    for (int i = 0; i < extensionHeaders.size(); i++) {
      extensionHeaders.get(i).writeTo(buffer, nextHeader(i + 1));
    }
    payload.writeTo(buffer);
    return Octets.of(buffer.flip());
  }

  private int nextHeader(int index) {
    return index < extensionHeaders.size() ? extensionHeaders.get(index).type() : protocol;
  }

  /** The value of the Payload Length field: octets behind the IPv6 header. */
  public int payloadLength() {
    return lengthOf(extensionHeaders) + payload.length();
  }

  private static int lengthOf(List<ExtensionHeader> headers) {
    int length = 0;
    for (ExtensionHeader header : headers) {
      length += header.length();
    }
    return length;
  }

  /** Octets before {@link #payload}; what a fault in the payload is shifted by to point into the packet. */
  public int payloadOffset() {
    return Ipv6Header.LENGTH + lengthOf(extensionHeaders);
  }

  /** Where the Next Header field is that says {@link #protocol}, for a Parameter Problem about that protocol. */
  public int protocolOffset() {
    return extensionHeaders.isEmpty()
        ? Ipv6Header.NEXT_HEADER_OFFSET
        : payloadOffset() - extensionHeaders.getLast().length();
  }

  /** The Home Address option, if there is one. */
  public Optional<Ipv6Address> homeAddressOption() {
    for (ExtensionHeader extension : extensionHeaders) {
      if (extension instanceof DestinationOptions destinationOptions && destinationOptions.homeAddress().isPresent()) {
        return destinationOptions.homeAddress();
      }
    }
    return Optional.empty();
  }

  /** The home address in the type 2 routing header, if there is one. */
  public Optional<Ipv6Address> type2HomeAddress() {
    for (ExtensionHeader extension : extensionHeaders) {
      if (extension instanceof Type2RoutingHeader routing) {
        return Optional.of(routing.homeAddress());
      }
    }
    return Optional.empty();
  }

  /** The Fragment header, if there is one: in a fragment, the header that says so. */
  public Optional<FragmentHeader> fragmentHeader() {
    for (ExtensionHeader extension : extensionHeaders.reversed()) {
      if (extension instanceof FragmentHeader fragment) {
        return Optional.of(fragment);
      }
    }
    return Optional.empty();
  }

  /** Whether this is a piece of a packet, for reassembly: one with a Fragment header that is not atomic (RFC 6946). */
  public boolean isFragment() {
    return fragmentHeader().map(fragment -> !fragment.isAtomic()).orElse(false);
  }

  // RFC 6275 6.1.1: "If a mobility message has a Home Address destination option, then the checksum calculation uses
  // the home address in this option as the value of the IPv6 Source Address field."
  /** The source address of the pseudo-header of the upper layer, which is also the sender as that layer knows it. */
  public Ipv6Address checksumSource() {
    return homeAddressOption().orElse(header.source());
  }

  // RFC 8200 8.1: "If the IPv6 packet contains a Routing header, the Destination Address used in the pseudo-header is
  // that of the final destination."
  /** The destination address of the pseudo-header of the upper layer: that in the type 2 routing header counts. */
  public Ipv6Address checksumDestination() {
    return type2HomeAddress().orElse(header.destination());
  }

  // RFC 6275 6.3: "The Home Address option MUST be placed as follows: After the routing header, if that header is
  // present; before the Fragment Header [...]; before the AH Header or ESP Header"
  /** This packet, whose source is a care-of address, with a Home Address option in a header of its own. */
  public Ipv6Packet withHomeAddressOption(Ipv6Address homeAddress) {
    return withInserted(DestinationOptions.ofHomeAddress(homeAddress));
  }

  // RFC 6275 6.4.1: "If another routing header is present along with a type 2 routing header, the type 2 routing header
  // should follow the other routing header."
  /** This packet, whose destination is a care-of address, with a type 2 routing header. */
  public Ipv6Packet withType2RoutingHeader(Ipv6Address homeAddress) {
    return withInserted(new Type2RoutingHeader(homeAddress));
  }

  private Ipv6Packet withInserted(ExtensionHeader inserted) {
    int at = 0;
    for (int i = 0; i < extensionHeaders.size(); i++) {
      if (extensionHeaders.get(i) instanceof HopByHopOptions || extensionHeaders.get(i) instanceof RoutingHeader) {
        at = i + 1;
      }
    }
    List<ExtensionHeader> headers = new ArrayList<>(extensionHeaders);
    headers.add(at, inserted);
    return new Ipv6Packet(header, headers, protocol, payload);
  }

  /** This packet with another hop limit, 0 to 255. */
  public Ipv6Packet withHopLimit(int hopLimit) {
    Ipv6Header changed = new Ipv6Header(
        header.trafficClass(), header.flowLabel(), hopLimit, header.source(), header.destination());
    return new Ipv6Packet(changed, extensionHeaders, protocol, payload);
  }

  /**
   * {@code inner} in a tunnel (RFC 2473 3.1), with its traffic class.
   *
   * @param entry the tunnel entry point
   * @param exit the tunnel exit point
   * @param hopLimit of the tunnel header, 0 to 255
   * @throws IllegalArgumentException where {@code inner} with its header has more than 65535 octets
   */
  public static Ipv6Packet encapsulate(Ipv6Packet inner, Ipv6Address entry, Ipv6Address exit, int hopLimit) {
    Ipv6Header outer = new Ipv6Header(inner.header.trafficClass(), 0, hopLimit, entry, exit);
    return new Ipv6Packet(outer, List.of(), IpProtocol.IPV6, inner.encode());
  }

  /**
   * The packet in this tunnel packet, whose protocol is {@link IpProtocol#IPV6}.
   *
   * @return a fault points into this packet
   */
  public Decoded<Ipv6Packet> decapsulate() {
    if (protocol != IpProtocol.IPV6) {
      throw new IllegalStateException("protocol " + protocol + " is not IPv6 in IPv6");
    }
    return switch (decode(payload)) {
      case Decoded.Value<Ipv6Packet> value -> value;
      case Decoded.Malformed<Ipv6Packet> malformed -> malformed.shifted(payloadOffset());
    };
  }
}
