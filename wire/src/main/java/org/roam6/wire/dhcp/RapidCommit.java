package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.DhcpOptionCode;

/** Asks for, or marks, an exchange of two messages instead of four (RFC 8415 21.14). */
public record RapidCommit() implements DhcpOption {

  @Override
  public int code() {
    return DhcpOptionCode.RAPID_COMMIT;
  }

  @Override
  public int dataLength() {
    return 0;
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {}
}
