package org.roam6.sim.network;

import java.time.Duration;
import java.util.List;

/**
 * Who does route optimization in a network (RFC 6275 5.2, 9, 11.7), by the names of hosts. A name of a host that there
 * is not does nothing.
 *
 * @param correspondents hosts that are correspondent nodes; mobile nodes, too
 * @param mobileNodes mobile nodes that try it with everyone
 * @param maximumBindings how many bindings a correspondent node has at most
 * @param maximumLifetime the longest lifetime that one grants, 4 to 420 seconds
 */
public record RouteOptimization(
    List<String> correspondents, List<String> mobileNodes, int maximumBindings, Duration maximumLifetime) {

  /** How long a mobile node leaves a correspondent node alone that does not support it, here. */
  public static final Duration HOLD_OFF = Duration.ofSeconds(40);

  /** The same after a first failure that may be none of the correspondent node's making. */
  public static final Duration FIRST_HOLD_OFF = Duration.ofSeconds(10);

  /** Nobody does it. */
  public static final RouteOptimization NONE =
      new RouteOptimization(List.of(), List.of(), 10_000, Duration.ofMinutes(7));

  /** Takes copies of the lists. */
  public RouteOptimization {
    correspondents = List.copyOf(correspondents);
    mobileNodes = List.copyOf(mobileNodes);
  }

  /** Whether anybody takes part. */
  public boolean isAny() {
    return !correspondents.isEmpty() || !mobileNodes.isEmpty();
  }

  /** With other correspondent nodes. */
  public RouteOptimization withCorrespondents(List<String> others) {
    return new RouteOptimization(others, mobileNodes, maximumBindings, maximumLifetime);
  }

  /** With other mobile nodes. */
  public RouteOptimization withMobileNodes(List<String> others) {
    return new RouteOptimization(correspondents, others, maximumBindings, maximumLifetime);
  }

  /** With another bound. */
  public RouteOptimization withMaximumBindings(int most) {
    return new RouteOptimization(correspondents, mobileNodes, most, maximumLifetime);
  }

  /** With another longest lifetime. */
  public RouteOptimization withMaximumLifetime(Duration longest) {
    return new RouteOptimization(correspondents, mobileNodes, maximumBindings, longest);
  }

  /** Without a host. */
  public RouteOptimization without(String host) {
    return withCorrespondents(correspondents.stream().filter(each -> !each.equals(host)).toList())
        .withMobileNodes(mobileNodes.stream().filter(each -> !each.equals(host)).toList());
  }
}
