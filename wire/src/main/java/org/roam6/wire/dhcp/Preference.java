package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * How much the server wants to be chosen (RFC 8415 21.8).
 *
 * @param value 8 bits; the greatest is chosen, and {@link #AT_ONCE} without waiting for others
 */
public record Preference(int value) implements DhcpOption {

  /** The value for which no other server is waited for. */
  public static final int AT_ONCE = 255;

  /** Refuses values that do not fit their fields. */
  public Preference {
    Checks.unsigned8("value", value);
  }

  @Override
  public int code() {
    return DhcpOptionCode.PREFERENCE;
  }

  @Override
  public int dataLength() {
    return 1;
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    buffer.put((byte) value);
  }
}
