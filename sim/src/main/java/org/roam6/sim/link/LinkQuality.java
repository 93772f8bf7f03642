package org.roam6.sim.link;

import java.time.Duration;

/**
 * How well a link carries frames. What goes wrong by chance is taken out of the {@link FaultBudget}.
 *
 * @param delay how long a frame is under way; frames to one receiver keep their order
 * @param loss the probability that a receiver does not get a frame, 0 to 1
 * @param duplication that it gets it twice
 * @param reordering that it gets it late, behind frames that were sent after it
 * @param corruption that octets of it are changed
 */
public record LinkQuality(Delay delay, double loss, double duplication, double reordering, double corruption) {

  /** A link where nothing goes wrong. */
  public static LinkQuality perfect(Duration delay) {
    return new LinkQuality(new Delay.Fixed(delay), 0, 0, 0, 0);
  }

  /** This quality without anything that goes wrong by chance. */
  public LinkQuality withoutFaults() {
    return new LinkQuality(delay, 0, 0, 0, 0);
  }

  boolean isFaultless() {
    return loss == 0 && duplication == 0 && reordering == 0 && corruption == 0;
  }
}
