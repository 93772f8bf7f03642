/**
 * A packet filter that keeps the kernel from answering or acting upon packets that are Roam6's to handle (RFC 6275 9.2,
 * RFC 2473), by nf_tables messages.
 */
package org.roam6.linux.nftables;
