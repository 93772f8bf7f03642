package org.roam6.daemon;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.roam6.protocol.Randomness;
import org.roam6.wire.Octets;

/**
 * The system's randomness: secrets from the kernel's generator, the rest from a fast one that it
 * seeded.
 */
final class SystemRandomness implements Randomness {

  private final SecureRandom secrets = new SecureRandom();
  private final SplittableRandom jitter = new SplittableRandom(secrets.nextLong());

  @Override
  public long jitter(long bound) {
    return jitter.nextLong(bound);
  }

  @Override
  public Octets secret(int length) {
    byte[] octets = new byte[length];
    secrets.nextBytes(octets);
    return Octets.of(octets);
  }
}
