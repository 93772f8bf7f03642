package org.roam6.sim.link;

import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/**
 * What a link carries.
 *
 * @param from the link-layer address of the sender
 * @param to that of the receiver, or of the group
 * @param packet the IPv6 packet
 */
public record Frame(LinkLayerAddress from, LinkLayerAddress to, Octets packet) {}
