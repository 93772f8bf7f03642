/**
 * The data plane through a TUN device: packets that the host routes to its tunnels are encapsulated and sent, and
 * tunnel packets from the links are decapsulated and handed to the host (RFC 6275 10.4.2, 10.4.5, 11.3.1; RFC 2473).
 * Rows of TCP segments travel between host and daemon as one large packet in both directions.
 */
package org.roam6.linux.tun;
