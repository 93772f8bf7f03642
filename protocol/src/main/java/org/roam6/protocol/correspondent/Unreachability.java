package org.roam6.protocol.correspondent;

import java.time.Duration;
import org.roam6.protocol.Time;

/**
 * What errors say of a care-of address. Anybody who knows the addresses can forge them, and a router may send a few while
 * routes change: only many over some time, with nothing heard of the mobile node in between, count.
 *
 * @param errors how many were counted in a row, one a second at most
 * @param first when the first of them came
 * @param last when the last of them came
 */
record Unreachability(int errors, Time first, Time last) {

  /** Nothing is wrong. */
  static final Unreachability NONE = new Unreachability(0, Time.ZERO, Time.ZERO);

  static final int PERSISTENT_ERRORS = 5;
  static final Duration PERSISTENT_TIME = Duration.ofSeconds(10);
  /** After that long without an error the next one is a first one. */
  static final Duration MEMORY = Duration.ofSeconds(30);

  private static final Duration APART = Duration.ofSeconds(1);

  /** What is known after one more error. */
  Unreachability error(Time now) {
    if (errors == 0 || last.plus(MEMORY).isDue(now)) {
      return new Unreachability(1, now, now);
    }
    return last.plus(APART).isDue(now) ? new Unreachability(errors + 1, first, now) : this;
  }

  // RFC 6275 9.3.4: "it is important that only persistent ICMP messages lead to the deletion of the Binding Cache entry"
  boolean isPersistent() {
    return errors >= PERSISTENT_ERRORS && first.plus(PERSISTENT_TIME).isDue(last);
  }
}
