/**
 * The Mobility Header, its messages and options: RFC 6275 6.1, 6.2 and 9.2, RFC 4283 3 (identifier of a mobile node),
 * RFC 4285 5 and 6 (authentication and replay protection). A message or option of another RFC is kept as unknown, with
 * its octets. Everything that the receiver must ignore, reserved fields and padding among it, is kept as it came: what
 * decodes encodes to the same octets, and so what a peer has authenticated can be computed from the value.
 */
package org.roam6.wire.mobility;
