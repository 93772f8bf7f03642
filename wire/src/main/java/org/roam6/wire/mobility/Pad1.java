package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * One octet of padding, without length or data (RFC 6275 6.2.2).
 */
public record Pad1() implements MobilityOption {

  @Override
  public int type() {
    return MobilityOptionType.PAD1;
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type());
  }
}
