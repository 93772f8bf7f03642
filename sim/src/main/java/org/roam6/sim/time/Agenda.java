package org.roam6.sim.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Time;

/**
 * All that is yet to happen, and the virtual clock. What is entered for the same moment happens in the order in which
 * it was entered, so that two runs of one seed are the same. For one thread.
 *
 * <p>A heap with four children to each parent, in arrays: it is flatter than one with two, and the times that are
 * compared lie beside each other in memory.
 */
public final class Agenda {

  private static final int FANOUT = 4;
  private static final int FIRST_CAPACITY = 1024;

  private long[] times = new long[FIRST_CAPACITY];
  private long[] orders = new long[FIRST_CAPACITY];
  private @Nullable Occurrence[] occurrences = new Occurrence[FIRST_CAPACITY];
  private int size;
  private long entered;
  private long happened;
  private Time now = Time.ZERO;

  /** An empty agenda at {@link Time#ZERO}. */
  public Agenda() {}

  /** The time. */
  public Time now() {
    return now;
  }

  /** How many occurrences have happened. */
  public long happened() {
    return happened;
  }

  /** How many are yet to happen. */
  public int size() {
    return size;
  }

  /** Enters {@code occurrence} for {@code moment}, or for now where that is past; never for {@link Time#NEVER}. */
  public void at(Time moment, Occurrence occurrence) {
    if (moment.equals(Time.NEVER)) {
      return;
    }
    if (size == times.length) {
      grow();
    }
    int hole = size++;
    long time = Math.max(moment.nanos(), now.nanos());
    long order = entered++;
    while (hole > 0) {
      int parent = (hole - 1) / FANOUT;
      // The later entry never passes one of the same time.
      if (times[parent] <= time) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, time, order, occurrence);
  }

  private void grow() {
    int capacity = 2 * times.length;
    times = Arrays.copyOf(times, capacity);
    orders = Arrays.copyOf(orders, capacity);
    occurrences = Arrays.copyOf(occurrences, capacity);
  }

  /** When the next occurrence happens; {@link Time#NEVER} where nothing is left. */
  public Time next() {
    return size == 0 ? Time.NEVER : new Time(times[0]);
  }

  /** Lets the next occurrence happen if its moment is not after {@code end}: whether there was one. */
  public boolean step(Time end) {
    if (size == 0 || times[0] > end.nanos()) {
      return false;
    }
    Occurrence first = occurrences[0];
    if (times[0] != now.nanos()) {
      now = new Time(times[0]);
    }
    removeFirst();
    happened++;
    if (first != null) {
      first.happen(now);
    }
    return true;
  }

  /** Moves the clock to {@code moment}, before which nothing is left to happen. */
  public void advance(Time moment) {
    if (!now.isBefore(moment)) {
      return;
    }
    if (size > 0 && times[0] < moment.nanos()) {
      throw new IllegalStateException("something is to happen before " + moment);
    }
    now = moment;
  }

  private void removeFirst() {
    int last = --size;
    long time = times[last];
    long order = orders[last];
    Occurrence occurrence = occurrences[last];
    occurrences[last] = null;
    if (last == 0) {
      return;
    }
    int hole = 0;
    for (int child = earliestChild(hole); child < size; child = earliestChild(hole)) {
      if (isBefore(time, order, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    set(hole, time, order, occurrence);
  }

  private int earliestChild(int parent) {
    int first = FANOUT * parent + 1;
    int end = Math.min(first + FANOUT, size);
    int earliest = first;
    for (int child = first + 1; child < end; child++) {
      if (isBefore(times[child], orders[child], earliest)) {
        earliest = child;
      }
    }
    return earliest;
  }

  private boolean isBefore(long time, long order, int slot) {
    return time < times[slot] || time == times[slot] && order < orders[slot];
  }

  private void move(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    occurrences[to] = occurrences[from];
  }

  private void set(int slot, long time, long order, @Nullable Occurrence occurrence) {
    times[slot] = time;
    orders[slot] = order;
    occurrences[slot] = occurrence;
  }
}
