package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * When a home agent would like the next home registration (RFC 6275 6.2.4).
 *
 * @param intervalUnits 16 bits, in units of {@value BindingUpdate#SECONDS_PER_LIFETIME_UNIT} seconds
 */
public record BindingRefreshAdvice(int intervalUnits) implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public BindingRefreshAdvice {
    Checks.unsigned16("intervalUnits", intervalUnits);
  }

  /** The interval, 0 to 262,140 seconds. */
  public int intervalSeconds() {
    return intervalUnits * BindingUpdate.SECONDS_PER_LIFETIME_UNIT;
  }

  @Override
  public int type() {
    return MobilityOptionType.BINDING_REFRESH_ADVICE;
  }

  @Override
  public int length() {
    return 4;
  }

  // RFC 6275 6.2.4: "has an alignment requirement of 2n"
  @Override
  public Alignment alignment() {
    return new Alignment(2, 0);
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2)).putShort((short) intervalUnits);
  }
}
