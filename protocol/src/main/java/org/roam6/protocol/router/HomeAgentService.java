package org.roam6.protocol.router;

import java.time.Duration;

/**
 * What a router says of itself as a home agent (RFC 6275 7.4).
 *
 * @param preference HomeAgentPreference, 0 to {@value #MAXIMUM_PREFERENCE}; a greater one is preferred, default 0
 * @param lifetime HomeAgentLifetime, 1 s to 18.2 h; the time for which the router serves as home agent
 */
public record HomeAgentService(int preference, Duration lifetime) {

  /** RFC 6275 7.4: Home Agent Preference is a "16-bit unsigned integer". */
  public static final int MAXIMUM_PREFERENCE = 65_535;

  /** RFC 6275 7.4: "The maximum value corresponds to 18.2 hours." */
  public static final Duration MAXIMUM_LIFETIME = Duration.ofSeconds(65_535);

  /** Refuses what does not fit the option; RFC 6275 7.4: "A value of 0 MUST NOT be used." */
  public HomeAgentService {
    if (preference < 0 || preference > MAXIMUM_PREFERENCE) {
      throw new IllegalArgumentException("home agent preference " + preference + " is not 0 to 65535");
    }
    if (lifetime.toSeconds() < 1 || lifetime.compareTo(MAXIMUM_LIFETIME) > 0) {
      throw new IllegalArgumentException("home agent lifetime " + lifetime + " is not 1 to 65535 seconds");
    }
  }
}
