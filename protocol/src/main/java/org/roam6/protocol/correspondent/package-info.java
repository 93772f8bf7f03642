/**
 * The correspondent node (RFC 6275 8.2, 9): it answers those who ask for keygen tokens, without remembering any of them,
 * and has packets to the mobile nodes that prove by them where they are go there. Each binding goes through these
 * states, every one with its own deadline:
 *
 * <pre>
 *            Binding Update             Binding Update: stays, moves; packets; errors
 *   Absent ------------------&gt; Bound --+
 *     ^ ^                       | ^ ^---+
 *     | |  nonces too old yet   | |
 *     | +-----------------------+ | Binding Update with greater number
 *     |                         | |
 *     |                         v |    lifetime 0, lifetime over, displaced, unreachable
 *     +---------------------- Removed
 *        a nonce is too old
 * </pre>
 *
 * <p>{@link org.roam6.protocol.correspondent.Correspondent} tests and authorizes what comes in and owns the tables;
 * {@code BindingMachine} says what becomes of one binding; {@code Nonces} are what tokens are made of.
 */
package org.roam6.protocol.correspondent;
