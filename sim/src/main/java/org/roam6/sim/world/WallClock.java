package org.roam6.sim.world;

import org.roam6.protocol.Time;

/** What a host takes for the time of day. */
final class WallClock {

  private static final double NANOS = 1e9;

  private final long trueOffsetNanos;
  private long errorNanos;
  private double driftNanosPerSecond;
  private Time driftingSince = Time.ZERO;

  /** A clock that is right: {@code trueOffsetNanos} are added to the time of the simulation. */
  WallClock(long trueOffsetNanos) {
    this.trueOffsetNanos = trueOffsetNanos;
  }

  /** Nanoseconds from 1970-01-01T00:00Z to the zero of the monotonic clock, as the host sees it at {@code now}. */
  long offset(Time now) {
    return trueOffsetNanos + error(now);
  }

  private long error(Time now) {
    return errorNanos + (long) (driftNanosPerSecond * now.since(driftingSince).toNanos() / NANOS);
  }

  /** Sets the clock by so much wrong. */
  void set(long wrongByNanos, Time now) {
    errorNanos = wrongByNanos;
    driftingSince = now;
  }

  /** From {@code now} on the clock gains so much. */
  void drift(double nanosPerSecond, Time now) {
    errorNanos = error(now);
    driftingSince = now;
    driftNanosPerSecond = nanosPerSecond;
  }
}
