package org.roam6.wire.dhcp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.DhcpOptionCode;

/**
 * Which options the client wants (RFC 8415 21.7).
 *
 * @param codes option codes of 16 bits
 */
public record OptionRequest(List<Integer> codes) implements DhcpOption {

  /** Refuses values that do not fit their fields. */
  public OptionRequest {
    codes = List.copyOf(codes);
    codes.forEach(code -> Checks.unsigned16("code", code));
    Checks.unsigned16("length", 2 * codes.size());
  }

  @Override
  public int code() {
    return DhcpOptionCode.OPTION_REQUEST;
  }

  @Override
  public int dataLength() {
    return 2 * codes.size();
  }

  @Override
  public void writeDataTo(ByteBuffer buffer) {
    codes.forEach(code -> buffer.putShort(code.shortValue()));
  }
}
