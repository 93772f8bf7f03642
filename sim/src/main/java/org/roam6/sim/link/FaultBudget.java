package org.roam6.sim.link;

/**
 * How many frames may still be harmed by chance. Without such a bound every packet of a registration could be lost for
 * ever, and nothing could be said about how long an outage lasts.
 */
public final class FaultBudget {

  private long left;
  private long spent;

  /** A budget of {@code faults} frames. */
  public FaultBudget(long faults) {
    this.left = faults;
  }

  /** Whether one more frame may be harmed; if so it counts. */
  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    spent++;
    return true;
  }

  /** No frame is harmed from now on. */
  public void end() {
    left = 0;
  }

  /** How many frames were harmed. */
  public long spent() {
    return spent;
  }
}
