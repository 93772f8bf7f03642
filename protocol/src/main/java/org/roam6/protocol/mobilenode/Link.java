package org.roam6.protocol.mobilenode;

import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * The mobile node's end of the link that it is plugged into.
 *
 * @param on the interface
 * @param address its link-layer address
 * @param linkLocal its link-local address
 */
record Link(InterfaceName on, LinkLayerAddress address, Ipv6Address linkLocal) {}
