package org.roam6.sim.link;

import org.roam6.protocol.Time;

/** Sees what happens on links. */
public interface LinkWatcher {

  /** A frame was sent on a link. */
  void sent(Link link, Port from, Frame frame, Time now);

  /** A frame does not arrive, or not whole, or not as it should. */
  void harmed(Link link, Frame frame, Harm harm, Time now);

  /** What can happen to a frame. */
  enum Harm {
    /** By chance. */
    LOST,
    /** By chance. */
    DUPLICATED,
    /** By chance. */
    DELAYED,
    /** By chance. */
    CORRUPTED,
    /** Receiver and sender are parted. */
    PARTITIONED,
    /** The link is clogged, and its queue full. */
    OVERFLOWED,
    /** The receiver left the link meanwhile. */
    RECEIVER_GONE
  }
}
