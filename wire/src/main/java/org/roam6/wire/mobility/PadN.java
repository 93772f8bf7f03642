package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.MobilityOptionType;

/**
 * Two or more octets of padding (RFC 6275 6.2.3).
 *
 * @param data the octets behind the length, at most 255; zero where this is sent, ignored where it is received
 */
public record PadN(Octets data) implements MobilityOption {

  /** Refuses values that do not fit their fields. */
  public PadN {
    Checks.unsigned8("length", data.length());
  }

  // RFC 6275 6.2.3: "For N octets of padding, the Option Length field contains the value N-2, and the Option Data
  // consists of N-2 zero-valued octets."
  /** Padding of {@code length} octets in all, 2 to 257. */
  public static PadN ofLength(int length) {
    return new PadN(Octets.of(new byte[length - 2]));
  }

  @Override
  public int type() {
    return MobilityOptionType.PADN;
  }

  @Override
  public int length() {
    return 2 + data.length();
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type()).put((byte) (length() - 2));
    data.writeTo(buffer);
  }
}
