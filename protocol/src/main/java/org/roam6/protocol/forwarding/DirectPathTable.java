package org.roam6.protocol.forwarding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roam6.wire.Ipv6Address;

/**
 * The direct paths of one side, by the address of the node at their other end, and of those by the address of this host:
 * of these there are few. A look-up allocates nothing.
 */
final class DirectPathTable {

  private final AddressTable<Entry> peers = new AddressTable<>();

  /** A direct path, flat: what a packet needs is at hand without following references. */
  static final class Entry {
    final DirectPath path;
    final long careOfHigh;
    final long careOfLow;
    final PathMtu mtu;
    private final long ownHigh;
    private final long ownLow;
    private final long expiryNanos;
    // Of the same peer, with another address of this host.
    private @Nullable Entry next;

    private Entry(DirectPath path, int linkMtu) {
      this.path = path;
      careOfHigh = path.careOfAddress().high();
      careOfLow = path.careOfAddress().low();
      mtu = new PathMtu(linkMtu);
      ownHigh = own(path.key()).high();
      ownLow = own(path.key()).low();
      expiryNanos = path.expiry().nanos();
    }

    boolean hasCareOfAddress(long high, long low) {
      return careOfHigh == high && careOfLow == low;
    }
  }

  private static Ipv6Address own(DirectPath.Key key) {
    return switch (key.side()) {
      case MOBILE_NODE -> key.homeAddress();
      case CORRESPONDENT -> key.correspondent();
    };
  }

  private static Ipv6Address peer(DirectPath.Key key) {
    return switch (key.side()) {
      case MOBILE_NODE -> key.correspondent();
      case CORRESPONDENT -> key.homeAddress();
    };
  }

  /** The path to the peer from this address of the host, unless its time is over. */
  @Nullable Entry get(long peerHigh, long peerLow, long ownHigh, long ownLow, long nowNanos) {
    Entry entry = peers.get(peerHigh, peerLow);
    while (entry != null && (entry.ownHigh != ownHigh || entry.ownLow != ownLow)) {
      entry = entry.next;
    }
    return entry != null && nowNanos < entry.expiryNanos ? entry : null;
  }

  /** Whether there is a path to the peer, from whatever address of the host. */
  boolean hasPeer(long high, long low) {
    return peers.get(high, low) != null;
  }

  void put(DirectPath path, int linkMtu) {
    Entry entry = new Entry(path, linkMtu);
    Entry before = take(path.key());
    if (before != null && before.hasCareOfAddress(entry.careOfHigh, entry.careOfLow)) {
      entry.mtu.inherit(before.mtu);
    }
    Ipv6Address peer = peer(path.key());
    entry.next = peers.get(peer.high(), peer.low());
    peers.put(peer.high(), peer.low(), entry);
  }

  void remove(DirectPath.Key key) {
    take(key);
  }

  private @Nullable Entry take(DirectPath.Key key) {
    Ipv6Address peer = peer(key);
    Entry previous = null;
    Entry entry = peers.get(peer.high(), peer.low());
    while (entry != null && !entry.path.key().equals(key)) {
      previous = entry;
      entry = entry.next;
    }
    if (entry == null) {
      return null;
    }
    if (previous != null) {
      previous.next = entry.next;
    } else if (entry.next != null) {
      peers.put(peer.high(), peer.low(), entry.next);
    } else {
      peers.remove(peer.high(), peer.low());
    }
    return entry;
  }

  List<DirectPath> paths() {
    List<DirectPath> all = new ArrayList<>();
    peers.forEach(first -> {
      for (Entry entry = first; entry != null; entry = entry.next) {
        all.add(entry.path);
      }
    });
    return all;
  }
}
