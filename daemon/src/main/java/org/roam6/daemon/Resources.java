package org.roam6.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.roam6.protocol.Notice.Level;

/** What was opened, in its order, to be closed in the opposite one, whatever fails on the way. */
final class Resources implements AutoCloseable {

  /** How something is closed. */
  interface Closing {
    void close() throws IOException;
  }

  private final Deque<Closing> open = new ArrayDeque<>();
  private final Voice voice;

  Resources(Voice voice) {
    this.voice = voice;
  }

  /** Will be closed by {@code closing}, before all that was added so far. */
  <T> T add(T resource, Closing closing) {
    open.push(closing);
    return resource;
  }

  @Override
  public void close() {
    for (Closing closing = open.poll(); closing != null; closing = open.poll()) {
      try {
        closing.close();
      } catch (IOException failure) {
        voice.say(Level.WARNING, "while stopping: " + failure.getMessage());
      }
    }
  }
}
