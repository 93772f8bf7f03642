package org.roam6.protocol.mobilenode;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.NtpTimestamp;

/**
 * The time of day at a moment.
 *
 * @param timeOfDay the node's own time of day
 * @param at the moment
 */
record ClockReading(NtpTimestamp timeOfDay, Time at) {

  /** More than a clock that is merely wrong goes astray between two Binding Updates, as a rule. */
  private static final Duration NOTEWORTHY = Duration.ofSeconds(1);

  /**
   * Whether the time of day has gone on since by more than the node has lived to see. A virtual machine that was resumed
   * from a snapshot finds it so: what it did in the meantime it does not know.
   */
  boolean hasMissedTime(NtpTimestamp laterTimeOfDay, Time later) {
    return laterTimeOfDay.isAfter(timeOfDay.plus(later.since(at)).plus(NOTEWORTHY));
  }
}
