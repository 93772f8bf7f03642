package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * What became of a request, or of a part of it (RFC 8415 21.13).
 *
 * @param status 16 bits; see {@link org.roam6.wire.iana.DhcpStatusCode}
 * @param message UTF-8 text for people, as the server wrote it
 */
public record StatusCode(int status, Octets message) implements DhcpOption {

  /** Refuses values that do not fit their fields. */
  public StatusCode {
    Checks.unsigned16("status", status);
    Checks.unsigned16("length", 2 + message.length());
  }

  @Override
  public int code() {
    return DhcpOptionCode.STATUS_CODE;
  }

  @Override
  public int dataLength() {
    return 2 + message.length();
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    buffer.putShort((short) status);
    message.writeTo(buffer);
  }
}
