package org.roam6.wire.ip;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.RoutingType;

/**
 * A Routing header of another type than 2, kept as it is.
 *
 * @param routingType 0 to 255, not 2
 * @param segmentsLeft 0 to 255; where it is not 0, the packet must be discarded with a Parameter Problem (RFC 8200 4.4)
 * @param data what follows: 4 octets, or 8 more, and so on up to 2044
 */
public record UnknownRoutingHeader(int routingType, int segmentsLeft, Octets data) implements RoutingHeader {

  /** Checks the ranges. */
  public UnknownRoutingHeader {
    Checks.unsigned8("routing type", routingType);
    Checks.unsigned8("segments left", segmentsLeft);
    Checks.atMost("octets of routing header", data.length() + 4, 2048);
    Checks.multipleOf("octets of routing header", data.length() + 4, 8);
    if (routingType == RoutingType.TYPE_2) {
      throw new IllegalArgumentException("type 2 is not unknown");
    }
  }

  @Override
  public int length() {
    return 4 + data.length();
  }

  @Override
  public void writeTo(ByteBuffer buffer, int nextHeader) {
    buffer.put((byte) nextHeader).put((byte) (length() / 8 - 1)).put((byte) routingType).put((byte) segmentsLeft);
    data.writeTo(buffer);
  }
}
