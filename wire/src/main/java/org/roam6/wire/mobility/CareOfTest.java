package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Brings a mobile node its care-of keygen token (RFC 6275 6.1.6).
 *
 * @param nonceIndex the care-of nonce index, 16 bits, to be echoed in a Binding Update
 * @param cookie the care-of init cookie of the message that this answers
 * @param keygenToken the care-of keygen token
 * @param options mobility options
 */
public record CareOfTest(
    int nonceIndex, long cookie, long keygenToken, List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 18;

  /** Refuses values that do not fit their fields. */
  public CareOfTest {
    Checks.unsigned16("nonceIndex", nonceIndex);
    options = List.copyOf(options);
  }

  static CareOfTest read(ByteBuffer buffer, List<MobilityOption> options) {
    return new CareOfTest(buffer.getShort() & 0xffff, buffer.getLong(), buffer.getLong(), options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.CARE_OF_TEST;
  }

  @Override
  public CareOfTest withOptions(List<MobilityOption> others) {
    return new CareOfTest(nonceIndex, cookie, keygenToken, others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    buffer.putShort((short) nonceIndex).putLong(cookie).putLong(keygenToken);
  }
}
