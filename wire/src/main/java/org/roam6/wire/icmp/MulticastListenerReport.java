package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Says that a node listens to a multicast group, in version 1 (RFC 2710 3).
 *
 * @param code 0 to 255, zero where this node sends
 * @param group what it listens to
 * @param unused the 32 bits before the group, zero where this node sends
 * @param additional what stands behind the fields of RFC 2710 (3.7), which later versions may give a meaning
 */
public record MulticastListenerReport(int code, Ipv6Address group, int unused, Octets additional)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public MulticastListenerReport {
    Checks.unsigned8("code", code);
  }

  /** The message as this node sends it. */
  public MulticastListenerReport(Ipv6Address group) {
    this(0, group, 0, Octets.EMPTY);
  }

  static MulticastListenerReport read(int code, ByteBuffer buffer) {
    int unused = buffer.getInt();
    Ipv6Address group = Ipv6Address.read(buffer, buffer.position());
    buffer.position(buffer.position() + Ipv6Address.LENGTH);
    return new MulticastListenerReport(code, group, unused, Octets.of(buffer));
  }

  @Override
  public int type() {
    return Icmpv6Type.MULTICAST_LISTENER_REPORT;
  }

  @Override
  public int bodyLength() {
    return 4 + Ipv6Address.LENGTH + additional.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt(unused);
    group.writeTo(buffer);
    additional.writeTo(buffer);
  }
}
