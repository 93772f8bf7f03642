package org.roam6.sim.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.roam6.protocol.Time;

/** How often each host does something that it may do so many times in any period of one length. */
final class RateWindows {

  private final int most;
  private final Duration period;
  private final Map<String, Deque<Time>> lately = new HashMap<>();

  RateWindows(int most, Duration period) {
    this.most = most;
    this.period = period;
  }

  /** {@code host} does it at {@code now}: whether that is once too often. */
  boolean isExceededBy(String host, Time now) {
    Deque<Time> moments = lately.computeIfAbsent(host, _ -> new ArrayDeque<>());
    moments.add(now);
    return moments.size() > most && now.since(moments.remove()).compareTo(period) < 0;
  }

  /** {@code host} begins anew and knows nothing of what it did. */
  void forget(String host) {
    lately.remove(host);
  }

  /** All whose names begin like this begin anew. */
  void forgetAllOf(String beginning) {
    lately.keySet().removeIf(name -> name.startsWith(beginning));
  }
}
