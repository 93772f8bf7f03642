/**
 * IPv6 packets as values: header, extension headers, fragments and tunnels (RFC 8200, RFC 2473), with the Home Address
 * option and the type 2 routing header of RFC 6275 6.3 and 6.4, and the Internet checksum (RFC 1071, RFC 8200 8.1).
 */
package org.roam6.wire.ip;
