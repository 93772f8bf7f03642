package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.DhcpOptionCode;

/** Who the server is (RFC 8415 21.3). */
public record ServerIdentifier(Duid duid) implements DhcpOption {

  @Override
  public int code() {
    return DhcpOptionCode.SERVER_IDENTIFIER;
  }

  @Override
  public int dataLength() {
    return duid.octets().length();
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    duid.octets().writeTo(buffer);
  }
}
