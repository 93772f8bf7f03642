/**
 * Reassembly of fragmented packets (RFC 8200 4.5, RFC 5722, RFC 7112), bounded in datagrams, fragments, octets and per
 * source. The one part of this module that keeps state; time is passed in.
 */
package org.roam6.wire.reassembly;
