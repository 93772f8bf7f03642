package org.roam6.sim.link;

import org.roam6.protocol.Time;

/** Takes the frames that arrive at a port. */
@FunctionalInterface
public interface FrameReceiver {

  /** A frame arrived. */
  void receive(Port port, Frame frame, Time now);
}
