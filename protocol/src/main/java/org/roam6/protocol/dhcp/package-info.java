/**
 * Leases one address for one interface by DHCPv6 (RFC 8415, client side, one IA_NA), fast enough for a node that moves:
 * with Rapid Commit, and without waiting where nothing calls for it.
 *
 * <pre>
 *          on a link                Advertise              Reply            T1               T2
 *   Idle -----------> Soliciting --------------> Requesting -----> Bound -----> Renewing -----> Rebinding
 *    |                 |     ^                                      ^  |            |               |
 *    |                 |     |                 Reply, Rapid Commit  |  |<-- Reply --+---------------+
 *    |                 +-----|--------------------------------------+  |
 *    | on the link           | NotOnLink                            ^  | another node has the address
 *    | of a lease            |                                      |  v
 *    +-----------------> Confirming -- Reply, or none in 10 s ------+  Declining --> Soliciting
 * </pre>
 *
 * <p>Where the lease ends, or the node is refused, it is Soliciting again; without link it is Idle.
 */
package org.roam6.protocol.dhcp;
