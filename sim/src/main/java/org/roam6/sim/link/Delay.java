package org.roam6.sim.link;

import java.time.Duration;
import org.roam6.sim.SeededRandomness;

/** How long frames are under way. */
public sealed interface Delay {

  /** The delay of one frame in nanoseconds, drawn from {@code randomness}. */
  long nanos(SeededRandomness randomness);

  /** No frame takes longer, in nanoseconds. */
  long longestNanos();

  /** Always the same. */
  record Fixed(Duration delay) implements Delay {
    @Override
    public long nanos(SeededRandomness randomness) {
      return delay.toNanos();
    }

    @Override
    public long longestNanos() {
      return delay.toNanos();
    }
  }

  /** Anything from {@code least} to {@code most}, each as likely. */
  record Uniform(Duration least, Duration most) implements Delay {

    /** Refuses a range that is none. */
    public Uniform {
      if (least.compareTo(most) > 0) {
        throw new IllegalArgumentException("the least delay " + least + " is longer than the most, " + most);
      }
    }

    @Override
    public long nanos(SeededRandomness randomness) {
      return least.toNanos() + randomness.jitter(most.toNanos() - least.toNanos() + 1);
    }

    @Override
    public long longestNanos() {
      return most.toNanos();
    }
  }

  /**
   * Mostly near {@code typical}, at times far more, as on a radio link that repeats frames: exponential, cut off.
   *
   * @param least what every frame takes
   * @param typical the mean of what comes on top
   * @param most no frame takes longer
   */
  record LongTailed(Duration least, Duration typical, Duration most) implements Delay {
    @Override
    public long nanos(SeededRandomness randomness) {
      double onTop = -Math.log(1 - randomness.fraction()) * typical.toNanos();
      return Math.min(most.toNanos(), least.toNanos() + (long) onTop);
    }

    @Override
    public long longestNanos() {
      return most.toNanos();
    }
  }
}
