package org.roam6.protocol.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * HMAC_SHA1 (RFC 2104) with one key, for many short messages: what depends on the key alone is computed once. Its text
 * does not show the key.
 */
public final class HmacSha1 {

  /** Octets of a key at most; longer ones would have to be hashed first. */
  public static final int LONGEST_KEY = 64;

  private static final byte INNER_PADDING = 0x36;
  private static final byte OUTER_PADDING = 0x5c;
  // Nothing is ever fed to it: it is copied, which is much faster than to look for the algorithm.
  private static final MessageDigest FRESH = lookUp();

  // RFC 2104 2: "H(K XOR opad, H(K XOR ipad, text))"; each of the two has taken in its half of the key.
  private final MessageDigest inner;
  private final MessageDigest outer;

  /**
   * The function with one key.
   *
   * @param key 0 to {@value #LONGEST_KEY} octets
   */
  public HmacSha1(byte[] key) {
    if (key.length > LONGEST_KEY) {
      throw new IllegalArgumentException("a key of " + key.length + " octets");
    }
    this.inner = begunWith(key, INNER_PADDING);
    this.outer = begunWith(key, OUTER_PADDING);
  }

  private static MessageDigest begunWith(byte[] key, byte padding) {
    byte[] block = new byte[LONGEST_KEY];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i < key.length ? key[i] ^ padding : padding);
    }
    MessageDigest digest = copy(FRESH);
    digest.update(block);
    return digest;
  }

  /** The 20 octets that authenticate {@code message}. */
  public byte[] of(byte[] message) {
    byte[] half = copy(inner).digest(message);
    return copy(outer).digest(half);
  }

  /** SHA-1 itself, without a key. */
  static byte[] hash(byte[] message) {
    return copy(FRESH).digest(message);
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-1 of this Java runtime cannot be copied", e);
    }
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return "HmacSha1[key not shown]";
  }
}
