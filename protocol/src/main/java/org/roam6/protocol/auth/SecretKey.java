package org.roam6.protocol.auth;

import org.roam6.wire.Octets;

/**
 * A key that a mobile node shares with its home agent and nobody else. Its text never shows it.
 *
 * @param octets the key, at least {@value #MINIMUM_LENGTH} octets
 */
public record SecretKey(Octets octets) {

  /** RFC 4285 5.1: "The key consists of an arbitrary value and is 16 octets in length." */
  public static final int MINIMUM_LENGTH = 16;

  /** Refuses keys that are too short; the message does not show the key. */
  public SecretKey {
    if (octets.length() < MINIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "a key of " + octets.length() + " octets is too short, at least " + MINIMUM_LENGTH + " are needed");
    }
  }

  @Override
  public String toString() {
    return "SecretKey[" + octets.length() + " octets]";
  }
}
