/**
 * The home agent (RFC 6275 8.4, 9.5, 10.1 to 10.4): it registers the care-of addresses of mobile nodes, stands in for
 * them on the home link and has their packets tunnelled. Each binding goes through these states, every one with its own
 * deadline:
 *
 * <pre>
 *              Binding Update                  nobody answered
 *   Absent ----------------------&gt; Detecting ------------------&gt; Bound --+ Binding Update:
 *     ^ ^                           |  |  ^                       |  | ^---+ refresh, new care-of address
 *     | |    duplicate: status 134  |  |  | Binding Update        |  |
 *     | +---------------------------+  |  | with greater number   |  | lifetime 0
 *     |                     lifetime 0 v  |                       |  |
 *     |   MAX_DELETE_BCE_TIMEOUT     Deleted &lt;--------------------|--+
 *     +--------------------------------+                          |
 *     +-----------------------------------------------------------+ lifetime over
 * </pre>
 *
 * <p>A Binding Update with lifetime 0 leads from Absent to Deleted, too, though it is refused: what was sent before it
 * may come later.
 *
 * <p>Where mobile nodes are told the prefixes of the home link (RFC 6275 10.6), there is a second state for each
 * binding that is Bound:
 *
 * <pre>
 *              news, or nothing told for long                time has come
 *   Settled ------------------------------&gt; Scheduled --------------------&gt; Unacknowledged --+ told again
 *      ^                                       ^  ^                            |      |  ^-----+
 *      | solicitation, in every state          |  +--- Binding Update, news ---+      | PREFIX_ADV_RETRIES
 *      | (Answering until a second is over)    |                                      v
 *      +-------------------------------        +------ Binding Update, news ------- GivenUp
 * </pre>
 *
 * <p>{@link org.roam6.protocol.homeagent.HomeAgent} tests and authenticates what comes in and owns the table;
 * {@code BindingMachine} says what becomes of one binding, {@code PrefixAdvertisingMachine} what its mobile node is
 * told.
 *
 * <p>With multicast (RFC 6275 10.4.3) {@code GroupListeners} asks the nodes with a binding which groups they listen to,
 * and {@code ListenerMachine} says what becomes of one membership.
 */
package org.roam6.protocol.homeagent;
