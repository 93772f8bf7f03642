package org.roam6.wire.icmp;

import java.nio.ByteBuffer;

/**
 * An option of Neighbor Discovery (RFC 4861 4.6). What has a known type but a length or a value that the type's RFC
 * does not define is an {@link UnknownNeighborDiscoveryOption} and so gets ignored.
 */
public sealed interface NeighborDiscoveryOption
    permits SourceLinkLayerAddress,
        TargetLinkLayerAddress,
        PrefixInformation,
        RedirectedHeader,
        Mtu,
        AdvertisementInterval,
        HomeAgentInformation,
        RouteInformation,
        UnknownNeighborDiscoveryOption {

  /** The Type field, 0 to 255. */
  int type();

  /** Octets with type and length: a multiple of 8, 8 to 2040. */
  int length();

  /** Appends the octets behind the Length field to {@code buffer}. */
  void writeBody(ByteBuffer buffer);
}
