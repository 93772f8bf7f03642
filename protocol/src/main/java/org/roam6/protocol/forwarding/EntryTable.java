package org.roam6.protocol.forwarding;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.forwarding.ForwardingState.Entry;

/**
 * Tunnels by one of their addresses, in an open-addressing table. The address is in the tunnel itself and not kept once
 * more, as there may be very many; several tunnels of the same address are for the caller to chain. A look-up allocates
 * nothing.
 */
final class EntryTable {

  /** By which address tunnels are found. */
  enum Key {
    /** The home address. */
    HOME_ADDRESS {
      @Override
      long high(Entry entry) {
        return entry.homeHigh;
      }

      @Override
      long low(Entry entry) {
        return entry.homeLow;
      }
    },
    /** The address of the other end. */
    REMOTE_END {
      @Override
      long high(Entry entry) {
        return entry.remoteHigh;
      }

      @Override
      long low(Entry entry) {
        return entry.remoteLow;
      }
    };

    abstract long high(Entry entry);

    abstract long low(Entry entry);

    private int hash(Entry entry) {
      return AddressHash.of(high(entry), low(entry));
    }
  }

  private static final int FIRST_CAPACITY = 16;

  private final Key key;
  private @Nullable Entry[] entries = new @Nullable Entry[FIRST_CAPACITY];
  private int size;

  EntryTable(Key key) {
    this.key = key;
  }

  @Nullable Entry get(long high, long low) {
    return entries[slot(high, low)];
  }

  /** The slot of the address, or the free one where it would go. */
  private int slot(long high, long low) {
    int mask = entries.length - 1;
    int slot = AddressHash.of(high, low) & mask;
    for (Entry entry = entries[slot]; entry != null; entry = entries[slot]) {
      if (key.low(entry) == low && key.high(entry) == high) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Adds a tunnel, in place of the one of the same address. */
  void put(Entry entry) {
    int slot = slot(key.high(entry), key.low(entry));
    if (entries[slot] == null) {
      size++;
    }
    entries[slot] = entry;
    if (2 * size > entries.length) {
      grow();
    }
  }

  private void grow() {
    @Nullable Entry[] before = entries;
    entries = new @Nullable Entry[2 * before.length];
    for (Entry entry : before) {
      if (entry != null) {
        entries[slot(key.high(entry), key.low(entry))] = entry;
      }
    }
  }

  /** Takes the tunnel of an address away; there need be none. */
  void remove(long high, long low) {
    int hole = slot(high, low);
    if (entries[hole] == null) {
      return;
    }
    size--;
    // Move back what would no longer be found past the hole, so that no mark of the removed need stay.
    int mask = entries.length - 1;
    int slot = hole + 1 & mask;
    for (Entry entry = entries[slot]; entry != null; entry = entries[slot]) {
      if ((slot - key.hash(entry) & mask) >= (slot - hole & mask)) {
        entries[hole] = entry;
        hole = slot;
      }
      slot = slot + 1 & mask;
    }
    entries[hole] = null;
  }

  /** Shows the tunnel of each address, in no order that means anything. */
  void forEach(Consumer<Entry> consumer) {
    for (Entry entry : entries) {
      if (entry != null) {
        consumer.accept(entry);
      }
    }
  }
}
