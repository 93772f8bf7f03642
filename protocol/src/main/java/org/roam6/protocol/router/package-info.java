/**
 * The router of a link that mobile nodes visit or call home: it sends router advertisements (RFC 4861 6.2) with what
 * RFC 6275 7 adds to them, so that no other advertising daemon is needed beside Roam6.
 *
 * <p>Each advertising interface goes through the same life:
 *
 * <pre>
 *              carrier                    MAX_INITIAL_RTR_ADVERTISEMENTS sent
 *   Silent ---------------> Introducing ----------------------------------------> Settled
 *     ^                          |                                                   |
 *     +--------------------------+-------------- no carrier --------------------------+
 * </pre>
 */
package org.roam6.protocol.router;
