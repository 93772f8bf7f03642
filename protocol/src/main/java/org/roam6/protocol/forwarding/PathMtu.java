package org.roam6.protocol.forwarding;

/** What is known of how long packets may be on a path. */
final class PathMtu {

  // RFC 8201 5.3: what was learned is given up "on the order of 10 minutes" later.
  private static final long LEARNED_NANOS = 600_000_000_000L;

  private final int linkMtu;
  private int learned;
  private long learnedUntilNanos;

  /**
   * A path that carries what its first link does.
   *
   * @param linkMtu octets; less than 1280 counts as 1280
   */
  PathMtu(int linkMtu) {
    this.linkMtu = Math.max(ForwardingState.MINIMUM_MTU, linkMtu);
  }

  /** Octets of the packets that the path carries, as far as is known; at least 1280. */
  int octets(long nowNanos) {
    return nowNanos < learnedUntilNanos ? Math.min(linkMtu, learned) : linkMtu;
  }

  // RFC 8201 4: "A node must not increase its estimate of the Path MTU in response to the contents of a Packet Too Big
  // message."
  void learn(int mtu, long nowNanos) {
    if (mtu < octets(nowNanos)) {
      learned = mtu;
      learnedUntilNanos = nowNanos + LEARNED_NANOS;
    }
  }

  /** Knows what was learned of the same path before. */
  void inherit(PathMtu before) {
    learned = before.learned;
    learnedUntilNanos = before.learnedUntilNanos;
  }
}
