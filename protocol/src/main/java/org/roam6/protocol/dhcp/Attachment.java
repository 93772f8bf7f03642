package org.roam6.protocol.dhcp;

import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;

/**
 * The link on which an address is leased, as far as it can be told from others.
 *
 * @param own the link-layer address of the client's interface
 * @param router the link-local address of the router that says that addresses are leased there
 * @param routerLinkLayerAddress its link-layer address
 */
public record Attachment(LinkLayerAddress own, Ipv6Address router, LinkLayerAddress routerLinkLayerAddress) {}
