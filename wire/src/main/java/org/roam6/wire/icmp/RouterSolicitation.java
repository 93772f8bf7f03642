package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks routers to advertise themselves (RFC 4861 4.1).
 *
 * @param options in the order of the wire
 * @param reserved the 32 reserved bits, zero where this node sends
 */
public record RouterSolicitation(List<NeighborDiscoveryOption> options, int reserved) implements Icmpv6Message {

  /** Checks the ranges. */
  public RouterSolicitation {
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public RouterSolicitation(List<NeighborDiscoveryOption> options) {
    this(options, 0);
  }

  static RouterSolicitation read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    return new RouterSolicitation(options, buffer.getInt());
  }

  @Override
  public int type() {
    return Icmpv6Type.ROUTER_SOLICITATION;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 4 + NeighborDiscoveryOptions.length(options);
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt(reserved);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
