package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks who listens to multicast groups, in version 1 (RFC 2710 3).
 *
 * @param code 0 to 255, zero where this node sends
 * @param maximumResponseDelay milliseconds until the answer, 0 to 65535
 * @param group which group is asked about; unspecified for all
 * @param reserved 0 to 65535, zero where this node sends
 */
public record MulticastListenerQuery(int code, int maximumResponseDelay, Ipv6Address group, int reserved)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public MulticastListenerQuery {
    Checks.unsigned8("code", code);
    Checks.unsigned16("maximumResponseDelay", maximumResponseDelay);
    Checks.unsigned16("reserved", reserved);
  }

  static MulticastListenerQuery read(int code, ByteBuffer buffer) {
    int delay = buffer.getShort() & 0xffff;
    int reserved = buffer.getShort() & 0xffff;
    return new MulticastListenerQuery(code, delay, Ipv6Address.read(buffer, buffer.position()), reserved);
  }

  @Override
  public int type() {
    return Icmpv6Type.MULTICAST_LISTENER_QUERY;
  }

  @Override
  public int bodyLength() {
    return 4 + Ipv6Address.LENGTH;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putShort((short) maximumResponseDelay).putShort((short) reserved);
    group.writeTo(buffer);
  }
}
