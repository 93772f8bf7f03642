package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;

/** A message of ICMPv6 (RFC 4443 2.1). */
public sealed interface Icmpv6Message
    permits DestinationUnreachable,
        PacketTooBig,
        TimeExceeded,
        ParameterProblem,
        EchoRequest,
        EchoReply,
        MulticastListenerQuery,
        MulticastListenerQueryV2,
        MulticastListenerReport,
        MulticastListenerReportV2,
        MulticastListenerDone,
        RouterSolicitation,
        RouterAdvertisement,
        NeighborSolicitation,
        NeighborAdvertisement,
        Redirect,
        HomeAgentAddressDiscoveryRequest,
        HomeAgentAddressDiscoveryReply,
        MobilePrefixSolicitation,
        MobilePrefixAdvertisement,
        UnknownIcmpv6Message {

  /** Octets of the type, code and checksum fields, before the body. */
  int HEADER_LENGTH = 4;

  /** The Type field, 0 to 255. */
  int type();

  /** The Code field, 0 to 255. */
  int code();

  /** Octets behind the checksum. */
  int bodyLength();

  /** Appends the octets behind the checksum to {@code buffer}. */
  void writeBody(ByteBuffer buffer);

  /**
   * The message that {@code octets} hold. The checksum has to verify; what of Neighbor Discovery depends on the packet
   * around it is asked of {@link NeighborDiscovery}.
   *
   * @param octets the whole message
   * @param source as the pseudo-header has it: the home address of a Home Address option counts
   * @param destination as the pseudo-header has it: the last address of a routing header counts
   */
  static Decoded<Icmpv6Message> decode(Octets octets, Ipv6Address source, Ipv6Address destination) {
    return Icmpv6Decoder.decode(octets, source, destination);
  }

  /**
   * The octets of the message. They are those it was decoded from; only a checksum field of {@code ffff}, which
   * verifies although no sender computes it, comes back as 0.
   *
   * @param source as the pseudo-header has it
   * @param destination as the pseudo-header has it
   */
  default Octets encode(Ipv6Address source, Ipv6Address destination) {
    int length = HEADER_LENGTH + bodyLength();
    ByteBuffer buffer = ByteBuffer.allocate(length).put((byte) type()).put((byte) code()).putShort((short) 0);
    writeBody(buffer);
    long sum = Checksum.pseudoHeader(source, destination, length, IpProtocol.ICMPV6);
    buffer.putShort(2, (short) Checksum.finish(Checksum.add(sum, buffer, 0, length)));
    return Octets.of(buffer.flip());
  }
}
