package org.roam6.sim.workload;

import java.time.Duration;

/**
 * Datagrams that one program sends to another, at equal intervals.
 *
 * @param from the host of the one
 * @param to the host of the other
 * @param interval the time from one datagram to the next
 */
public record Flow(String from, String to, Duration interval) {

  /** Refuses an interval that is none. */
  public Flow {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("the interval of a flow is more than zero, not " + interval);
    }
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
