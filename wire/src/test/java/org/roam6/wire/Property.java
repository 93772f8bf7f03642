package org.roam6.wire;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs a property on many drawn cases, the same ones each time; a failure names the seed that draws its case again. */
public final class Property {

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Property() {}

  /** Runs {@code property} with the generators of the seeds 0 to {@code cases - 1}. */
  public static void forAll(int cases, Consumer<RandomGenerator> property) {
    for (long seed = 0; seed < cases; seed++) {
      try {
        property.accept(GENERATORS.create(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("does not hold for the case of seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }

  /** Drawn octets. */
  public static Octets octets(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Octets.of(bytes);
  }

  /** A drawn address. */
  public static Ipv6Address address(RandomGenerator random) {
    return new Ipv6Address(random.nextLong(), random.nextLong());
  }
}
