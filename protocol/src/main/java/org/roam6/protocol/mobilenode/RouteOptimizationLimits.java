package org.roam6.protocol.mobilenode;

import java.time.Duration;

/**
 * The bounds on what correspondent nodes, and whoever claims to be one, can make a mobile node do.
 *
 * @param maxCorrespondents how many are known at once; at least 1
 * @param recent how long after the last packet a correspondent node counts as talked to: its binding is refreshed, and
 *     follows a move; more than zero
 * @param holdOff until one is asked again that does not support route optimization; more than zero
 * @param firstHoldOff the same after the first failure that may be none of its own making; it doubles with each further
 *     one, up to {@code holdOff}; more than zero
 */
public record RouteOptimizationLimits(
    int maxCorrespondents, Duration recent, Duration holdOff, Duration firstHoldOff) {

  /** 256 correspondent nodes, a minute, ten minutes, and a minute. */
  public static final RouteOptimizationLimits DEFAULT =
      new RouteOptimizationLimits(256, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(1));

  /** Checks the ranges; the message names the field. */
  public RouteOptimizationLimits {
    if (maxCorrespondents < 1) {
      throw new IllegalArgumentException("maxCorrespondents " + maxCorrespondents + " is less than 1");
    }
    requirePositive("recent", recent);
    requirePositive("holdOff", holdOff);
    requirePositive("firstHoldOff", firstHoldOff);
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " " + value + " is not more than zero");
    }
  }
}
