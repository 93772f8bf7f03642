package org.roam6.daemon;

import org.roam6.protocol.Notice.Level;

/** Tells facts of the daemon itself. */
interface Voice {
  void say(Level level, String text);
}
