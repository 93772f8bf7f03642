package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * A route through the sending router (RFC 4191 2.3).
 *
 * @param address the Prefix field; what it has no octets for is zero
 * @param prefixLength bits of the prefix, 0 to 128
 * @param preference of the route
 * @param lifetimeSeconds 0 to 2^32 - 1, which is infinity
 * @param prefixOctets of the Prefix field: 0, 8 or 16, enough for the prefix length
 * @param reserved the octet of the preference without it, zero where this node sends
 */
public record RouteInformation(
    Ipv6Address address,
    int prefixLength,
    RouterPreference preference,
    long lifetimeSeconds,
    int prefixOctets,
    int reserved)
    implements NeighborDiscoveryOption {

  private static final int RESERVED = 0b1110_0111;

  /** Checks the ranges. */
  public RouteInformation {
    Checks.atMost("prefix length", prefixLength, prefixOctets * 8);
    Checks.unsigned32("lifetime", lifetimeSeconds);
    Checks.multipleOf("octets of prefix", prefixOctets, 8);
    Checks.atMost("octets of prefix", prefixOctets, Ipv6Address.LENGTH);
    if (reserved != (reserved & RESERVED) || !new Ipv6Prefix(address, prefixOctets * 8).address().equals(address)) {
      throw new IllegalArgumentException("bits set that have no place in a Route Information option");
    }
  }

  /** The option as this node sends it, as short as the prefix allows. */
  public RouteInformation(Ipv6Prefix prefix, RouterPreference preference, long lifetimeSeconds) {
    this(prefix.address(), prefix.length(), preference, lifetimeSeconds, (prefix.length() + 63) / 64 * 8, 0);
  }

  /** The prefix, without the bits behind its length. */
  public Ipv6Prefix prefix() {
    return new Ipv6Prefix(address, prefixLength);
  }

  // RFC 4191 2.3: "If Prefix Length is greater than 64, then Length must be 3. If Prefix Length is greater than 0, then
  // Length must be 2 or 3."
  static boolean isReadable(ByteBuffer body) {
    int octets = body.remaining() - 6;
    return octets <= Ipv6Address.LENGTH && (body.get(0) & 0xff) <= octets * 8;
  }

  static NeighborDiscoveryOption read(ByteBuffer body) {
    int octets = body.remaining() - 6;
    int flags = body.get(1) & 0xff;
    Ipv6Address address =
        new Ipv6Address(octets >= 8 ? body.getLong(6) : 0, octets == Ipv6Address.LENGTH ? body.getLong(14) : 0);
    return new RouteInformation(
        address,
        body.get(0) & 0xff,
        RouterPreference.ofBits(flags >> 3),
        body.getInt(2) & 0xffff_ffffL,
        octets,
        flags & RESERVED);
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.ROUTE_INFORMATION;
  }

  @Override
  public int length() {
    return 8 + prefixOctets;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    buffer.put((byte) prefixLength).put((byte) (preference.bits() << 3 | reserved)).putInt((int) lifetimeSeconds);
    if (prefixOctets >= 8) {
      buffer.putLong(address.high());
    }
    if (prefixOctets == Ipv6Address.LENGTH) {
      buffer.putLong(address.low());
    }
  }
}
