package org.roam6.protocol.correspondent;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.wire.Ipv6Address;

/**
 * What a correspondent node does at one moment.
 *
 * @param maximumBindings how many bindings it has at most
 * @param bindings what it has, ordered by home address and own address
 * @param remembered how many bindings that are gone it remembers
 * @param nonces how many nonces it accepts
 * @param homeTests how many home keygen tokens it gave
 * @param careOfTests how many care-of keygen tokens it gave
 * @param discarded how many messages were met with silence, for each cause that occurred
 * @param refused how many Binding Updates were answered with a refusal, for each status that occurred
 */
public record CorrespondentSnapshot(
    int maximumBindings,
    List<Binding> bindings,
    int remembered,
    int nonces,
    long homeTests,
    long careOfTests,
    SortedMap<DiscardCause, Long> discarded,
    SortedMap<Integer, Long> refused) {

  /** Takes copies. */
  public CorrespondentSnapshot {
    bindings = List.copyOf(bindings);
    discarded = Collections.unmodifiableSortedMap(new TreeMap<>(discarded));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  /**
   * A binding.
   *
   * @param ownAddress the address of this host that it is bound for
   * @param homeAddress the home address
   * @param careOfAddress the care-of address
   * @param sequence the last sequence number that was accepted
   * @param lifetime the lifetime granted
   * @param remaining how much of it is left
   * @param idle how long ago its last packet was heard of; empty where there was none
   */
  public record Binding(
      Ipv6Address ownAddress,
      Ipv6Address homeAddress,
      Ipv6Address careOfAddress,
      SequenceNumber sequence,
      Duration lifetime,
      Duration remaining,
      Optional<Duration> idle) {

    /** The view of a binding. */
    static Binding of(BindingState.Bound bound, Time now) {
      BindingCacheEntry entry = bound.entry();
      return new Binding(
          entry.key().correspondent(),
          entry.key().homeAddress(),
          entry.careOfAddress(),
          entry.sequence(),
          entry.granted().duration(),
          entry.expiry().since(now),
          bound.traffic().map(now::since));
    }
  }
}
