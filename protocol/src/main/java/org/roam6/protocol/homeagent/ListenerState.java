package org.roam6.protocol.homeagent;

import org.roam6.protocol.Time;

/** Whether a mobile node listens to a multicast group. */
sealed interface ListenerState {

  /** When something is due. */
  Time deadline();

  /** It does not. */
  record Absent() implements ListenerState {
    @Override
    public Time deadline() {
      return Time.NEVER;
    }
  }

  /**
   * It does.
   *
   * @param until when it is taken to have left unless it says so again
   */
  record Listening(Time until) implements ListenerState {
    @Override
    public Time deadline() {
      return until;
    }
  }

  /**
   * It may have left, and is asked.
   *
   * @param queriesLeft how often it is asked again
   * @param next when it is asked again, or taken to have left
   */
  record Leaving(int queriesLeft, Time next) implements ListenerState {
    @Override
    public Time deadline() {
      return next;
    }
  }
}
