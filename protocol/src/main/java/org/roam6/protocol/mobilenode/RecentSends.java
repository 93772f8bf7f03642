package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.roam6.protocol.Time;

/**
 * When messages of a kind were sent lately, to keep a rate.
 *
 * @param times the moments, oldest first, as many as the rate allows in its period
 */
record RecentSends(List<Time> times) {

  /** Nothing was sent. */
  static final RecentSends NONE = new RecentSends(List.of());

  /** Takes a copy of the list. */
  RecentSends {
    times = List.copyOf(times);
  }

  /** The first moment from {@code now} on at which one more keeps to {@code limit} messages in each {@code period}. */
  Time earliest(Time now, int limit, Duration period) {
    if (times.size() < limit) {
      return now;
    }
    Time free = times.get(times.size() - limit).plus(period);
    return free.isBefore(now) ? now : free;
  }

  /** Together with {@code others}. */
  RecentSends and(RecentSends others) {
    return others.times.isEmpty()
        ? this
        : new RecentSends(Stream.concat(times.stream(), others.times.stream()).sorted().toList());
  }

  /** With one sent at {@code now}; only the last {@code limit} are remembered. */
  RecentSends with(Time now, int limit) {
    List<Time> all = new ArrayList<>(times);
    all.add(now);
    return new RecentSends(all.subList(Math.max(0, all.size() - limit), all.size()));
  }
}
