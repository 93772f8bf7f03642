/**
 * The IPv6 header and its extension headers (RFC 8200), and the checksum that upper-layer messages share
 * (RFC 8200 8.1).
 */
package org.roam6.wire.ip;
