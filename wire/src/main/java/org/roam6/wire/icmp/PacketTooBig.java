package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * The packet is larger than the next link takes (RFC 4443 3.2).
 *
 * @param code the Code field, 0 to 255: 0 where this node sends, without meaning where it receives
 * @param mtu octets that the next link takes, 0 to 2^32 - 1
 * @param invokingPacket as much of the packet as fits
 */
public record PacketTooBig(int code, long mtu, Octets invokingPacket) implements Icmpv6Message {

  /** Checks the ranges. */
  public PacketTooBig {
    Checks.unsigned8("code", code);
    Checks.unsigned32("mtu", mtu);
  }

  /** The message as this node sends it. */
  public PacketTooBig(long mtu, Octets invokingPacket) {
    this(0, mtu, invokingPacket);
  }

  static PacketTooBig read(int code, ByteBuffer buffer) {
    return new PacketTooBig(code, buffer.getInt() & 0xffff_ffffL, Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.PACKET_TOO_BIG;
  }

  @Override
  public int bodyLength() {
    return 4 + invokingPacket.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt((int) mtu);
    invokingPacket.writeTo(buffer);
  }
}
