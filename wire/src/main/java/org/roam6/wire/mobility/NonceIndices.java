package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * The nonces of which a correspondent node made its keygen tokens (RFC 6275 6.2.6).
 *
 * @param home the home nonce index, 16 bits
 * @param careOf the care-of nonce index, 16 bits, ignored where a binding is deleted
 */
public record NonceIndices(int home, int careOf) implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public NonceIndices {
    Checks.unsigned16("home", home);
    Checks.unsigned16("careOf", careOf);
  }

  @Override
  public int type() {
    return MobilityOptionType.NONCE_INDICES;
  }

  @Override
  public int length() {
    return 6;
  }

  // RFC 6275 6.2.6: "has an alignment requirement of 2n"
  @Override
  public Alignment alignment() {
    return new Alignment(2, 0);
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2)).putShort((short) home).putShort((short) careOf);
  }
}
