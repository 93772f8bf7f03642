package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * How long the client has been trying (RFC 8415 21.9).
 *
 * @param hundredths of a second, 16 bits; the greatest value stands for all that are greater, too
 */
public record ElapsedTime(int hundredths) implements DhcpOption {

  private static final int LONGEST = 0xffff;
  private static final int MILLIS_PER_HUNDREDTH = 10;

  /** Refuses values that do not fit their fields. */
  public ElapsedTime {
    Checks.unsigned16("hundredths", hundredths);
  }

  /** {@code elapsed}, which is not negative, as far as the field can tell it. */
  public static ElapsedTime of(Duration elapsed) {
    // RFC 8415 21.9: "The client uses the value 0xffff to represent any elapsed-time values greater than the largest
    // time value that can be represented"
    return new ElapsedTime((int) Math.min(LONGEST, elapsed.toMillis() / MILLIS_PER_HUNDREDTH));
  }

  @Override
  public int code() {
    return DhcpOptionCode.ELAPSED_TIME;
  }

  @Override
  public int dataLength() {
    return 2;
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    buffer.putShort((short) hundredths);
  }
}
