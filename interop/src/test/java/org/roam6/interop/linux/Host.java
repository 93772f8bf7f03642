package org.roam6.interop.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.roam6.interop.Descriptors;
import org.roam6.linux.host.Interfaces;
import org.roam6.linux.host.Reconciler;
import org.roam6.linux.netlink.KernelEvent;
import org.roam6.linux.netlink.KernelEvents;
import org.roam6.linux.netlink.RouteNetlink;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;

/** The part of a running Roam6 that keeps the kernel as it is wanted, in the namespace of the thread that made it. */
final class Host implements AutoCloseable {

  private final RouteNetlink netlink = RouteNetlink.open();
  private final KernelEvents events = KernelEvents.open();
  private final List<Event> told = new ArrayList<>();
  private final Interfaces interfaces = new Interfaces(netlink, told::add);
  private final Reconciler reconciler;
  private Time now = new Time(1_000_000_000);

  Host(Path runtime) throws IOException {
    reconciler = Reconciler.open(netlink, runtime);
    interfaces.resynchronize(now);
  }

  Reconciler reconciler() {
    return reconciler;
  }

  /** Wants an item, which the kernel takes at once. */
  void want(Desired.OfKernel item) {
    Optional<Reconciler.Unmet> unmet = reconciler.want(item, tick());
    if (unmet.isPresent()) {
      throw new AssertionError(unmet.get());
    }
  }

  /** What nodes were told of interfaces and addresses, from the start on. */
  List<Event> told() {
    return told;
  }

  /** Lives on until nodes are told so. */
  void awaitTold(Predicate<Event> wanted) throws IOException {
    while (told.stream().noneMatch(wanted)) {
      if (!Descriptors.awaitReadable(events.descriptor(), 5000)) {
        throw new AssertionError("only told of " + told);
      }
      handleEvents();
    }
  }

  /** Handles the events that have come by now, and what they lead to. */
  void handleEvents() throws IOException {
    for (KernelEvent event : Events.pending(events)) {
      interfaces.handle(event, now);
      reconciler.handle(event, tick());
    }
    if (reconciler.next().isDue(tick())) {
      reconciler.reached(now);
    }
  }

  /** Asks the interfaces that are watched, as the event loop would some milliseconds later. */
  void poll() {
    if (interfaces.next().isDue(tick())) {
      interfaces.reached(now);
    }
  }

  private Time tick() {
    now = new Time(now.nanos() + 50_000_000);
    return now;
  }

  /** Ends as a killed process does: nothing is taken back. */
  void kill() {
    events.close();
    netlink.close();
  }

  @Override
  public void close() throws IOException {
    reconciler.close();
    kill();
  }
}
