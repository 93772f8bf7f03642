package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * When a message was made, so that an old one is not taken for new (RFC 4285 6).
 *
 * @param timestamp an NTP timestamp: seconds since 1900 in the upper, the fraction in the lower 32 bits
 */
public record MessageReplayProtection(long timestamp) implements MobilityOption {

  @Override
  public int type() {
    return MobilityOptionType.MESSAGE_REPLAY_PROTECTION;
  }

  @Override
  public int length() {
    return 10;
  }

  // RFC 4285 6: "The alignment requirement for this option is 8n + 2."
  @Override
  public Alignment alignment() {
    return new Alignment(8, 2);
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2)).putLong(timestamp);
  }
}
