package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Asks a mobile node to renew its binding (RFC 6275 6.1.2).
 *
 * @param reserved 16 bits that the receiver ignores
 * @param options mobility options
 */
public record BindingRefreshRequest(int reserved, List<MobilityOption> options) implements MobilityMessage {

  static final int FIXED_LENGTH = 2;

  /** Refuses values that do not fit their fields. */
  public BindingRefreshRequest {
    Checks.unsigned16("reserved", reserved);
    options = List.copyOf(options);
  }

  /** A message to be sent: what is reserved is zero. */
  public BindingRefreshRequest(List<MobilityOption> options) {
    this(0, options);
  }

  static BindingRefreshRequest read(ByteBuffer buffer, List<MobilityOption> options) {
    return new BindingRefreshRequest(buffer.getShort() & 0xffff, options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.BINDING_REFRESH_REQUEST;
  }

  @Override
  public BindingRefreshRequest withOptions(List<MobilityOption> others) {
    return new BindingRefreshRequest(reserved, others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    buffer.putShort((short) reserved);
  }
}
