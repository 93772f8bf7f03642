package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.Ipv6OptionType;

/** One octet of padding (RFC 8200 4.2). */
public record Pad1() implements Ipv6Option {

  @Override
  public int length() {
    return 1;
  }

  @Override
  public void writeTo(ByteBuffer buffer) {
    buffer.put((byte) Ipv6OptionType.PAD1);
  }
}
