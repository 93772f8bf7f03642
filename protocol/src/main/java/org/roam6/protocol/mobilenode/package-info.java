/**
 * The mobile node (RFC 6275 section 11, RFC 4861 6.3, RFC 4862 5.5, RFC 4429): it finds out from link events and router
 * advertisements where it is, forms care-of addresses or leases them ({@link org.roam6.protocol.dhcp}), and keeps its
 * home agent informed. What the host should have at each moment (addresses, routes, the tunnel) is a pure function of
 * the states of these machines.
 *
 * <p>A node with several interfaces does all that on each of them at a time, and registers the best one.
 *
 * <p>A node with home addresses on several home links asks for each of them what a link is: on the home link of one it
 * is away for the others, with a care-of address of that link.
 *
 * <p>Movement detection (RFC 6275 11.5.1 to 11.5.3, RFC 6059), for each interface:
 *
 * <pre>
 *                                          first router advertisement,
 *               carrier                    or answer of a known router
 *   Detached --------------> Soliciting ------------------------------> Attached
 *      ^                         ^  ^            router answers, or is heard   |  ^
 *      |                         |  +--- no answer ----------+                 |  |
 *      |                         |                           |  new prefix,    v  |
 *      +------- no carrier (from every state)             Verifying <------ missed advertisement
 * </pre>
 *
 * <p>Registration with the home agent (RFC 6275 11.5.5, 11.7.1, 11.7.3, 11.8), one for each entry of the Binding Update
 * List:
 *
 * <pre>
 *             new care-of address               accepted
 *   AtHome ------------------------> Registering -----> Registered      refused: Refused, later Registering again
 *     ^                                ^   |               |            no link: Interrupted, until there is one
 *     | acknowledged                   |   | home prefix   |            status 134: HomeAddressLost, for good
 *     |                                |   v               v
 *     +--------------------------- Returning <---- Resolving (the home agent's link-layer address is not known)
 * </pre>
 *
 * <p>Search for home agents (RFC 6275 11.4.1), where none is configured and all that are known were tried:
 *
 * <pre>
 *            needed              no answer to the last request
 *   Idle --------------> Asking ------------------------------> Resting, then Idle again
 *     ^                    |  the home link tells of some:         ^
 *     +-- registered, -----+--- they are tried, each as above -----+
 *         at home
 * </pre>
 *
 * <p>Registration with a correspondent node (RFC 6275 11.6, 11.7.2 to 11.7.4), one for each that packets were exchanged
 * with, where the policy allows it:
 *
 * <pre>
 *          tunnelled packet           tokens, and the home           accepted
 *   Idle ------------------> Testing ---------------------> Updating --------> Bound
 *    ^ ^                      ^  ^    agent acknowledged        |              |  ^  |
 *    | |                      |  +----- token refused ----------+    refresh   |  |  | nobody talks
 *    | +-- no answer, refused-+---------------------------------+--------------+  |  v
 *    +---------------------------------- binding ends --------------------------- Lapsing
 * </pre>
 *
 * After a move the same way leads to a new binding, or to a deletion where nobody talks, or at home. Before anything of
 * that packets go by the home agent.
 *
 * <p>The prefixes of the home link (RFC 6275 11.4.2, 11.8), where the mobile node may ask for them:
 *
 * <pre>
 *              status 1, told unasked, prefix about to end              no answer: after 3 s, 6 s ... 32 s
 *   Content -------------------------------------------> Soliciting --+
 *     ^  |                                                ^  |  |  ^--+
 *     |  +--- not registered ---&gt; Waiting ---------------+  |  |
 *     |                              ^       registered      |  |
 *     |                              +----- no link ---------+  | answer, or at home
 *     +---------------------------------------------------------+
 * </pre>
 *
 * <p>What the kernel says of multicast groups that are joined on the tunnel interface goes to the home agent once that
 * has asked, as long as the binding lasts (RFC 6275 11.3.4): {@code ListenerReports}.
 */
package org.roam6.protocol.mobilenode;
