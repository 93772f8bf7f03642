package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.MalformedCause;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;

/**
 * A UDP datagram (RFC 768, RFC 8200 8.1).
 *
 * @param sourcePort 16 bits
 * @param destinationPort 16 bits
 * @param data at most 65,527 octets
 */
public record UdpDatagram(int sourcePort, int destinationPort, Octets data) {

  /** Octets of the header. */
  public static final int HEADER_LENGTH = 8;
  /** Where the port is that it goes to, from the start of the header. */
  public static final int DESTINATION_PORT_OFFSET = 2;

  private static final int LENGTH_OFFSET = 4;
  private static final int CHECKSUM_OFFSET = 6;

  /** Refuses values that do not fit their fields. */
  public UdpDatagram {
    Checks.unsigned16("sourcePort", sourcePort);
    Checks.unsigned16("destinationPort", destinationPort);
    Checks.unsigned16("length", HEADER_LENGTH + data.length());
  }

  /**
   * What {@code octets} say.
   *
   * @param octets the upper-layer octets of a packet
   * @param source the source address of the pseudo-header
   * @param destination its destination address
   */
  public static Decoded<UdpDatagram> decode(Octets octets, Ipv6Address source, Ipv6Address destination) {
    if (octets.length() < HEADER_LENGTH) {
      return Decoded.malformed(MalformedCause.TRUNCATED, octets.length());
    }
    ByteBuffer buffer = octets.asBuffer();
    int length = buffer.getShort(LENGTH_OFFSET) & 0xffff;
    // A jumbogram (RFC 2675) has a length of zero; no link that we know carries one.
    if (length < HEADER_LENGTH || length > octets.length()) {
      return Decoded.malformed(MalformedCause.BAD_LENGTH, LENGTH_OFFSET);
    }
    Octets datagram = octets.slice(0, length);
    // RFC 8200 8.1: "IPv6 receivers must discard UDP packets containing a zero checksum"
    if (buffer.getShort(CHECKSUM_OFFSET) == 0
        || Checksum.ofUpperLayer(source, destination, IpProtocol.UDP, datagram) != 0) {
      return Decoded.malformed(MalformedCause.BAD_CHECKSUM, CHECKSUM_OFFSET);
    }
    return Decoded.of(
        new UdpDatagram(
            buffer.getShort(0) & 0xffff,
            buffer.getShort(DESTINATION_PORT_OFFSET) & 0xffff,
            datagram.slice(HEADER_LENGTH, length)));
  }

  /**
   * The octets on the wire.
   *
   * @param source the source address of the packet
   * @param destination its destination address
   */
  public Octets encode(Ipv6Address source, Ipv6Address destination) {
    int length = HEADER_LENGTH + data.length();
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) length);
    buffer.position(HEADER_LENGTH);
    data.writeTo(buffer);
    return withChecksum(Octets.of(buffer.flip()), source, destination);
  }

  /** {@code datagram}, of at least 8 octets, with the checksum that belongs in it. */
  public static Octets withChecksum(Octets datagram, Ipv6Address source, Ipv6Address destination) {
    Octets blank = datagram.with(CHECKSUM_OFFSET, 0).with(CHECKSUM_OFFSET + 1, 0);
    int sum = Checksum.ofUpperLayer(source, destination, IpProtocol.UDP, blank);
    // RFC 8200 8.1: "if that computation yields a result of zero, it must be changed to hex FFFF for placement in the
    // UDP header"
    int checksum = sum == 0 ? 0xffff : sum;
    return blank.with(CHECKSUM_OFFSET, checksum >> 8).with(CHECKSUM_OFFSET + 1, checksum & 0xff);
  }
}
