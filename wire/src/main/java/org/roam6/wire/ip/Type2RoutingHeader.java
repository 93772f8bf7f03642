package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.RoutingType;

/**
 * The type 2 routing header, which brings a packet from the care-of to the home address inside a mobile node (RFC 6275
 * 6.4). Segments Left is 1.
 *
 * @param homeAddress of the destination mobile node
 * @param reserved the 32 reserved bits, zero where this node sends
 */
public record Type2RoutingHeader(Ipv6Address homeAddress, int reserved) implements RoutingHeader {

  static final int LENGTH = 24;

  /** The header as this node sends it. */
  public Type2RoutingHeader(Ipv6Address homeAddress) {
    this(homeAddress, 0);
  }

  static ExtensionHeader read(ByteBuffer buffer, int at) {
    return new Type2RoutingHeader(Ipv6Address.read(buffer, at + 8), buffer.getInt(at + 4));
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public void writeTo(ByteBuffer buffer, int nextHeader) {
    buffer.put((byte) nextHeader).put((byte) (LENGTH / 8 - 1)).put((byte) RoutingType.TYPE_2).put((byte) 1);
    buffer.putInt(reserved);
    homeAddress.writeTo(buffer);
  }
}
