package org.roam6.linux.tun;

import java.time.Duration;

/**
 * How many packets of a mobile node may wait while it moves, and how long; the oldest give way to newer ones.
 *
 * @param packets 0 to {@value #MOST_PACKETS}; a row of TCP segments counts as one
 * @param time not negative, at most a minute
 */
public record HoldLimits(int packets, Duration time) {

  /** The largest number of packets: room for the largest packet is set apart for each. */
  public static final int MOST_PACKETS = 1024;

  /** The longest time. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  /** 64 packets for half a second. */
  public static final HoldLimits DEFAULT = new HoldLimits(64, Duration.ofMillis(500));

  /** No packets wait. */
  public static final HoldLimits NONE = new HoldLimits(0, Duration.ZERO);

  /** Checks the ranges. */
  public HoldLimits {
    if (packets < 0 || packets > MOST_PACKETS) {
      throw new IllegalArgumentException("packets " + packets + " is not 0 to " + MOST_PACKETS);
    }
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("time " + time + " is not up to " + LONGEST);
    }
  }
}
