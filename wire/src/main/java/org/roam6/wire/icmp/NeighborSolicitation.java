package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks for the link-layer address of a neighbor, or whether an address is in use (RFC 4861 4.3, RFC 4862 5.4.2).
 *
 * @param target whom it asks for, not multicast
 * @param options in the order of the wire
 * @param reserved the 32 reserved bits, zero where this node sends
 */
public record NeighborSolicitation(
    Ipv6Address target,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public NeighborSolicitation {
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public NeighborSolicitation(Ipv6Address target, List<NeighborDiscoveryOption> options) {
    this(target, options, 0);
  }

  static NeighborSolicitation read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    int reserved = buffer.getInt();
    return new NeighborSolicitation(Ipv6Address.read(buffer, buffer.position()), options, reserved);
  }

  @Override
  public int type() {
    return Icmpv6Type.NEIGHBOR_SOLICITATION;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 20 + NeighborDiscoveryOptions.length(options);
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.putInt(reserved);
    target.writeTo(buffer);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
