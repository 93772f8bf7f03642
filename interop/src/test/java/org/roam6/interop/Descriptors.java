package org.roam6.interop;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.roam6.linux.libc.Libc;

/** Waits for what comes in by descriptors. */
public final class Descriptors {

  private static final short POLLIN = 1;

  private Descriptors() {}

  /** Waits until there is something to read: whether there is. */
  public static boolean awaitReadable(int descriptor, int timeoutMilliseconds) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(8, Integer.BYTES);
      poll.set(ValueLayout.JAVA_INT, 0, descriptor);
      poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      return Libc.system().poll(poll, 1, timeoutMilliseconds) == 1;
    }
  }
}
