package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * How often the sending router advertises itself unasked (RFC 6275 7.3).
 *
 * @param intervalMillis the longest time between two advertisements, 0 to 2^32 - 1
 * @param reserved the 16 reserved bits, zero where this node sends
 */
public record AdvertisementInterval(long intervalMillis, int reserved) implements NeighborDiscoveryOption {

  /** Checks the ranges. */
  public AdvertisementInterval {
    Checks.unsigned32("interval", intervalMillis);
    Checks.unsigned16("reserved", reserved);
  }

  /** The option as this node sends it. */
  public AdvertisementInterval(long intervalMillis) {
    this(intervalMillis, 0);
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    return new AdvertisementInterval(body.getInt(2) & 0xffff_ffffL, body.getShort(0) & 0xffff);
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.ADVERTISEMENT_INTERVAL;
  }

  @Override
  public int length() {
    return 8;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) reserved).putInt((int) intervalMillis);
  }
}
