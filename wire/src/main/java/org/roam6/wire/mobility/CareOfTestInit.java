package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Asks a correspondent node for a care-of keygen token (RFC 6275 6.1.4).
 *
 * @param reserved 16 bits that the receiver ignores
 * @param cookie the care-of init cookie: 64 random bits
 * @param options mobility options
 */
public record CareOfTestInit(
    int reserved, long cookie, List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 10;

  /** Refuses values that do not fit their fields. */
  public CareOfTestInit {
    Checks.unsigned16("reserved", reserved);
    options = List.copyOf(options);
  }

  /** A message to be sent: what is reserved is zero. */
  public CareOfTestInit(long cookie, List<MobilityOption> options) {
    this(0, cookie, options);
  }

  static CareOfTestInit read(ByteBuffer buffer, List<MobilityOption> options) {
    return new CareOfTestInit(buffer.getShort() & 0xffff, buffer.getLong(), options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.CARE_OF_TEST_INIT;
  }

  @Override
  public CareOfTestInit withOptions(List<MobilityOption> others) {
    return new CareOfTestInit(reserved, cookie, others);
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
