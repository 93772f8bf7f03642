package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * The start of the packet that a redirect answers (RFC 4861 4.6.3).
 *
 * @param packet a multiple of 8 octets, at most 2032
 * @param reserved the 48 reserved bits, zero where this node sends
 */
public record RedirectedHeader(Octets packet, long reserved) implements NeighborDiscoveryOption {

  /** Checks the ranges. */
  public RedirectedHeader {
    Checks.multipleOf("octets of packet", packet.length(), 8);
    Checks.atMost("octets of packet", packet.length(), 2032);
    Checks.unsigned16("reserved", (int) (reserved >>> 32));
  }

  /** The option as this node sends it. */
  public RedirectedHeader(Octets packet) {
    this(packet, 0);
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    long reserved = (body.getShort() & 0xffffL) << 32 | body.getInt() & 0xffff_ffffL;
    return new RedirectedHeader(Octets.of(body), reserved);
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.REDIRECTED_HEADER;
  }

  @Override
  public int length() {
    return 8 + packet.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) (reserved >>> 32)).putInt((int) reserved);
    packet.writeTo(buffer);
  }
}
