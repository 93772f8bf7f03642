package org.roam6.linux.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.roam6.linux.libc.Pages;

/**
 * Packets that wait, in the order in which they came: a ring of fixed size, whose oldest is overwritten. Each stands as
 * the device gave it, with its virtio header, behind room for the headers that forwarding adds.
 */
final class HeldPackets {

  private final int capacity;
  private final long longestNanos;
  private final long slotSize;
  private final int headroom;
  private final MemorySegment memory;
  private final int[] lengths;
  private final long[] since;
  private int first;
  private int count;
  private long held;
  private long lost;

  /**
   * A ring without packets.
   *
   * @param headroom octets before the octets of each packet
   * @param longest octets that a packet has at most, with what the device puts before it
   */
  HeldPackets(HoldLimits limits, int headroom, int longest, Arena arena) {
    capacity = limits.packets();
    longestNanos = limits.time().toNanos();
    this.headroom = headroom;
    slotSize = headroom + (long) longest;
    memory = capacity == 0 ? MemorySegment.NULL : Pages.allocate(capacity * slotSize, arena);
    lengths = new int[capacity];
    since = new long[capacity];
  }

  /** Keeps the octets of a packet, if any are kept. */
  void add(MemorySegment from, long start, int length, long nowNanos) {
    if (capacity == 0) {
      return;
    }
    if (count == capacity) {
      first = (first + 1) % capacity;
      count--;
      lost++;
    }
    int slot = (first + count) % capacity;
    MemorySegment.copy(from, start, memory, slot * slotSize + headroom, length);
    lengths[slot] = length;
    since[slot] = nowNanos;
    count++;
    held++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Forgets what has waited too long; whether anything is left. */
  boolean dropLate(long nowNanos) {
    while (count > 0 && nowNanos - since[first] > longestNanos) {
      takeFirst();
      lost++;
    }
    return count > 0;
  }

  /** Where the octets of the oldest packet begin. */
  long start() {
    return first * slotSize + headroom;
  }

  /** Octets of the oldest packet. */
  int length() {
    return lengths[first];
  }

  /** The oldest packet waits no longer; its octets stay until another one is added. */
  void takeFirst() {
    first = (first + 1) % capacity;
    count--;
  }

  /** Packets that have ever waited. */
  long held() {
    return held;
  }

  /** Packets that waited in vain. */
  long lost() {
    return lost;
  }
}
