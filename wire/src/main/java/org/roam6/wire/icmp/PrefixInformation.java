package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * A prefix of the link (RFC 4861 4.6.2), and with R the address of the router in it (RFC 6275 7.2).
 *
 * @param address the Prefix field, with all its bits: with R a complete address
 * @param prefixLength bits of the prefix, 0 to 128
 * @param onLink L: the prefix says what is on the link
 * @param autonomous A: the prefix serves to form addresses
 * @param routerAddress R: {@code address} is assigned to the sending router
 * @param validLifetimeSeconds 0 to 2^32 - 1, which is infinity
 * @param preferredLifetimeSeconds 0 to 2^32 - 1, which is infinity
 * @param reserved1 the 5 bits behind the flags, zero where this node sends
 * @param reserved2 the 32 bits before the prefix, zero where this node sends
 */
public record PrefixInformation(
    Ipv6Address address,
    int prefixLength,
    boolean onLink,
    boolean autonomous,
    boolean routerAddress,
    long validLifetimeSeconds,
    long preferredLifetimeSeconds,
    int reserved1,
    int reserved2)
    implements NeighborDiscoveryOption {

  /** The lifetime that does not end. */
  public static final long INFINITY = 0xffff_ffffL;

  private static final int ON_LINK = 1 << 7;
  private static final int AUTONOMOUS = 1 << 6;
  private static final int ROUTER_ADDRESS = 1 << 5;
  private static final int RESERVED = ROUTER_ADDRESS - 1;

  /** Checks the ranges. */
  public PrefixInformation {
    Checks.atMost("prefix length", prefixLength, 128);
    Checks.unsigned32("valid lifetime", validLifetimeSeconds);
    Checks.unsigned32("preferred lifetime", preferredLifetimeSeconds);
    Checks.bits("reserved1", reserved1, 5);
  }

  /** The option as this node sends it. */
  public PrefixInformation(
      Ipv6Address address,
      int prefixLength,
      boolean onLink,
      boolean autonomous,
      boolean routerAddress,
      long validLifetimeSeconds,
      long preferredLifetimeSeconds) {
    this(
        address,
        prefixLength,
        onLink,
        autonomous,
        routerAddress,
        validLifetimeSeconds,
        preferredLifetimeSeconds,
        0,
        0);
  }

  /** The prefix, without the bits behind its length. */
  public Ipv6Prefix prefix() {
    return new Ipv6Prefix(address, prefixLength);
  }

  static boolean isReadable(ByteBuffer body) {
    return body.remaining() + 2 == 32 && (body.get(0) & 0xff) <= 128;
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    int flags = body.get(1) & 0xff;
    return new PrefixInformation(
        Ipv6Address.read(body, 14),
        body.get(0) & 0xff,
        (flags & ON_LINK) != 0,
        (flags & AUTONOMOUS) != 0,
        (flags & ROUTER_ADDRESS) != 0,
        body.getInt(2) & INFINITY,
        body.getInt(6) & INFINITY,
        flags & RESERVED,
        body.getInt(10));
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.PREFIX_INFORMATION;
  }

  @Override
  public int length() {
    return 32;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    int flags = (onLink ? ON_LINK : 0) | (autonomous ? AUTONOMOUS : 0) | (routerAddress ? ROUTER_ADDRESS : 0);
    buffer.put((byte) prefixLength).put((byte) (flags | reserved1));
    buffer.putInt((int) validLifetimeSeconds).putInt((int) preferredLifetimeSeconds).putInt(reserved2);
    address.writeTo(buffer);
  }
}
