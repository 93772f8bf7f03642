package org.roam6.linux.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Clocks, timers and event descriptors: {@code linux/time.h}, {@code linux/timerfd.h}, {@code linux/eventfd.h}. */
public final class Clocks {

  /** Seconds of the day. */
  public static final int CLOCK_REALTIME = 0;
  /** Stands still while the machine sleeps. */
  public static final int CLOCK_MONOTONIC = 1;
  /** Goes on while the machine sleeps. */
  public static final int CLOCK_BOOTTIME = 7;
  /** A timer set to a time, not a span. */
  public static final int TFD_TIMER_ABSTIME = 1;
  /** Never wait. */
  public static final int TFD_NONBLOCK = 0x800;
  /** Not for child programs. */
  public static final int TFD_CLOEXEC = 0x80000;
  /** Never wait. */
  public static final int EFD_NONBLOCK = 0x800;
  /** Not for child programs. */
  public static final int EFD_CLOEXEC = 0x80000;
  /** Octets of {@code struct timespec} on 64-bit machines. */
  public static final int TIMESPEC_SIZE = 16;

  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

  private Clocks() {}

  /** Writes a {@code struct timespec} of {@code nanoseconds}. */
  public static void writeTimespec(MemorySegment target, long offset, long nanoseconds) {
    target.set(ValueLayout.JAVA_LONG, offset, nanoseconds / NANOSECONDS_PER_SECOND);
    target.set(ValueLayout.JAVA_LONG, offset + Long.BYTES, nanoseconds % NANOSECONDS_PER_SECOND);
  }

  /** The nanoseconds of a {@code struct timespec}. */
  public static long readTimespec(MemorySegment source, long offset) {
    return source.get(ValueLayout.JAVA_LONG, offset) * NANOSECONDS_PER_SECOND
        + source.get(ValueLayout.JAVA_LONG, offset + Long.BYTES);
  }
}
