package org.roam6.protocol;

import java.util.Random;

/** Random numbers that a test repeats. */
public final class SeededRandomness implements Randomness {

  private final Random random;

  /** Numbers that follow from {@code seed}. */
  public SeededRandomness(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public long jitter(long bound) {
    return random.nextLong(bound);
  }

  @Override
  public long identifier() {
    return random.nextLong();
  }

  @Override
  public long secret() {
    return random.nextLong();
  }
}
