package org.roam6.protocol.router;

import java.time.Duration;
import org.roam6.protocol.Time;

/**
 * Bounds how many solicitations are answered at once, so that nobody makes a router flood its link: beyond it they are
 * answered as RFC 4861 6.2.6 has it.
 *
 * @param windowEnd when counting starts anew
 * @param answered answers given before that
 */
record AnswerLimit(Time windowEnd, int answered) {

  static final AnswerLimit UNUSED = new AnswerLimit(Time.ZERO, 0);

  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final int ANSWERS_PER_WINDOW = 100;

  boolean allows(Time now) {
    return windowEnd.isDue(now) || answered < ANSWERS_PER_WINDOW;
  }

  AnswerLimit afterAnswer(Time now) {
    return windowEnd.isDue(now)
        ? new AnswerLimit(now.plus(WINDOW), 1)
        : new AnswerLimit(windowEnd, answered + 1);
  }
}
