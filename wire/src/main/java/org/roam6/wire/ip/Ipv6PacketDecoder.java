package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roam6.wire.Decoded;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/** Walks the chain of headers. */
final class Ipv6PacketDecoder {

  private Ipv6PacketDecoder() {}

  static Decoded<Ipv6Packet> decode(Octets octets) {
    ByteBuffer buffer = octets.asBuffer();
    if (octets.length() < 1) {
      return Decoded.malformed(MalformedCause.TRUNCATED, 0);
    }
    if (octets.at(0) >> 4 != 6) {
      return Decoded.malformed(MalformedCause.BAD_VERSION, 0);
    }
    if (octets.length() < Ipv6Header.LENGTH) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    int end = Ipv6Header.LENGTH + (buffer.getShort(Ipv6Header.PAYLOAD_LENGTH_OFFSET) & 0xffff);
    if (end > octets.length()) {
      return Decoded.malformed(MalformedCause.TRUNCATED, Ipv6Header.PAYLOAD_LENGTH_OFFSET);
    }
    return walk(Ipv6Header.read(buffer), octets.slice(0, end));
  }

  private static Decoded<Ipv6Packet> walk(Ipv6Header header, Octets octets) {
    List<ExtensionHeader> headers = new ArrayList<>();
    int protocol = octets.at(Ipv6Header.NEXT_HEADER_OFFSET);
    int at = Ipv6Header.LENGTH;
    while (continues(headers, protocol)) {
      if (headers.size() == Ipv6Packet.MAX_EXTENSION_HEADERS) {
        return Decoded.malformed(MalformedCause.TOO_MANY, at);
      }
      switch (read(octets, at, protocol)) {
        case Decoded.Malformed<ExtensionHeader> malformed -> {
          return malformed.as();
        }
        case Decoded.Value<ExtensionHeader>(ExtensionHeader next) -> {
          headers.add(next);
          if (hasTwoHomeAddresses(headers)) {
            return Decoded.malformed(MalformedCause.BAD_VALUE, at);
          }
          protocol = octets.at(at);
          at += next.length();
        }
      }
    }
    return Decoded.of(new Ipv6Packet(header, headers, protocol, octets.slice(at, octets.length())));
  }

  /** Refuses a chain that decoding would not find again. */
  static void checkChain(List<ExtensionHeader> headers, int protocol) {
    for (int i = 0; i < headers.size(); i++) {
      if (!continues(headers.subList(0, i), headers.get(i).type())) {
        throw new IllegalArgumentException(headers.get(i) + " has no place behind " + headers.subList(0, i));
      }
    }
    if (continues(headers, protocol)) {
      throw new IllegalArgumentException("protocol " + protocol + " is an extension header");
    }
    if (hasTwoHomeAddresses(headers)) {
      throw new IllegalArgumentException("two Home Address options");
    }
  }

  // RFC 8200 4.1: Hop-by-Hop Options are "restricted to appear immediately after an IPv6 header only": elsewhere, 0 is
  // a protocol that nobody knows. Behind the Fragment header of a fragment there is but a piece of a packet.
  private static boolean continues(List<ExtensionHeader> headers, int type) {
    boolean fragment = !headers.isEmpty() && headers.getLast() instanceof FragmentHeader last && !last.isAtomic();
    return !fragment
        && switch (type) {
          case IpProtocol.HOP_BY_HOP_OPTIONS -> headers.isEmpty();
          case IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.DESTINATION_OPTIONS -> true;
          default -> false;
        };
  }

  private static Decoded<ExtensionHeader> read(Octets octets, int at, int type) {
    ByteBuffer buffer = octets.asBuffer();
    if (octets.length() - at < 8) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    if (type == IpProtocol.FRAGMENT) {
      return Decoded.of(FragmentHeader.read(buffer, at));
    }
    int length = (octets.at(at + 1) + 1) * 8;
    if (length > octets.length() - at) {
      return Decoded.malformed(MalformedCause.TRUNCATED, at + 1);
    }
    return switch (type) {
      case IpProtocol.HOP_BY_HOP_OPTIONS -> HopByHopOptions.read(buffer, at, length);
      case IpProtocol.ROUTING -> RoutingHeader.read(buffer, at, length);
      default -> DestinationOptions.read(buffer, at, length);
    };
  }

  // RFC 6275 6.3: "For each IPv6 packet header, the Home Address option MUST NOT appear more than once."
  private static boolean hasTwoHomeAddresses(List<ExtensionHeader> headers) {
    int count = 0;
    for (ExtensionHeader header : headers) {
      if (header instanceof DestinationOptions destination) {
        for (Ipv6Option option : destination.options()) {
          count += option instanceof HomeAddressOption ? 1 : 0;
        }
      }
    }
    return count > 1;
  }
}
