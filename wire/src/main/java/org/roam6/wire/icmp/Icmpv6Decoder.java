package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;

/** From octets to messages. Readers get the buffer behind the checksum, with the fixed part of their message there. */
final class Icmpv6Decoder {

  private Icmpv6Decoder() {}

  static Decoded<Icmpv6Message> decode(Octets octets, Ipv6Address source, Ipv6Address destination) {
    int length = octets.length();
    if (length < Icmpv6Message.HEADER_LENGTH) {
      return Decoded.malformed(MalformedCause.TRUNCATED, length);
    }
    ByteBuffer buffer = octets.asBuffer();
    if (Checksum.ofUpperLayer(source, destination, IpProtocol.ICMPV6, octets) != 0) {
      return Decoded.malformed(MalformedCause.BAD_CHECKSUM, 2);
    }
    buffer.position(Icmpv6Message.HEADER_LENGTH);
    return decode(octets.at(0), octets.at(1), buffer);
  }

  private static Decoded<Icmpv6Message> decode(int type, int code, ByteBuffer body) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE -> fixed(body, 4, b -> DestinationUnreachable.read(code, b));
      case Icmpv6Type.PACKET_TOO_BIG -> fixed(body, 4, b -> PacketTooBig.read(code, b));
      case Icmpv6Type.TIME_EXCEEDED -> fixed(body, 4, b -> TimeExceeded.read(code, b));
      case Icmpv6Type.PARAMETER_PROBLEM -> fixed(body, 4, b -> ParameterProblem.read(code, b));
      case Icmpv6Type.ECHO_REQUEST -> fixed(body, 4, b -> EchoRequest.read(code, b));
      case Icmpv6Type.ECHO_REPLY -> fixed(body, 4, b -> EchoReply.read(code, b));
      case Icmpv6Type.MULTICAST_LISTENER_QUERY -> query(code, body);
      case Icmpv6Type.MULTICAST_LISTENER_REPORT -> fixed(body, 20, b -> MulticastListenerReport.read(code, b));
      case Icmpv6Type.MULTICAST_LISTENER_DONE -> fixed(body, 20, b -> MulticastListenerDone.read(code, b));
      case Icmpv6Type.MULTICAST_LISTENER_REPORT_V2 -> counted(body, 4, b -> MulticastListenerReportV2.read(code, b));
      case Icmpv6Type.ROUTER_SOLICITATION -> withOptions(code, body, 4, RouterSolicitation::read);
      case Icmpv6Type.ROUTER_ADVERTISEMENT -> withOptions(code, body, 12, RouterAdvertisement::read);
      case Icmpv6Type.NEIGHBOR_SOLICITATION -> withOptions(code, body, 20, NeighborSolicitation::read);
      case Icmpv6Type.NEIGHBOR_ADVERTISEMENT -> withOptions(code, body, 20, NeighborAdvertisement::read);
      case Icmpv6Type.REDIRECT -> withOptions(code, body, 36, Redirect::read);
      case Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REQUEST ->
          withZeroCode(code, body, 4, b -> Decoded.of(HomeAgentAddressDiscoveryRequest.read(b)));
      case Icmpv6Type.HOME_AGENT_ADDRESS_DISCOVERY_REPLY ->
          withZeroCode(code, body, 4, HomeAgentAddressDiscoveryReply::read);
      case Icmpv6Type.MOBILE_PREFIX_SOLICITATION -> withOptions(code, body, 4, MobilePrefixSolicitation::read);
      case Icmpv6Type.MOBILE_PREFIX_ADVERTISEMENT -> withOptions(code, body, 4, MobilePrefixAdvertisement::read);
      default -> Decoded.of(new UnknownIcmpv6Message(type, code, Octets.of(body)));
    };
  }

  // RFC 3810 8.1: "MLDv1 Query: length = 24 octets", "MLDv2 Query: length >= 28 octets", and those of other lengths
  // "MUST be silently ignored"
  private static Decoded<Icmpv6Message> query(int code, ByteBuffer body) {
    return switch (body.remaining()) {
      case 20 -> Decoded.of(MulticastListenerQuery.read(code, body));
      case 21, 22, 23 -> Decoded.malformed(MalformedCause.BAD_LENGTH, body.limit());
      default -> counted(body, 24, b -> MulticastListenerQueryV2.read(code, b));
    };
  }

  private static Decoded<Icmpv6Message> counted(
      ByteBuffer body, int length, Function<ByteBuffer, Decoded<Icmpv6Message>> reader) {
    return body.remaining() < length
        ? Decoded.malformed(MalformedCause.TRUNCATED, body.limit())
        : reader.apply(body);
  }

  private static Decoded<Icmpv6Message> fixed(
      ByteBuffer body, int length, Function<ByteBuffer, Icmpv6Message> reader) {
    return body.remaining() < length
        ? Decoded.malformed(MalformedCause.TRUNCATED, body.limit())
        : Decoded.of(reader.apply(body));
  }

  // RFC 4861 6.1.1 and its siblings: "ICMP Code is 0."; RFC 6275 6.5 to 6.8 know no other code either.
  private static Decoded<Icmpv6Message> withZeroCode(
      int code, ByteBuffer body, int length, Function<ByteBuffer, Decoded<Icmpv6Message>> reader) {
    if (body.remaining() < length) {
      return Decoded.malformed(MalformedCause.TRUNCATED, body.limit());
    }
    return code != 0 ? Decoded.malformed(MalformedCause.BAD_VALUE, 1) : reader.apply(body);
  }

  private static Decoded<Icmpv6Message> withOptions(
      int code,
      ByteBuffer body,
      int length,
      BiFunction<ByteBuffer, List<NeighborDiscoveryOption>, Icmpv6Message> reader) {
    return withZeroCode(code, body, length, buffer -> {
      Decoded<List<NeighborDiscoveryOption>> options =
          NeighborDiscoveryOptions.decode(buffer, buffer.position() + length);
      return options.map(list -> reader.apply(buffer, list));
    });
  }
}
