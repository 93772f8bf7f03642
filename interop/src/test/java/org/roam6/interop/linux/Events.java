package org.roam6.interop.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.NetlinkException;

/** Reads the kernel's events in tests. */
final class Events {

  private static final int WAIT_MILLISECONDS = 5000;
  private static final short POLLIN = 1;

  private Events() {}

  /** The events that have come by now. */
  static List<KernelEvent> pending(KernelEvents events) throws NetlinkException {
    List<KernelEvent> all = new ArrayList<>();
    for (List<KernelEvent> some = events.read(); !some.isEmpty(); some = events.read()) {
      all.addAll(some);
    }
    return all;
  }

  /** The first event of this kind, and all before it. */
  static List<KernelEvent> await(KernelEvents events, Predicate<KernelEvent> wanted) throws IOException {
    List<KernelEvent> all = new ArrayList<>();
    while (all.stream().noneMatch(wanted)) {
      if (!readable(events.descriptor(), WAIT_MILLISECONDS)) {
        throw new IOException("only these events came: " + all);
      }
      all.addAll(events.read());
    }
    return all;
  }

  /** Waits until there is something to read. */
  static boolean readable(int descriptor, int timeoutMilliseconds) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(8, Integer.BYTES);
      poll.set(ValueLayout.JAVA_INT, 0, descriptor);
      poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      return Libc.system().poll(poll, 1, timeoutMilliseconds) == 1;
    }
  }
}
