package org.roam6.protocol;

import java.util.Random;
import org.roam6.wire.Octets;

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
  public Octets secret(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }
}
