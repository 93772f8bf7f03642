/**
 * Packets past the kernel's IPv6: taps that see signalling (RFC 6275 6.1, RFC 4861) and tunnel packets (RFC 2473)
 * before the kernel judges them, and senders of whole packets, to a neighbour or along the routes.
 */
package org.roam6.linux.raw;
