package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * The packet cannot be delivered (RFC 4443 3.1).
 *
 * @param code the Code field, 0 to 255, as {@link org.roam6.wire.iana.Icmpv6Code} names it
 * @param unused the 32 bits that have no meaning, zero where this node sends
 * @param invokingPacket as much of the packet as fits
 */
public record DestinationUnreachable(int code, int unused, Octets invokingPacket) implements Icmpv6Message {

  /** Checks the ranges. */
  public DestinationUnreachable {
    Checks.unsigned8("code", code);
  }

  /** The message as this node sends it. */
  public DestinationUnreachable(int code, Octets invokingPacket) {
    this(code, 0, invokingPacket);
  }

  static DestinationUnreachable read(int code, ByteBuffer buffer) {
    return new DestinationUnreachable(code, buffer.getInt(), Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.DESTINATION_UNREACHABLE;
  }

  @Override
  public int bodyLength() {
    return 4 + invokingPacket.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt(unused);
    invokingPacket.writeTo(buffer);
  }
}
