package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * What a router says of itself and its link (RFC 4861 4.2, RFC 4191 2.2, RFC 6275 7.1).
 *
 * @param hopLimit the Cur Hop Limit field, 0 to 255; 0 is unspecified
 * @param managed M: addresses by DHCPv6
 * @param other O: other configuration by DHCPv6
 * @param homeAgent H: the router serves as a home agent on this link
 * @param preference as a default router
 * @param routerLifetimeSeconds as a default router, 0 to 65535; 0 is none
 * @param reachableMillis the Reachable Time field, 0 to 2^32 - 1; 0 is unspecified
 * @param retransMillis the Retrans Timer field, 0 to 2^32 - 1; 0 is unspecified
 * @param options in the order of the wire
 * @param reserved the 3 bits behind the preference, zero where this node sends
 */
public record RouterAdvertisement(
    int hopLimit,
    boolean managed,
    boolean other,
    boolean homeAgent,
    RouterPreference preference,
    int routerLifetimeSeconds,
    long reachableMillis,
    long retransMillis,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  private static final int MANAGED = 1 << 7;
  private static final int OTHER = 1 << 6;
  private static final int HOME_AGENT = 1 << 5;
  private static final int RESERVED = 0b111;

  /** Checks the ranges. */
  public RouterAdvertisement {
    Checks.unsigned8("hop limit", hopLimit);
    Checks.unsigned16("router lifetime", routerLifetimeSeconds);
    Checks.unsigned32("reachable time", reachableMillis);
    Checks.unsigned32("retrans timer", retransMillis);
    Checks.bits("reserved", reserved, 3);
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public RouterAdvertisement(
      int hopLimit,
      boolean managed,
      boolean other,
      boolean homeAgent,
      RouterPreference preference,
      int routerLifetimeSeconds,
      long reachableMillis,
      long retransMillis,
      List<NeighborDiscoveryOption> options) {
    this(
        hopLimit,
        managed,
        other,
        homeAgent,
        preference,
        routerLifetimeSeconds,
        reachableMillis,
        retransMillis,
        options,
        0);
  }

  static RouterAdvertisement read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    int hopLimit = buffer.get() & 0xff;
    int flags = buffer.get() & 0xff;
    return new RouterAdvertisement(
        hopLimit,
        (flags & MANAGED) != 0,
        (flags & OTHER) != 0,
        (flags & HOME_AGENT) != 0,
        RouterPreference.ofBits(flags >> 3),
        buffer.getShort() & 0xffff,
        buffer.getInt() & 0xffff_ffffL,
        buffer.getInt() & 0xffff_ffffL,
        options,
        flags & RESERVED);
  }

  @Override
  public int type() {
    return Icmpv6Type.ROUTER_ADVERTISEMENT;
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public int bodyLength() {
    return 12 + NeighborDiscoveryOptions.length(options);
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    int flags = (managed ? MANAGED : 0) | (other ? OTHER : 0) | (homeAgent ? HOME_AGENT : 0);
    buffer.put((byte) hopLimit).put((byte) (flags | preference.bits() << 3 | reserved));
    buffer.putShort((short) routerLifetimeSeconds);
    buffer.putInt((int) reachableMillis).putInt((int) retransMillis);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
