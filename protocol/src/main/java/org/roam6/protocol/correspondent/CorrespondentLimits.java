package org.roam6.protocol.correspondent;

/**
 * The bounds on what mobile nodes and others can make a correspondent node do.
 *
 * @param maximumBindings bindings that it has at once; at least 1
 * @param maximumRemembered how many sequence numbers of bindings that are gone it remembers, so that nobody replays the
 *     Binding Updates; with more it gives up nonces, and mobile nodes have to ask for new tokens; at least 1
 */
public record CorrespondentLimits(int maximumBindings, int maximumRemembered) {

  /** 10,000 bindings, and 20,000 that are gone. */
  public static final CorrespondentLimits DEFAULT = CorrespondentLimits.ofBindings(10_000);

  /** Checks the ranges. */
  public CorrespondentLimits {
    if (maximumBindings < 1) {
      throw new IllegalArgumentException("maximumBindings " + maximumBindings + " is less than 1");
    }
    if (maximumRemembered < 1) {
      throw new IllegalArgumentException("maximumRemembered " + maximumRemembered + " is less than 1");
    }
  }

  /** The limits of a correspondent node that has so many bindings, at least 1 and at most 1,000,000,000. */
  public static CorrespondentLimits ofBindings(int maximumBindings) {
    return new CorrespondentLimits(maximumBindings, 2 * maximumBindings);
  }
}
