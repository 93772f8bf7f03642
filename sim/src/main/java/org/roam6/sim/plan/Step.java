package org.roam6.sim.plan;

/** One thing that is done, and when. */
public record Step(Trigger when, Action action) {

  /** Whether it waits for a host, or does something with it. */
  public boolean concerns(String host) {
    boolean waitsFor = when instanceof Trigger.OnNotice on && on.host().equals(host);
    return waitsFor || action.hosts().contains(host);
  }
}
