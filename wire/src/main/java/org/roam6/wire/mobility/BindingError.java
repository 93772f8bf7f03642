package org.roam6.wire.mobility;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.MobilityHeaderType;

/**
 * Signals an error related to mobility (RFC 6275 6.1.9).
 *
 * @param status 8 bits; see {@link org.roam6.wire.iana.BindingErrorStatus}
 * @param reserved 8 bits that the receiver ignores
 * @param homeAddress the address of the Home Address option that caused this; unspecified where there was none
 * @param options mobility options
 */
public record BindingError(
    int status, int reserved, Ipv6Address homeAddress, List<MobilityOption> options)
    implements MobilityMessage {

  static final int FIXED_LENGTH = 18;

  /** Refuses values that do not fit their fields. */
  public BindingError {
    Checks.unsigned8("status", status);
    Checks.unsigned8("reserved", reserved);
    options = List.copyOf(options);
  }

  /** A message to be sent: what is reserved is zero. */
  public BindingError(int status, Ipv6Address homeAddress, List<MobilityOption> options) {
    this(status, 0, homeAddress, options);
  }

  static BindingError read(ByteBuffer buffer, List<MobilityOption> options) {
    int status = buffer.get() & 0xff;
    int reserved = buffer.get() & 0xff;
    return new BindingError(status, reserved, new Ipv6Address(buffer.getLong(), buffer.getLong()), options);
  }

  @Override
  public int type() {
    return MobilityHeaderType.BINDING_ERROR;
  }

  @Override
  public BindingError withOptions(List<MobilityOption> others) {
    return new BindingError(status, reserved, homeAddress, others);
  }

  @Override
  public int fixedLength() {
    return FIXED_LENGTH;
  }

  @Override
  public void writeFixedTo(ByteBuffer buffer) {
    buffer.put((byte) status).put((byte) reserved);
    homeAddress.writeTo(buffer);
  }
}
