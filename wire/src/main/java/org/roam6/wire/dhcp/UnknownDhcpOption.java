package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;

/**
 * An option of a code that no record of this package stands for. RFC 8415 16: "These should be ignored as if they were
 * not present."
 *
 * @param code the option-code, 16 bits
 * @param data at most 65535 octets
 */
public record UnknownDhcpOption(int code, Octets data) implements DhcpOption {

  /** Refuses values that do not fit their fields, and codes that are known. */
  public UnknownDhcpOption {
    Checks.unsigned16("code", code);
    Checks.unsigned16("length", data.length());
    if (DhcpOptions.knows(code)) {
      throw new IllegalArgumentException("not an unknown code: " + code);
    }
  }

  @Override
  public int dataLength() {
    return data.length();
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    data.writeTo(buffer);
  }
}
