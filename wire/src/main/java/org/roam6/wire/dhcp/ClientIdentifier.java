package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import org.roam6.wire.iana.DhcpOptionCode;

/** Who the client is (RFC 8415 21.2). */
public record ClientIdentifier(Duid duid) implements DhcpOption {

  @Override
  public int code() {
    return DhcpOptionCode.CLIENT_IDENTIFIER;
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
