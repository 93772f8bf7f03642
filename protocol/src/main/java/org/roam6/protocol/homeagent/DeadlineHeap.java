package org.roam6.protocol.homeagent;

import java.util.Arrays;

/**
 * Slots by what comes first among them: a binary heap that knows where each slot stands in it, so that one whose
 * deadline changed moves at the price of a few comparisons.
 */
final class DeadlineHeap {

  /** Says of two different slots which comes first. */
  @FunctionalInterface
  interface Order {
    boolean isBefore(int slot, int other);
  }

  private static final int FIRST_CAPACITY = 16;
  private static final int ABSENT = -1;

  private final Order order;
  private int[] heap = new int[FIRST_CAPACITY];
  // Where each slot stands in the heap, by slot.
  private int[] positions = new int[0];
  private int size;

  DeadlineHeap(Order order) {
    this.order = order;
  }

  int size() {
    return size;
  }

  /** The slot that comes before all others; there has to be one. */
  int first() {
    return heap[0];
  }

  /** Puts a slot where it belongs, be it new or one whose deadline changed. */
  void put(int slot) {
    int position = position(slot);
    if (position == ABSENT) {
      position = append(slot);
    }
    if (!rise(position)) {
      sink(position);
    }
  }

  /** Takes a slot out, which need not be there. */
  void remove(int slot) {
    int position = position(slot);
    if (position == ABSENT) {
      return;
    }
    positions[slot] = ABSENT;
    size--;
    if (position < size) {
      set(position, heap[size]);
      if (!rise(position)) {
        sink(position);
      }
    }
  }

  private int position(int slot) {
    return slot < positions.length ? positions[slot] : ABSENT;
  }

  private int append(int slot) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size + (size >> 1));
    }
    if (slot >= positions.length) {
      int known = positions.length;
      positions = Arrays.copyOf(positions, Math.max(FIRST_CAPACITY, slot + 1 + (slot >> 1)));
      Arrays.fill(positions, known, positions.length, ABSENT);
    }
    set(size, slot);
    return size++;
  }

  private void set(int position, int slot) {
    heap[position] = slot;
    positions[slot] = position;
  }

  private boolean rise(int start) {
    int slot = heap[start];
    int position = start;
    while (position > 0 && order.isBefore(slot, heap[(position - 1) / 2])) {
      set(position, heap[(position - 1) / 2]);
      position = (position - 1) / 2;
    }
    set(position, slot);
    return position != start;
  }

  private void sink(int start) {
    int slot = heap[start];
    int position = start;
    int child = firstChild(position);
    while (child < size && order.isBefore(heap[child], slot)) {
      set(position, heap[child]);
      position = child;
      child = firstChild(position);
    }
    set(position, slot);
  }

  /** The child that comes before the other one; not less than the size where there is none. */
  private int firstChild(int position) {
    int left = 2 * position + 1;
    return left + 1 < size && order.isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
  }
}
