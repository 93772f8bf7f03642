package org.roam6.wire.icmp;

import java.nio.ByteBuffer;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.iana.NeighborDiscoveryOptionType;

/**
 * The link-layer address of the sender (RFC 4861 4.6.1), on links with addresses of six octets.
 *
 * @param address of the sender
 */
public record SourceLinkLayerAddress(LinkLayerAddress address) implements NeighborDiscoveryOption {

  static NeighborDiscoveryOption read(ByteBuffer body) {
    return new SourceLinkLayerAddress(LinkLayerAddress.read(body, 0));
  }

  @Override
  public int type() {
    return NeighborDiscoveryOptionType.SOURCE_LINK_LAYER_ADDRESS;
  }

  @Override
  public int length() {
    return 8;
  }

  @Override
  public void writeBody(ByteBuffer buffer) {
    address.writeTo(buffer);
  }
}
