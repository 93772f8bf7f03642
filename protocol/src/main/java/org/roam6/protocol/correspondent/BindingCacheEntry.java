package org.roam6.protocol.correspondent;

import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;

/**
 * An entry of the Binding Cache (RFC 6275 9.1).
 *
 * @param key the home address, and the address of this host that it is bound for
 * @param careOfAddress where the mobile node is
 * @param sequence the last sequence number that was accepted
 * @param granted the lifetime that it was given
 * @param since when that was
 * @param replayableUntil until when a Binding Update that made it could be authorized again
 */
record BindingCacheEntry(
    DirectPath.Key key,
    Ipv6Address careOfAddress,
    SequenceNumber sequence,
    Lifetime granted,
    Time since,
    Time replayableUntil) {

  /** What {@code request} makes of a binding at {@code now}. */
  static BindingCacheEntry of(BindingRequest request, Lifetime granted, Time replayableUntil, Time now) {
    return new BindingCacheEntry(
        request.key(), request.careOfAddress(), request.sequence(), granted, now, replayableUntil);
  }

  /** When it ends. */
  Time expiry() {
    return since.plus(granted.duration());
  }

  /** What the data plane makes of it. */
  DirectPath path() {
    return new DirectPath(key, careOfAddress, expiry());
  }
}
