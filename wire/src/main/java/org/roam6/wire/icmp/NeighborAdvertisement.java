package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Says which link-layer address an address has (RFC 4861 4.4).
 *
 * @param router whether the sender is a router
 * @param solicited whether it answers a solicitation from its destination
 * @param override whether it replaces what a neighbor has cached
 * @param target whose link-layer address it is, not multicast
 * @param options in the order of the wire
 * @param reserved the 29 reserved bits, zero where this node sends
 */
public record NeighborAdvertisement(
    boolean router,
    boolean solicited,
    boolean override,
    Ipv6Address target,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  private static final int ROUTER = 1 << 31;
  private static final int SOLICITED = 1 << 30;
  private static final int OVERRIDE = 1 << 29;
  private static final int RESERVED = OVERRIDE - 1;

  /** Checks the ranges. */
  public NeighborAdvertisement {
    Checks.bits("reserved", reserved, 29);
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public NeighborAdvertisement(
      boolean router,
      boolean solicited,
      boolean override,
      Ipv6Address target,
      List<NeighborDiscoveryOption> options) {
    this(router, solicited, override, target, options, 0);
  }

  static NeighborAdvertisement read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    int flags = buffer.getInt();
    return new NeighborAdvertisement(
        (flags & ROUTER) != 0,
        (flags & SOLICITED) != 0,
        (flags & OVERRIDE) != 0,
        Ipv6Address.read(buffer, buffer.position()),
        options,
        flags & RESERVED);
  }

  @Override
  public int type() {
    return Icmpv6Type.NEIGHBOR_ADVERTISEMENT;
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
    int flags = (router ? ROUTER : 0) | (solicited ? SOLICITED : 0) | (override ? OVERRIDE : 0);
    buffer.putInt(flags | reserved);
    target.writeTo(buffer);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
