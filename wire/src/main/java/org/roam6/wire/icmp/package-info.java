/**
 * ICMPv6 (RFC 4443) with Neighbor Discovery (RFC 4861, RFC 4191), what Mobile IPv6 adds to both (RFC 6275 6.5 to 6.8
 * and section 7, RFC 3963 section 7), and Multicast Listener Discovery (RFC 2710, RFC 3810). Reserved bits are kept, so
 * that what was decoded encodes to the same octets.
 */
package org.roam6.wire.icmp;
