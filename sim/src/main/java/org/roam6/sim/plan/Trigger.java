package org.roam6.sim.plan;

import java.time.Duration;
import org.roam6.protocol.Time;

/** When a step of a plan is taken. */
public sealed interface Trigger {

  /** At a moment. */
  record At(Time moment) implements Trigger {}

  /**
   * Some time after a host told something, as {@code binding-update-sent}: how a plan meets the moment that hurts.
   *
   * @param host the host
   * @param notice the kind of the notice
   * @param number which one of that kind, 1 for the first
   * @param after how long after it
   */
  record OnNotice(String host, String notice, int number, Duration after) implements Trigger {}
}
