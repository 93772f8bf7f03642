package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;

/**
 * A message of a type that this package does not know, kept as it is.
 *
 * @param type the Type field, 0 to 255
 * @param code the Code field, 0 to 255
 * @param body what stands behind the checksum
 */
public record UnknownIcmpv6Message(int type, int code, Octets body) implements Icmpv6Message {

  /** Checks the ranges. */
  public UnknownIcmpv6Message {
    Checks.unsigned8("type", type);
    Checks.unsigned8("code", code);
  }

  @Override
  public int bodyLength() {
    return body.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    body.writeTo(buffer);
  }
}
