package org.roam6.sim.check;

import java.util.function.Consumer;
import org.roam6.protocol.Time;
import org.roam6.sim.world.Observer;

/** Watches over one invariant. */
public abstract class Checker implements Observer {

  private Consumer<Violation> sink = _ -> {};

  /** A checker that has seen nothing yet. */
  protected Checker() {}

  /** Where violations go. */
  final void reportTo(Consumer<Violation> receiver) {
    sink = receiver;
  }

  /** The invariant in a few words joined by hyphens. */
  public abstract String name();

  /** The simulation ends. */
  protected void finish(Time now) {}

  /** Tells that the invariant does not hold. */
  protected final void violated(Time now, String what) {
    sink.accept(new Violation(name(), what, now));
  }
}
