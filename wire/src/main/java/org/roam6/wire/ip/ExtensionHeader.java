package org.roam6.wire.ip;

import java.nio.ByteBuffer;

/**
 * An extension header of IPv6 (RFC 8200 4) that can be walked over without a key. Encapsulating Security Payload and
 * Authentication Header end the chain: they are protocols of a packet, as the Mobility Header is.
 */
public sealed interface ExtensionHeader permits HopByHopOptions, DestinationOptions, RoutingHeader, FragmentHeader {

  /** The Next Header value that announces this header. */
  int type();

  /** Octets of the header: a multiple of 8, 8 to 2048. */
  int length();

  /** Appends the header to {@code buffer}, with the type of what follows it. */
  void writeTo(ByteBuffer buffer, int nextHeader);
}
