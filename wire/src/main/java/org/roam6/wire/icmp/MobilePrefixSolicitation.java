package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import java.util.List;
import org.roam6.wire.Checks;
import org.roam6.wire.iana.Icmpv6Type;

/**
 * Asks the home agent for the prefixes of the home link (RFC 6275 6.7).
 *
 * @param identifier 0 to 65535, comes back in the advertisement
 * @param options in the order of the wire
 * @param reserved the 16 reserved bits, zero where this node sends
 */
public record MobilePrefixSolicitation(
    int identifier,
    List<NeighborDiscoveryOption> options,
    int reserved)
    implements Icmpv6Message {

  /** Checks the ranges. */
  public MobilePrefixSolicitation {
    Checks.unsigned16("identifier", identifier);
    Checks.unsigned16("reserved", reserved);
    options = List.copyOf(options);
  }

  /** The message as this node sends it. */
  public MobilePrefixSolicitation(int identifier, List<NeighborDiscoveryOption> options) {
    this(identifier, options, 0);
  }

  static MobilePrefixSolicitation read(ByteBuffer buffer, List<NeighborDiscoveryOption> options) {
    return new MobilePrefixSolicitation(buffer.getShort() & 0xffff, options, buffer.getShort() & 0xffff);
  }

  @Override
  public int type() {
    return Icmpv6Type.MOBILE_PREFIX_SOLICITATION;
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
    buffer.putShort((short) identifier).putShort((short) reserved);
    NeighborDiscoveryOptions.write(options, buffer);
  }
}
