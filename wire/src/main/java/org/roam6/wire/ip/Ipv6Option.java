package org.roam6.wire.ip;

import java.nio.ByteBuffer;

/** An option of a Hop-by-Hop Options or Destination Options header (RFC 8200 4.2). */
public sealed interface Ipv6Option permits Pad1, PadN, HomeAddressOption, UnknownIpv6Option {

  /** Octets of the whole option, 1 to 257. */
  int length();

  /** Appends the option to {@code buffer}. */
  void writeTo(ByteBuffer buffer);
}
