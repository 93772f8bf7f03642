package org.roam6.sim.workload;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roam6.sim.kernel.PacketFields;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Checksum;
import org.roam6.wire.ip.Ipv6Packet;

/**
 * A UDP datagram of a flow.
 *
 * @param flow the number of the flow
 * @param number its own number in it
 */
record Datagram(int flow, long number) {

  private static final int PORT = 6275;
  private static final int HOP_LIMIT = 64;
  private static final int UDP_HEADER_LENGTH = 8;
  private static final int LENGTH = UDP_HEADER_LENGTH + Integer.BYTES + Long.BYTES;
  private static final int CHECKSUM_OFFSET = 6;

  /** The packet that carries it. */
  Octets packet(Ipv6Address source, Ipv6Address destination) {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
    buffer.putShort((short) PORT).putShort((short) PORT).putShort((short) LENGTH).putShort((short) 0);
    buffer.putInt(flow).putLong(number);
    int checksum = Checksum.ofUpperLayer(source, destination, IpProtocol.UDP, Octets.of(buffer.flip()));
    buffer.putShort(CHECKSUM_OFFSET, (short) checksum);
    return Ipv6Packet.of(source, destination, HOP_LIMIT, IpProtocol.UDP, Octets.of(buffer)).encode();
  }

  /** The datagram that a packet ends with, whatever stands before it; empty where it ends with something else. */
  static Optional<Datagram> atTheEndOf(Octets packet) {
    int start = packet.length() - LENGTH;
    boolean is =
        start >= PacketFields.HEADER_LENGTH
            && packet.longAt(start) >>> 16 == ((long) PORT << 32 | (long) PORT << 16 | LENGTH);
    return is
        ? Optional.of(
            new Datagram(
                (int) (packet.longAt(start + UDP_HEADER_LENGTH) >>> 32),
                packet.longAt(start + UDP_HEADER_LENGTH + Integer.BYTES)))
        : Optional.empty();
  }

  /** The datagram in a packet that came to its destination; empty where it is none, or was damaged. */
  static Optional<Datagram> in(Octets packet) {
    if (PacketFields.nextHeader(packet) != IpProtocol.UDP || packet.length() != PacketFields.HEADER_LENGTH + LENGTH) {
      return Optional.empty();
    }
    Octets message = packet.slice(PacketFields.HEADER_LENGTH, packet.length());
    int checksum =
        Checksum.ofUpperLayer(
            PacketFields.source(packet), PacketFields.destination(packet), IpProtocol.UDP, message);
    ByteBuffer buffer = message.asBuffer();
    return checksum == 0
        ? Optional.of(new Datagram(buffer.getInt(UDP_HEADER_LENGTH), buffer.getLong(UDP_HEADER_LENGTH + Integer.BYTES)))
        : Optional.empty();
  }
}
