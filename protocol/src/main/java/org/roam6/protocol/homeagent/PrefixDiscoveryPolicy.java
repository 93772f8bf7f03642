package org.roam6.protocol.homeagent;

import java.time.Duration;
import org.roam6.protocol.binding.ProtocolConstants;

/**
 * Whether and when a home agent tells mobile nodes that are away the prefixes of the home link. RFC 6275 8.4: "this
 * behavior MUST be configurable, so that home agents can be configured to avoid sending such Prefix Advertisements".
 *
 * @param enabled whether it does, though nothing protects the messages
 * @param minimumInterval MinMobPfxAdvInterval: how long a change waits at least until it is told, more than zero
 * @param maximumInterval MaxMobPfxAdvInterval: after how long it is all told again, not shorter
 */
public record PrefixDiscoveryPolicy(boolean enabled, Duration minimumInterval, Duration maximumInterval) {

  /** It does not. */
  public static final PrefixDiscoveryPolicy OFF =
      new PrefixDiscoveryPolicy(
          false, ProtocolConstants.MIN_MOB_PFX_ADV_INTERVAL, ProtocolConstants.MAX_MOB_PFX_ADV_INTERVAL);

  /** It does, with the intervals that RFC 6275 has as defaults. */
  public static final PrefixDiscoveryPolicy DEFAULT =
      new PrefixDiscoveryPolicy(true, OFF.minimumInterval, OFF.maximumInterval);

  /** Checks the ranges; the message names the field. */
  public PrefixDiscoveryPolicy {
    if (!minimumInterval.isPositive()) {
      throw new IllegalArgumentException("minimumInterval " + minimumInterval + " is not more than zero");
    }
    if (maximumInterval.compareTo(minimumInterval) < 0) {
      throw new IllegalArgumentException("maximumInterval " + maximumInterval + " is less than minimumInterval");
    }
  }
}
