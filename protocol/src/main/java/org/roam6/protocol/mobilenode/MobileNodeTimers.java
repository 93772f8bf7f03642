package org.roam6.protocol.mobilenode;

import java.time.Duration;
import org.roam6.protocol.binding.ProtocolConstants;

/**
 * How long a mobile node waits for what; all of them but the last more than zero.
 *
 * @param initialBindackTimeoutFirstReg for the acknowledgement of a first registration (RFC 6275 13)
 * @param initialBindackTimeout for that of any other registration (RFC 6275 12)
 * @param maxBindackTimeout the longest it waits after retransmissions (RFC 6275 12)
 * @param rtrSolicitationInterval for a router's answer to a solicitation (RFC 4861 10)
 * @param routerProbeInterval for the answer of the current router to a solicitation that asks if it is still there
 * @param refusalHoldOff until a home agent is asked again that has refused for a reason that does not go away by
 *     itself, or a link is tried again on which others have all the care-of addresses that were tried
 * @param dhcpMaximumDelay at most before it asks for a leased address on another link (RFC 8415 7.6: SOL_MAX_DELAY)
 */
public record MobileNodeTimers(
    Duration initialBindackTimeoutFirstReg,
    Duration initialBindackTimeout,
    Duration maxBindackTimeout,
    Duration rtrSolicitationInterval,
    Duration routerProbeInterval,
    Duration refusalHoldOff,
    Duration dhcpMaximumDelay) {

  /**
   * The values of the RFCs; 100 milliseconds for a probe; five minutes after a refusal. Zero before DHCPv6: each
   * millisecond is one without care-of address, and nodes do not move at the same moment.
   */
  public static final MobileNodeTimers DEFAULT =
      new MobileNodeTimers(
          ProtocolConstants.INITIAL_BINDACK_TIMEOUT_FIRST_REG,
          ProtocolConstants.INITIAL_BINDACK_TIMEOUT,
          ProtocolConstants.MAX_BINDACK_TIMEOUT,
          Duration.ofSeconds(4),
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ZERO);

  /** Checks the ranges; the message names the field. */
  public MobileNodeTimers {
    requirePositive("initialBindackTimeoutFirstReg", initialBindackTimeoutFirstReg);
    requirePositive("initialBindackTimeout", initialBindackTimeout);
    requirePositive("maxBindackTimeout", maxBindackTimeout);
    requirePositive("rtrSolicitationInterval", rtrSolicitationInterval);
    requirePositive("routerProbeInterval", routerProbeInterval);
    requirePositive("refusalHoldOff", refusalHoldOff);
    if (dhcpMaximumDelay.isNegative()) {
      throw new IllegalArgumentException("dhcpMaximumDelay " + dhcpMaximumDelay + " is less than zero");
    }
  }

  /** The same but for the timeout of a first registration. */
  public MobileNodeTimers withInitialBindackTimeoutFirstReg(Duration timeout) {
    return new MobileNodeTimers(
        timeout,
        initialBindackTimeout,
        maxBindackTimeout,
        rtrSolicitationInterval,
        routerProbeInterval,
        refusalHoldOff,
        dhcpMaximumDelay);
  }

  /** The same but for the longest delay before an address is leased. */
  public MobileNodeTimers withDhcpMaximumDelay(Duration delay) {
    return new MobileNodeTimers(
        initialBindackTimeoutFirstReg,
        initialBindackTimeout,
        maxBindackTimeout,
        rtrSolicitationInterval,
        routerProbeInterval,
        refusalHoldOff,
        delay);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " " + value + " is not more than zero");
    }
  }
}
