/**
 * Neighbor Discovery as the roles of Mobile IPv6 do it themselves: duplicate address detection (RFC 4862 5.4) and the
 * packets for it, solicitations of routers and advertisements of neighbours (RFC 4861 4 and 7.2).
 */
package org.roam6.protocol.neighbor;
