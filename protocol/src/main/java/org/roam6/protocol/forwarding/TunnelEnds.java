package org.roam6.protocol.forwarding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roam6.wire.Ipv6Address;

/** The tunnels by their remote ends, for packets that do not say themselves which tunnel is theirs. */
final class TunnelEnds {

  private final AddressTable<List<ForwardingState.Entry>> byRemoteEnd = new AddressTable<>();

  void add(ForwardingState.Entry entry) {
    List<ForwardingState.Entry> all = byRemoteEnd.get(entry.remoteHigh, entry.remoteLow);
    if (all == null) {
      all = new ArrayList<>();
      byRemoteEnd.put(entry.remoteHigh, entry.remoteLow, all);
    }
    all.add(entry);
    all.sort(Comparator.comparing(each -> each.tunnel.key()));
  }

  void remove(ForwardingState.Entry entry) {
    Ipv6Address remote = entry.tunnel.remoteEnd();
    List<ForwardingState.Entry> all = byRemoteEnd.get(remote.high(), remote.low());
    if (all != null && all.remove(entry) && all.isEmpty()) {
      byRemoteEnd.remove(remote.high(), remote.low());
    }
  }

  /** The tunnel through which a packet between these outer addresses came, the lowest of several with equal ends. */
  ForwardingState.@Nullable Entry find(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, long nowNanos) {
    List<ForwardingState.Entry> all = byRemoteEnd.get(sourceHigh, sourceLow);
    for (int i = 0; all != null && i < all.size(); i++) {
      ForwardingState.Entry entry = all.get(i);
      if (entry.expiryNanos > nowNanos && entry.isLocalEnd(destinationHigh, destinationLow)) {
        return entry;
      }
    }
    return null;
  }
}
