package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Tells a mobile node that is away the prefixes of its home link (RFC 6275 6.8).
 *
 * @param identifier 0 to 65535, from the solicitation
 * @param managed M: addresses by DHCPv6
 * @param other O: other configuration by DHCPv6
 * @param options in the order of the wire
 * @param reserved the 14 reserved bits, zero where this node sends
 */
public record MobilePrefixAdvertisement(
    int identifier,
    boolean managed,
    boolean other,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  private static final int MANAGED = 1 << 15;
  private static final int OTHER = 1 << 14;
  private static final int RESERVED = OTHER - 1;

  /** Checks the ranges. */
  public MobilePrefixAdvertisement {
    Checks.unsigned16("identifier", identifier);
    Checks.bits("reserved", reserved, 14);
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public MobilePrefixAdvertisement(
      int identifier, boolean managed, boolean other, List<NeighborDiscoveryOption> options) {
    this(identifier, managed, other, options, 0);
  }

  static MobilePrefixAdvertisement read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    int identifier = buffer.getShort() & 0xffff;
    int flags = buffer.getShort();
    boolean managed = (flags & MANAGED) != 0;
    return new MobilePrefixAdvertisement(identifier, managed, (flags & OTHER) != 0, options, flags & RESERVED);
  }

  @Override
  public int type() {
    return Icmpv6Type.MOBILE_PREFIX_ADVERTISEMENT;
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
    int flags = (managed ? MANAGED : 0) | (other ? OTHER : 0) | reserved;
    buffer.putShort((short) identifier).putShort((short) flags);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
