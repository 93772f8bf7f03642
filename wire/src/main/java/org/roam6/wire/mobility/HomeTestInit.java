package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Asks a correspondent node for a home keygen token (RFC 6275 6.1.3).
 *
 * @param reserved 16 bits that the receiver ignores
 * @param cookie the home init cookie: 64 random bits
 * @param options mobility options
 */
public record HomeTestInit(
    int reserved, long cookie, List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 10;

  /** Refuses values that do not fit their fields. */
  public HomeTestInit {
    Checks.unsigned16("reserved", reserved);
    options = List.copyOf(options);
  }

  /** A message to be sent: what is reserved is zero. */
  public HomeTestInit(long cookie, List<MobilityOption> options) {
    this(0, cookie, options);
  }

  static HomeTestInit read(ByteBuffer buffer, List<MobilityOption> options) {
    return new HomeTestInit(buffer.getShort() & 0xffff, buffer.getLong(), options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.HOME_TEST_INIT;
  }

  @Override
  public HomeTestInit withOptions(List<MobilityOption> others) {
    return new HomeTestInit(reserved, cookie, others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    buffer.putShort((short) reserved).putLong(cookie);
  }
}
