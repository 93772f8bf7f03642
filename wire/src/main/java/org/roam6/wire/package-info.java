/**
 * The values that every other package speaks: addresses, prefixes, octets, and the answer of a decoder. Decoding is
 * total: any octets give a value or a {@link org.roam6.wire.Decoded.Malformed} with its cause and the place of the
 * fault, since RFC 6275 9.2 owes a different answer for each.
 */
package org.roam6.wire;
