package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Ipv6OptionType;

/**
 * Two or more octets of padding (RFC 8200 4.2).
 *
 * @param data 0 to 255 octets, which are zero where this node sends
 */
public record PadN(Octets data) implements Ipv6Option {

  /** Checks the range. */
  public PadN {
    Checks.atMost("octets of padding", data.length(), 255);
  }

  /** Padding of {@code length} octets, 2 to 257, of which {@code length - 2} are zero data. */
  public static PadN ofLength(int length) {
    return new PadN(Octets.of(new byte[length - 2]));
  }

  @Override
  public int length() {
    return 2 + data.length();
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) Ipv6OptionType.PADN).put((byte) data.length());
    data.writeTo(buffer);
  }
}
