package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * The MTU of the link (RFC 4861 4.6.4).
 *
 * @param mtu octets, 0 to 2^32 - 1
 * @param reserved the 16 reserved bits, zero where this node sends
 */
public record Mtu(long mtu, int reserved) implements NeighborDiscoveryOption {

  /** Checks the ranges. */
  public Mtu {
    Checks.unsigned32("mtu", mtu);
    Checks.unsigned16("reserved", reserved);
  }

  /** The option as this node sends it. */
  public Mtu(long mtu) {
    this(mtu, 0);
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    return new Mtu(body.getInt(2) & 0xffff_ffffL, body.getShort(0) & 0xffff);
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.MTU;
  }

  @Override
  public int length() {
    return 8;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) reserved).putInt((int) mtu);
  }
}
