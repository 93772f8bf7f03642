package org.roam6.protocol.homeagent;

import java.time.Duration;

/**
 * The bounds on what mobile nodes and others can make a home agent do.
 *
 * @param maximumBindings home addresses that can be registered at once, those whose duplicate address detection is
 *     running and those given up less than {@code MAX_DELETE_BCE_TIMEOUT} ago among them; at least 1
 * @param refusalBurst Binding Acknowledgements with status 144, and with status 146, that each security association
 *     gets in a row; at least 1
 * @param refusalInterval how long it takes until it gets another one, more than zero
 * @param policy who may register from where, and how long and how often
 */
public record HomeAgentLimits(
    int maximumBindings, int refusalBurst, Duration refusalInterval, RegistrationPolicy policy) {

  /** 10,000 bindings; five refusals in a row and one each second. */
  public static final HomeAgentLimits DEFAULT = new HomeAgentLimits(10_000, 5, Duration.ofSeconds(1));

  /** Limits without a policy. */
  public HomeAgentLimits(int maximumBindings, int refusalBurst, Duration refusalInterval) {
    this(maximumBindings, refusalBurst, refusalInterval, RegistrationPolicy.OPEN);
  }

  /** Checks the ranges. */
  public HomeAgentLimits {
    if (maximumBindings < 1) {
      throw new IllegalArgumentException("maximumBindings " + maximumBindings + " is less than 1");
    }
    if (refusalBurst < 1) {
      throw new IllegalArgumentException("refusalBurst " + refusalBurst + " is less than 1");
    }
    if (!refusalInterval.isPositive()) {
      throw new IllegalArgumentException("refusalInterval " + refusalInterval + " is not more than zero");
    }
  }
}
