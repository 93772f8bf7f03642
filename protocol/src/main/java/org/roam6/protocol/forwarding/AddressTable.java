package org.roam6.protocol.forwarding;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to addresses, in an open-addressing table: the keys of neighbouring slots are neighbours in memory, and a
 * look-up allocates nothing.
 *
 * @param <E> what belongs to an address
 */
final class AddressTable<E> {

  private static final int FIRST_CAPACITY = 16;

  // Two longs for each slot: the halves of the address.
  private long[] keys = new long[2 * FIRST_CAPACITY];
  private @Nullable E[] entries = newArray(FIRST_CAPACITY);
  private int size;

  // Only what is an E is ever stored in it.
  @SuppressWarnings("unchecked")
  private static <E> @Nullable E[] newArray(int length) {
    return (@Nullable E[]) new Object[length];
  }

  @Nullable E get(long high, long low) {
    return entries[slot(high, low)];
  }

  /** The slot of the key, or the free one where it would go. */
  private int slot(long high, long low) {
    int mask = entries.length - 1;
    int slot = AddressHash.of(high, low) & mask;
    while (entries[slot] != null && (keys[2 * slot] != high || keys[2 * slot + 1] != low)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  void put(long high, long low, E entry) {
    int slot = slot(high, low);
    if (entries[slot] == null) {
      size++;
    }
    set(slot, high, low, entry);
    if (2 * size > entries.length) {
      grow();
    }
  }

  private void set(int slot, long high, long low, @Nullable E entry) {
    keys[2 * slot] = high;
    keys[2 * slot + 1] = low;
    entries[slot] = entry;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable E[] oldEntries = entries;
    keys = new long[2 * oldKeys.length];
    entries = newArray(2 * oldEntries.length);
    for (int i = 0; i < oldEntries.length; i++) {
      E entry = oldEntries[i];
      if (entry != null) {
        set(slot(oldKeys[2 * i], oldKeys[2 * i + 1]), oldKeys[2 * i], oldKeys[2 * i + 1], entry);
      }
    }
  }

  void remove(long high, long low) {
    int hole = slot(high, low);
    if (entries[hole] == null) {
      return;
    }
    size--;
    // Move back what would no longer be found past the hole, so that no mark of the removed need stay.
    int mask = entries.length - 1;
    for (int slot = hole + 1 & mask; entries[slot] != null; slot = slot + 1 & mask) {
      int wanted = AddressHash.of(keys[2 * slot], keys[2 * slot + 1]) & mask;
      if ((slot - wanted & mask) >= (slot - hole & mask)) {
        set(hole, keys[2 * slot], keys[2 * slot + 1], entries[slot]);
        hole = slot;
      }
    }
    set(hole, 0, 0, null);
  }

  /** Shows what belongs to each address, in no order that means anything. */
  void forEach(Consumer<E> consumer) {
    for (E entry : entries) {
      if (entry != null) {
        consumer.accept(entry);
      }
    }
  }
}
