package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * An echo request (RFC 4443 4.1).
 *
 * @param code the Code field, 0 to 255: 0 where this node sends, and no receiver looks at it
 * @param identifier 0 to 65535
 * @param sequenceNumber 0 to 65535
 * @param data what comes back
 */
public record EchoRequest(int code, int identifier, int sequenceNumber, Octets data) implements Icmpv6Message {

  /** Checks the ranges. */
  public EchoRequest {
    Checks.unsigned8("code", code);
    Checks.unsigned16("identifier", identifier);
    Checks.unsigned16("sequence number", sequenceNumber);
  }

  /** The message as this node sends it. */
  public EchoRequest(int identifier, int sequenceNumber, Octets data) {
    this(0, identifier, sequenceNumber, data);
  }

  static EchoRequest read(int code, ByteBuffer buffer) {
    return new EchoRequest(code, buffer.getShort() & 0xffff, buffer.getShort() & 0xffff, Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.ECHO_REQUEST;
  }

  @Override
  public int bodyLength() {
    return 4 + data.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) identifier).putShort((short) sequenceNumber);
    data.writeTo(buffer);
  }
}
