package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * A field of the packet cannot be processed (RFC 4443 3.4).
 *
 * @param code the Code field, 0 to 255, as {@link org.roam6.wire.iana.Icmpv6Code} names it
 * @param pointer octets from the start of the invoking packet to the fault, 0 to 2^32 - 1
 * @param invokingPacket as much of the packet as fits
 */
public record ParameterProblem(int code, long pointer, Octets invokingPacket) implements Icmpv6Message {

  /** Checks the ranges. */
  public ParameterProblem {
    Checks.unsigned8("code", code);
    Checks.unsigned32("pointer", pointer);
  }

  static ParameterProblem read(int code, ByteBuffer buffer) {
    return new ParameterProblem(code, buffer.getInt() & 0xffff_ffffL, Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.PARAMETER_PROBLEM;
  }

  @Override
  public int bodyLength() {
    return 4 + invokingPacket.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt((int) pointer);
    invokingPacket.writeTo(buffer);
  }
}
