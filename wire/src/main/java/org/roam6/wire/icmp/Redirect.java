package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Names a better first hop (RFC 4861 4.5).
 *
 * @param target the better first hop
 * @param destination the destination that is redirected
 * @param options in the order of the wire
 * @param reserved the 32 reserved bits, zero where this node sends
 */
public record Redirect(
    Ipv6Address target,
    Ipv6Address destination,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public Redirect {
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public Redirect(Ipv6Address target, Ipv6Address destination, List<NeighborDiscoveryOption> options) {
    this(target, destination, options, 0);
  }

  static Redirect read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    int reserved = buffer.getInt();
    int at = buffer.position();
    Ipv6Address target = Ipv6Address.read(buffer, at);
    return new Redirect(target, Ipv6Address.read(buffer, at + Ipv6Address.LENGTH), options, reserved);
  }

  @Override
  public int type() {
    return Icmpv6Type.REDIRECT;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 36 + NeighborDiscoveryOptions.length(options);
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt(reserved);
    target.writeTo(buffer);
    destination.writeTo(buffer);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
