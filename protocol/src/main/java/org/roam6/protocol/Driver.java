package org.roam6.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Hands events to a node and its effects to the host, one after the other. What the effects of an event bring about is
 * the next event, never one in the midst of the first.
 */
public final class Driver {

  /** A smaller change of the wall clock is slewing, which no protocol here feels. */
  private static final long NOTEWORTHY_STEP_NANOS = 1_000_000;

  private final Node node;
  private final Hands hands;
  private final Supplier<Time> clock;
  private final LongSupplier wallClockOffset;
  private final Deque<Event> pending = new ArrayDeque<>();
  private boolean busy;
  private boolean wallClockKnown;
  private long knownOffset;

  /**
   * A driver; nothing has happened yet.
   *
   * @param node takes the events
   * @param hands carries out the effects
   * @param clock the time on the monotonic clock
   * @param wallClockOffset nanoseconds from 1970-01-01T00:00Z to the zero of the monotonic clock, as of now
   */
  public Driver(Node node, Hands hands, Supplier<Time> clock, LongSupplier wallClockOffset) {
    this.node = node;
    this.hands = hands;
    this.clock = clock;
    this.wallClockOffset = wallClockOffset;
  }

  /** Something happened. */
  public void deliver(Event event) {
    pending.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      checkWallClock();
      for (Event next = pending.poll(); next != null; next = pending.poll()) {
        handle(next);
      }
    } finally {
      busy = false;
    }
  }

  /** When the node wants {@link Event.DeadlineReached}. */
  public Time nextDeadline() {
    return node.nextDeadline();
  }

  private void checkWallClock() {
    long offset = wallClockOffset.getAsLong();
    if (!wallClockKnown || Math.abs(offset - knownOffset) > NOTEWORTHY_STEP_NANOS) {
      wallClockKnown = true;
      knownOffset = offset;
      handle(new Event.WallClockSet(offset));
    }
  }

  private void handle(Event event) {
    Time now = clock.get();
    for (Effect effect : node.handle(event, now)) {
      carryOut(effect, now);
    }
  }

  private void carryOut(Effect effect, Time now) {
    switch (effect) {
      case Effect.SendOnLink packet -> hands.send(packet);
      case Effect.SendRouted packet -> hands.send(packet);
      case Effect.Want(Desired item) ->
          hands.want(item, now).ifPresent(reason -> failed(item, reason));
      case Effect.Unwant(Desired.Key key) -> hands.unwant(key);
      case Effect.FlushNeighbors(var on) -> hands.flushNeighbors(on);
      case Effect.Remember(Memory item) -> hands.remember(item);
      case Effect.Notify(var notice) -> hands.tell(notice, now);
    }
  }

  private void failed(Desired item, String reason) {
    if (item instanceof Desired.WantedTunnel(var tunnel)) {
      pending.add(new Event.ForwardingFailed(tunnel.key(), reason));
    }
  }
}
