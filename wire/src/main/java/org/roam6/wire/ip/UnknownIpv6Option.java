package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Ipv6OptionType;

/**
 * An option that is kept as it is.
 *
 * @param type 2 to 255; the Home Address type only in a Hop-by-Hop Options header, where that option has no place
 * @param data 0 to 255 octets
 */
public record UnknownIpv6Option(int type, Octets data) implements Ipv6Option {

  /** Checks the ranges. */
  public UnknownIpv6Option {
    Checks.unsigned8("type", type);
    Checks.atMost("octets of option", data.length(), 255);
    if (type == Ipv6OptionType.PAD1 || type == Ipv6OptionType.PADN) {
      throw new IllegalArgumentException("padding is not unknown");
    }
  }

  /** Whether a node that does not know the type discards the packet (RFC 8200 4.2: the two highest bits). */
  public boolean discardsPacket() {
    return type >> 6 != 0;
  }

  @Override
  public int length() {
    return 2 + data.length();
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) type).put((byte) data.length());
    data.writeTo(buffer);
  }
}
