package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;

/**
 * An option of a type that no record of this package stands for. RFC 6275 6.2.1: the receiver "MUST quietly ignore and
 * skip over the option".
 *
 * @param type the Option Type, 8 bits
 * @param data the octets behind the length, at most 255
 */
public record UnknownMobilityOption(int type, Octets data) implements MobilityOption {

  /** Refuses values that do not fit their fields, and types that are known. */
  public UnknownMobilityOption {
    Checks.unsigned8("type", type);
    Checks.unsigned8("length", data.length());
    if (MobilityOptionReader.knows(type)) {
      throw new IllegalArgumentException("not an unknown type: " + type);
    }
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
