package org.roam6.protocol.forwarding;

import org.jspecify.annotations.Nullable;
import org.roam6.protocol.forwarding.ForwardingState.Entry;

/** The tunnels by their remote ends, for packets that do not say themselves which tunnel is theirs. */
final class TunnelEnds {

  // The first of each remote end, from which the others follow in the order of their keys.
  private final EntryTable byRemoteEnd = new EntryTable(EntryTable.Key.REMOTE_END);

  void add(Entry entry) {
    Entry before = null;
    Entry next = byRemoteEnd.get(entry.remoteHigh, entry.remoteLow);
    while (next != null && next.isBefore(entry)) {
      before = next;
      next = next.nextOfRemoteEnd;
    }
    entry.nextOfRemoteEnd = next;
    link(before, entry);
  }

  private void link(@Nullable Entry before, Entry entry) {
    if (before == null) {
      byRemoteEnd.put(entry);
    } else {
      before.nextOfRemoteEnd = entry;
    }
  }

  void remove(Entry entry) {
    Entry before = null;
    Entry each = byRemoteEnd.get(entry.remoteHigh, entry.remoteLow);
    while (each != null && each != entry) {
      before = each;
      each = each.nextOfRemoteEnd;
    }
    Entry next = entry.nextOfRemoteEnd;
    if (before != null) {
      before.nextOfRemoteEnd = next;
    } else if (next != null) {
      byRemoteEnd.put(next);
    } else {
      byRemoteEnd.remove(entry.remoteHigh, entry.remoteLow);
    }
  }

  /** The tunnel through which a packet between these outer addresses came, the lowest of several with equal ends. */
  @Nullable Entry find(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, long nowNanos) {
    Entry entry = byRemoteEnd.get(sourceHigh, sourceLow);
    while (entry != null
        && (entry.expiryNanos <= nowNanos || !entry.isLocalEnd(destinationHigh, destinationLow))) {
      entry = entry.nextOfRemoteEnd;
    }
    return entry;
  }
}
