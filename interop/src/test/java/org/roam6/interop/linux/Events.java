package org.roam6.interop.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.roam6.interop.Descriptors;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.NetlinkException;

/** Reads the kernel's events in tests. */
final class Events {

  private static final int WAIT_MILLISECONDS = 5000;

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
      if (!Descriptors.awaitReadable(events.descriptor(), WAIT_MILLISECONDS)) {
        throw new IOException("only these events came: " + all);
      }
      all.addAll(events.read());
    }
    return all;
  }
}
