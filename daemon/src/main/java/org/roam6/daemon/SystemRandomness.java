package org.roam6.daemon;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.roam6.protocol.Randomness;

/**
 * The system's randomness: what nobody may guess from the kernel's generator, the rest from a fast
 * one that it seeded.
 */
final class SystemRandomness implements Randomness {

  private final SecureRandom secrets = new SecureRandom();
  private final SplittableRandom jitter = new SplittableRandom(secrets.nextLong());

  @Override
  public long jitter(long bound) {
    return jitter.nextLong(bound);
  }

  @Override
  public long identifier() {
    return secrets.nextLong();
  }

  @Override
  public long secret() {
    return secrets.nextLong();
  }
}
