package org.roam6.protocol.homeagent;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Numbered slots by a hash of something that is in them, in an open-addressing table that holds only the numbers. */
final class SlotIndex {

  /** No slot. */
  static final int NONE = -1;

  private static final int FIRST_CAPACITY = 16;

  private final IntUnaryOperator hash;
  // Slots plus one, 0 for nothing.
  private int[] table = new int[FIRST_CAPACITY];
  private int size;

  /**
   * An index without slots.
   *
   * @param hash the hash of a slot, which has to stay the same as long as the slot is in the index
   */
  SlotIndex(IntUnaryOperator hash) {
    this.hash = hash;
  }

  /** How many slots are in it. */
  int size() {
    return size;
  }

  /** The first slot of this hash that is the one sought, {@link #NONE} where there is none. */
  int find(int hashed, IntPredicate sought) {
    int mask = table.length - 1;
    for (int at = hashed & mask; table[at] != 0; at = at + 1 & mask) {
      if (sought.test(table[at] - 1)) {
        return table[at] - 1;
      }
    }
    return NONE;
  }

  /** Adds a slot that is not in it. */
  void add(int slot) {
    size++;
    if (2 * size > table.length) {
      grow();
    }
    enter(slot);
  }

  private void enter(int slot) {
    int mask = table.length - 1;
    int at = hash.applyAsInt(slot) & mask;
    while (table[at] != 0) {
      at = at + 1 & mask;
    }
    table[at] = slot + 1;
  }

  private void grow() {
    int[] before = table;
    table = new int[2 * before.length];
    for (int entry : before) {
      if (entry != 0) {
        enter(entry - 1);
      }
    }
  }

  /** Takes a slot out that is in it. */
  void remove(int slot) {
    size--;
    int mask = table.length - 1;
    int hole = hash.applyAsInt(slot) & mask;
    while (table[hole] != slot + 1) {
      hole = hole + 1 & mask;
    }
    // Move back what would no longer be found past the hole, so that no mark of the removed need stay.
    for (int at = hole + 1 & mask; table[at] != 0; at = at + 1 & mask) {
      int wanted = hash.applyAsInt(table[at] - 1) & mask;
      if ((at - wanted & mask) >= (at - hole & mask)) {
        table[hole] = table[at];
        hole = at;
      }
    }
    table[hole] = 0;
  }

  /** Shows each slot, in no order that means anything. */
  void forEach(IntConsumer consumer) {
    for (int entry : table) {
      if (entry != 0) {
        consumer.accept(entry - 1);
      }
    }
  }
}
