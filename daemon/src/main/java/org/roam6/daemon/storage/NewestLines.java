package org.roam6.daemon.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.roam6.protocol.Memory;

/**
 * Where the newest line of each key begins, in an open-addressing table of numbers: there may be millions of keys. A
 * key is known by half of its SHA-256, of which nobody can find two that are equal.
 */
final class NewestLines {

  private static final int FIRST_CAPACITY = 64;
  // The two halves of what a key is known by, and the position, which is not 0: there is the first line of the file.
  private static final int WORDS = 3;

  private final MessageDigest digest;
  private long[] table = new long[FIRST_CAPACITY * WORDS];
  private int size;

  NewestLines() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** A line of the key begins at {@code position}, which is greater than those of earlier ones. */
  void put(Memory.Key key, long position) {
    ByteBuffer name = name(key);
    int slot = slot(name.getLong(0), name.getLong(Long.BYTES));
    if (table[slot + 2] == 0) {
      size++;
    }
    table[slot] = name.getLong(0);
    table[slot + 1] = name.getLong(Long.BYTES);
    table[slot + 2] = position;
    if (2 * size * WORDS > table.length) {
      grow();
    }
  }

  /** Whether the newest line of the key begins there. */
  boolean isAt(Memory.Key key, long position) {
    ByteBuffer name = name(key);
    return table[slot(name.getLong(0), name.getLong(Long.BYTES)) + 2] == position;
  }

  private ByteBuffer name(Memory.Key key) {
    return ByteBuffer.wrap(digest.digest(key.toString().getBytes(UTF_8)));
  }

  private int slot(long first, long second) {
    int capacity = table.length / WORDS;
    int slot = (int) first & capacity - 1;
    while (table[slot * WORDS + 2] != 0 && (table[slot * WORDS] != first || table[slot * WORDS + 1] != second)) {
      slot = slot + 1 & capacity - 1;
    }
    return slot * WORDS;
  }

  private void grow() {
    long[] before = table;
    table = new long[2 * before.length];
    for (int i = 0; i < before.length; i += WORDS) {
      if (before[i + 2] != 0) {
        System.arraycopy(before, i, table, slot(before[i], before[i + 1]), WORDS);
      }
    }
  }
}
