package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;

/**
 * An entry of the Binding Cache that is marked as a home registration (RFC 6275 9.1).
 *
 * @param key the home address, and which of its bindings
 * @param careOfAddress where the mobile node is
 * @param sequence the last sequence number that was accepted
 * @param granted the lifetime that it was given
 * @param expiry when it ends
 * @param defended the addresses that the home agent stands in for since the binding was made
 * @param former the care-of address before, from which packets are taken for a moment yet
 */
record BindingCacheEntry(
    BindingKey key,
    Ipv6Address careOfAddress,
    SequenceNumber sequence,
    Lifetime granted,
    Time expiry,
    List<Ipv6Address> defended,
    Optional<Tunnel.FormerEnd> former) {

  /**
   * How long packets are taken from a former care-of address: until the second retransmission of a Binding Update whose
   * acknowledgements are lost (RFC 6275 11.8) was answered.
   */
  static final Duration GRACE = Duration.ofSeconds(4);

  /** Takes a copy of the list. */
  BindingCacheEntry {
    defended = List.copyOf(defended);
  }

  /** What {@code request} makes of a binding at {@code now}. */
  static BindingCacheEntry of(BindingRequest request, Lifetime granted, List<Ipv6Address> defended, Time now) {
    return new BindingCacheEntry(
        request.key(),
        request.careOfAddress(),
        request.sequence(),
        granted,
        now.plus(granted.duration()),
        defended,
        Optional.empty());
  }

  /** The entry that {@code memory} tells of; whatever became of the clock, no more is left of it than it had. */
  static BindingCacheEntry of(Memory.HomeRegistration memory, Instant timeOfDay, Time now) {
    Duration left = Duration.between(timeOfDay, memory.expiry());
    Duration most =
        memory.lifetime().isZero() ? ProtocolConstants.MAX_DELETE_BCE_TIMEOUT : memory.lifetime().duration();
    return new BindingCacheEntry(
        BindingKey.of(memory.homeAddress()),
        memory.careOfAddress(),
        memory.sequence(),
        memory.lifetime(),
        left.isNegative() ? now : now.plus(left.compareTo(most) > 0 ? most : left),
        BindingRequest.addressesToDefend(memory.homeAddress(), memory.linkLocalDefended()),
        Optional.empty());
  }

  /** This entry in place of {@code before}, whose care-of address is remembered if it was another one. */
  BindingCacheEntry replacing(BindingCacheEntry before, Time now) {
    Optional<Tunnel.FormerEnd> left =
        before.careOfAddress.equals(careOfAddress)
            ? before.former
            : Optional.of(new Tunnel.FormerEnd(before.careOfAddress, now.plus(GRACE)));
    return new BindingCacheEntry(key, careOfAddress, sequence, granted, expiry, defended, left);
  }

  /** Whether packets from the former care-of address are no longer taken. */
  boolean isFormerOver(Time now) {
    return former.filter(each -> each.until().isDue(now)).isPresent();
  }

  BindingCacheEntry withoutFormer() {
    return new BindingCacheEntry(key, careOfAddress, sequence, granted, expiry, defended, Optional.empty());
  }

  Ipv6Address homeAddress() {
    return key.homeAddress();
  }

  boolean isLinkLocalDefended() {
    return defended.stream().anyMatch(Ipv6Address::isLinkLocal);
  }

  BindingCacheEntry endingAt(Time end) {
    return new BindingCacheEntry(key, careOfAddress, sequence, granted, end, defended, former);
  }

  /** The entry once its lifetime is over. */
  BindingCacheEntry ended() {
    return new BindingCacheEntry(key, careOfAddress, sequence, Lifetime.ZERO, expiry, defended, former);
  }

  /** What has to survive the process. */
  Memory.HomeRegistration memory(Instant timeOfDay, Time now) {
    return new Memory.HomeRegistration(
        homeAddress(),
        careOfAddress,
        sequence,
        granted,
        isLinkLocalDefended(),
        timeOfDay.plus(expiry.since(now)));
  }
}
