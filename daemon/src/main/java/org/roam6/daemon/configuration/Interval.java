package org.roam6.daemon.configuration;

import java.time.Duration;
import java.util.Optional;

/**
 * A range of times, from which something is done at random.
 *
 * @param least the shortest
 * @param greatest the longest
 */
record Interval(Duration least, Duration greatest) {

  /**
   * What {@code value} says, in a list of two.
   *
   * @param shortest what neither may go below
   * @param shortestGreatest what the greatest may not go below
   * @param longest what neither may exceed
   */
  static Optional<Interval> read(Value value, Duration shortest, Duration shortestGreatest, Duration longest) {
    return value
        .items(2)
        .flatMap(
            items ->
                items.size() == 2
                    ? items
                        .get(1)
                        .duration(shortestGreatest, longest)
                        .flatMap(
                            most ->
                                items.get(0).duration(shortest, most).map(least -> new Interval(least, most)))
                    : value.refuse(
                        "'" + value.name() + "' has one item",
                        "write the least and the greatest, as in [200s, 600s]"));
  }
}
