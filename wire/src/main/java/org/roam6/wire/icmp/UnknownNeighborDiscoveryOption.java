package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.Checks;
import org.roam6.wire.Octets;

/**
 * An option that is kept as it is and means nothing to this node.
 *
 * @param type the Type field, 0 to 255
 * @param body what stands behind the Length field: 6 octets, or 8 more, and so on up to 2038
 */
public record UnknownNeighborDiscoveryOption(int type, Octets body) implements NeighborDiscoveryOption {

  /** Checks the ranges. */
  public UnknownNeighborDiscoveryOption {
    Checks.unsigned8("type", type);
    Checks.atMost("octets of option", body.length() + 2, 2040);
    Checks.multipleOf("octets of option", body.length() + 2, 8);
  }

  @Override
  public int length() {
    return 2 + body.length();
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    body.writeTo(buffer);
  }
}
