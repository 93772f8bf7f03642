package org.roam6.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.roam6.protocol.Randomness;
import org.roam6.wire.Octets;

/**
 * Random numbers that follow from a seed. Each part of a simulation gets a stream of its own, so that what one part
 * draws does not change what another one sees.
 */
public final class SeededRandomness implements Randomness {

  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** How near to the end of its range an extreme number lies. */
  private static final long EXTREME = 6;

  private final long seed;
  private final boolean extremes;
  private final SplittableRandom random;

  /** The numbers that follow from {@code seed}. */
  public SeededRandomness(long seed) {
    this(seed, false);
  }

  private SeededRandomness(long seed, boolean extremes) {
    this.seed = seed;
    this.extremes = extremes;
    this.random = new SplittableRandom(seed);
  }

  /** The same seed where every second number lies at one of the ends of its range: there the defects are. */
  public SeededRandomness withExtremes() {
    return new SeededRandomness(seed, true);
  }

  /** The stream of the part {@code name}: always the same for the same seed and name, whatever else was drawn. */
  public SeededRandomness of(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * MIX;
      mixed ^= mixed >>> 29;
    }
    return new SeededRandomness(mixed, extremes);
  }

  /** A number, both ends included. */
  public long number(long least, long most) {
    return least + jitter(most - least + 1);
  }

  /** A duration between two numbers of milliseconds, to the nanosecond. */
  public Duration millis(long least, long most) {
    return Duration.ofNanos(number(least * 1_000_000, most * 1_000_000));
  }

  /** One of several, at least one. */
  public <T> T oneOf(List<T> choices) {
    return choices.get((int) jitter(choices.size()));
  }

  @Override
  public long jitter(long bound) {
    long any = random.nextLong(bound);
    if (!extremes) {
      return any;
    }
    return switch ((int) (any & 3)) {
      case 0 -> Math.min(bound - 1, any % EXTREME);
      case 1 -> Math.max(0, bound - 1 - any % EXTREME);
      default -> any;
    };
  }

  /** A number from 0 (inclusive) to 1 (exclusive). */
  public double fraction() {
    return random.nextDouble();
  }

  /** Whether something happens whose probability is {@code probability}, 0 to 1. */
  public boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  @Override
  public long identifier() {
    return random.nextLong();
  }

  @Override
  public long secret() {
    return random.nextLong();
  }

  /** So many octets. */
  public Octets octets(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }
}
