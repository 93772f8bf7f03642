package org.roam6.protocol.homeagent;

import java.time.Duration;
import org.roam6.protocol.Time;
import org.roam6.protocol.homeagent.ListenerState.Absent;
import org.roam6.protocol.homeagent.ListenerState.Leaving;
import org.roam6.protocol.homeagent.ListenerState.Listening;

/**
 * One multicast group of one mobile node, from state to state: what RFC 3810 7 asks of a router on a link with one
 * listener. Sources are not told apart: who listens to some of them gets the packets of all, and its kernel chooses.
 */
final class ListenerMachine {

  /** RFC 3810 9.1, Robustness Variable: "Default value: 2." */
  static final int ROBUSTNESS = 2;

  /** RFC 3810 9.2, Query Interval: "the interval between General Queries", "Default value: 125 seconds." */
  static final Duration QUERY_INTERVAL = Duration.ofSeconds(125);

  // RFC 3810 9.3: "By varying the [Query Response Interval], an administrator may tune the burstiness of MLD messages
  // on the link": there is but one listener.
  /** Within what time a mobile node is to answer. */
  static final Duration QUERY_RESPONSE_INTERVAL = Duration.ofSeconds(1);

  /**
   * RFC 3810 9.4: "This value MUST be ([Robustness Variable] times [Query Interval]) plus [Query Response Interval]."
   */
  static final Duration LISTENING_INTERVAL =
      QUERY_INTERVAL.multipliedBy(ROBUSTNESS).plus(QUERY_RESPONSE_INTERVAL);

  /** RFC 3810 9.8, Last Listener Query Interval: "Default value: 1000 (1 second)." */
  static final Duration LAST_LISTENER_QUERY_INTERVAL = Duration.ofSeconds(1);

  private ListenerMachine() {}

  /** What can happen to a membership. */
  enum Input {
    /** The node says that it listens. */
    REPORTED,
    /** The node says that it listens no longer, or to fewer sources. */
    LEFT,
    /** The deadline has come. */
    DUE
  }

  /**
   * What follows.
   *
   * @param next the state after it
   * @param asks whether the node is to be asked about this group
   */
  record Step(ListenerState next, boolean asks) {}

  static Step step(ListenerState state, Input input, Time now) {
    return switch (state) {
      case Absent absent -> switch (input) {
        case REPORTED -> listening(now);
        case LEFT, DUE -> new Step(absent, false);
      };
      case Listening listening -> switch (input) {
        case REPORTED -> listening(now);
        // RFC 3810 7.6.3.1: "the Filter Timer must be lowered to LLQT. The Querier must then immediately send a
        // Multicast Address Specific query as well as schedule [Last Listener Query Count - 1] query retransmissions"
        case LEFT -> ask(ROBUSTNESS, now);
        case DUE -> new Step(new Absent(), false);
      };
      case Leaving leaving -> switch (input) {
        case REPORTED -> listening(now);
        case LEFT -> new Step(leaving, false);
        case DUE -> leaving.queriesLeft() > 0 ? ask(leaving.queriesLeft(), now) : new Step(new Absent(), false);
      };
    };
  }

  private static Step listening(Time now) {
    return new Step(new Listening(now.plus(LISTENING_INTERVAL)), false);
  }

  private static Step ask(int times, Time now) {
    return new Step(new Leaving(times - 1, now.plus(LAST_LISTENER_QUERY_INTERVAL)), true);
  }
}
