package org.roam6.protocol.mobilenode;

import org.roam6.protocol.binding.ProtocolConstants;

/**
 * The bounds on what routers and others can make a mobile node do; all of them at least 1.
 *
 * @param maxUpdateRate Binding Updates in a second (RFC 6275 12)
 * @param maxRtrSolicitations router solicitations on one link while no router answers (RFC 4861 10)
 * @param solicitationBurst router solicitations in one {@code rtrSolicitationInterval}, however often the cable is
 *     pulled and put back
 * @param maxRouters routers of one link that are remembered
 * @param maxPrefixes prefixes of one link that are remembered
 * @param maxKnownLinks links of former visits that are remembered, and routers of them that are asked at once (RFC
 *     6059)
 * @param routerProbes solicitations without answer after which a router counts as gone
 * @param idgenRetries interface identifiers that are tried after duplicate care-of addresses on one link
 */
public record MobileNodeLimits(
    int maxUpdateRate,
    int maxRtrSolicitations,
    int solicitationBurst,
    int maxRouters,
    int maxPrefixes,
    int maxKnownLinks,
    int routerProbes,
    int idgenRetries) {

  /** The values of the RFCs; a burst of 10 solicitations, 8 routers, 16 prefixes, 6 links, 2 probes. */
  public static final MobileNodeLimits DEFAULT =
      new MobileNodeLimits(ProtocolConstants.MAX_UPDATE_RATE, 3, 10, 8, 16, 6, 2, 3);

  /** Checks the ranges; the message names the field. */
  public MobileNodeLimits {
    requireOne("maxUpdateRate", maxUpdateRate);
    requireOne("maxRtrSolicitations", maxRtrSolicitations);
    requireOne("solicitationBurst", solicitationBurst);
    requireOne("maxRouters", maxRouters);
    requireOne("maxPrefixes", maxPrefixes);
    requireOne("maxKnownLinks", maxKnownLinks);
    requireOne("routerProbes", routerProbes);
    requireOne("idgenRetries", idgenRetries);
  }

  private static void requireOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + " is less than 1");
    }
  }
}
