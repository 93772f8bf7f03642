package org.roam6.protocol.homeagent;

/**
 * The bounds on the multicast groups that mobile nodes can listen to through their tunnels.
 *
 * @param perBinding groups of one mobile node, at least 1
 * @param inAll memberships of all of them together, at least 1
 */
public record GroupLimits(int perBinding, int inAll) {

  /** 64 groups of one node, and 10,000 memberships. */
  public static final GroupLimits DEFAULT = new GroupLimits(64, 10_000);

  /** Checks the ranges. */
  public GroupLimits {
    if (perBinding < 1) {
      throw new IllegalArgumentException("perBinding " + perBinding + " is less than 1");
    }
    if (inAll < 1) {
      throw new IllegalArgumentException("inAll " + inAll + " is less than 1");
    }
  }
}
