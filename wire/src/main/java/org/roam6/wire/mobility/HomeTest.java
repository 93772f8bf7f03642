package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Brings a mobile node its home keygen token (RFC 6275 6.1.5).
 *
 * @param nonceIndex the home nonce index, 16 bits, to be echoed in a Binding Update
 * @param cookie the home init cookie of the message that this answers
 * @param keygenToken the home keygen token
 * @param options mobility options
 */
public record HomeTest(
    int nonceIndex, long cookie, long keygenToken, List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 18;

  /** Refuses values that do not fit their fields. */
  public HomeTest {
    Checks.unsigned16("nonceIndex", nonceIndex);
    options = List.copyOf(options);
  }

  static HomeTest read(ByteBuffer buffer, List<MobilityOption> options) {
    return new HomeTest(buffer.getShort() & 0xffff, buffer.getLong(), buffer.getLong(), options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.HOME_TEST;
  }

  @Override
  public HomeTest withOptions(List<MobilityOption> others) {
    return new HomeTest(nonceIndex, cookie, keygenToken, others);
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
