package org.roam6.wire.mobility;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;

/**
 * A Mobility Header found in a packet, and the addresses that its checksum covers. It reads extension headers in its
 * own way, so that the tests of this package do not stand on the decoder of another.
 */
record MobilityPacket(Octets header, Ipv6Address source, Ipv6Address destination) {

  private static final int HOME_ADDRESS_OPTION = 0xc9;

  /** The Mobility Header of {@code packet}, or of a packet tunnelled in it, where there is one in clear text. */
  static Optional<MobilityPacket> in(Octets packet) {
    ByteBuffer octets = packet.asBuffer();
    Ipv6Address source = Ipv6Address.read(octets, 8);
    Ipv6Address destination = Ipv6Address.read(octets, 24);
    int next = packet.at(6);
    int position = 40;
    while (true) {
      switch (next) {
        case IpProtocol.MOBILITY -> {
          return Optional.of(new MobilityPacket(packet.slice(position, packet.length()), source, destination));
        }
        case IpProtocol.IPV6 -> {
          return in(packet.slice(position, packet.length()));
        }
        case IpProtocol.DESTINATION_OPTIONS -> source = homeAddress(packet, position).orElse(source);
        case IpProtocol.ROUTING -> {
          if (packet.at(position + 2) == 2 && packet.at(position + 3) == 1) {
            destination = Ipv6Address.read(octets, position + 8);
          }
        }
        case IpProtocol.HOP_BY_HOP_OPTIONS -> {}
        default -> {
          return Optional.empty();
        }
      }
      next = packet.at(position);
      position += 8 + 8 * packet.at(position + 1);
    }
  }

  private static Optional<Ipv6Address> homeAddress(Octets packet, int start) {
    int end = start + 8 + 8 * packet.at(start + 1);
    for (int position = start + 2; position < end; ) {
      if (packet.at(position) == HOME_ADDRESS_OPTION) {
        return Optional.of(Ipv6Address.read(packet.asBuffer(), position + 2));
      }
      position += packet.at(position) == 0 ? 1 : 2 + packet.at(position + 1);
    }
    return Optional.empty();
  }

  Decoded<MobilityHeader> decode() {
    return MobilityHeader.decode(header, source, destination);
  }

  MobilityHeader value() {
    return switch (decode()) {
      case Decoded.Value<MobilityHeader>(MobilityHeader value) -> value;
      case Decoded.Malformed<MobilityHeader> malformed -> throw new AssertionError(malformed + " in " + this);
    };
  }

  MobilityPacket withRightChecksum() {
    return new MobilityPacket(withChecksum(header, source, destination), source, destination);
  }

  /** {@code header} with the checksum that belongs there, whatever stood there. */
  static Octets withChecksum(Octets header, Ipv6Address source, Ipv6Address destination) {
    byte[] octets = withoutChecksum(header).toByteArray();
    int checksum = Checksum.ofUpperLayer(source, destination, IpProtocol.MOBILITY, Octets.of(octets));
    ByteBuffer.wrap(octets).putShort(4, (short) checksum);
    return Octets.of(octets);
  }

  /** {@code header} with a checksum of zero. */
  static Octets withoutChecksum(Octets header) {
    byte[] octets = header.toByteArray();
    ByteBuffer.wrap(octets).putShort(4, (short) 0);
    return Octets.of(octets);
  }

  /** One message, after it is found to be a value that encodes to the octets it came from. */
  int assertSameOctets(Decoded<MobilityHeader> decoded) {
    assertThat(decoded).as("%s", this).isInstanceOf(Decoded.Value.class);
    assertThat(decoded.map(value -> value.encode(source, destination))).isEqualTo(Decoded.of(header));
    return 1;
  }
}
