package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Time;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.neighbor.HomeAgentsList;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * What a home agent does at one moment.
 *
 * @param homeAgentAddress its address
 * @param homePrefix the prefix of the home link
 * @param maximumBindings how many bindings it takes
 * @param size how many bindings it has
 * @param bindings what it has, ordered by home address and binding identifier; none in a summary
 * @param others the other home agents of the home link, the most preferable first
 * @param discarded how many Binding Updates were met with silence, for each cause that occurred
 * @param refused how many were answered with a refusal, for each status that occurred
 * @param prohibited how many of them the policy refused, by the number of the rule, from 1 on
 * @param prefixDiscovery how often mobile nodes were told prefixes
 */
public record HomeAgentSnapshot(
    Ipv6Address homeAgentAddress,
    Ipv6Prefix homePrefix,
    int maximumBindings,
    int size,
    List<Binding> bindings,
    List<HomeAgentsList.Entry> others,
    SortedMap<DiscardCause, Long> discarded,
    SortedMap<Integer, Long> refused,
    SortedMap<Integer, Long> prohibited,
    PrefixDiscovery prefixDiscovery) {

  /** Takes copies. */
  public HomeAgentSnapshot {
    bindings = List.copyOf(bindings);
    others = List.copyOf(others);
    discarded = Collections.unmodifiableSortedMap(new TreeMap<>(discarded));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    prohibited = Collections.unmodifiableSortedMap(new TreeMap<>(prohibited));
  }

  /**
   * How often mobile nodes were told the prefixes of the home link.
   *
   * @param answered as they asked
   * @param unasked without having asked, retransmissions among them
   * @param discarded how many questions were met with silence, for each cause that occurred
   */
  public record PrefixDiscovery(long answered, long unasked, SortedMap<SolicitationDiscard, Long> discarded) {

    /** Takes a copy. */
    public PrefixDiscovery {
      discarded = Collections.unmodifiableSortedMap(new TreeMap<>(discarded));
    }
  }

  /**
   * A binding.
   *
   * @param homeAddress the home address
   * @param bindingId the binding identifier, 0 for the only care-of address of a home address
   * @param careOfAddress the care-of address
   * @param state how far it is
   * @param sequence the last sequence number that was accepted
   * @param lifetime the lifetime granted; zero while duplicate address detection runs
   * @param remaining how much of it is left
   * @param linkLocalDefended whether the link-local address is defended too
   */
  public record Binding(
      Ipv6Address homeAddress,
      int bindingId,
      Ipv6Address careOfAddress,
      State state,
      SequenceNumber sequence,
      Duration lifetime,
      Duration remaining,
      boolean linkLocalDefended) {

    /** The view of a state; empty where there is no binding. */
    static Optional<Binding> of(BindingState state, Time now) {
      return switch (state) {
        case BindingState.Detecting(var request, _, var detection) ->
            Optional.of(
                binding(
                    BindingCacheEntry.of(request, Lifetime.ZERO, detection.targets(), now), State.DETECTING, now));
        case BindingState.Bound bound -> Optional.of(binding(bound.entry(), State.BOUND, now));
        case BindingState.Absent _, BindingState.Deleted _ -> Optional.empty();
      };
    }

    private static Binding binding(BindingCacheEntry entry, State state, Time now) {
      return new Binding(
          entry.homeAddress(),
          entry.key().bindingId(),
          entry.careOfAddress(),
          state,
          entry.sequence(),
          entry.granted().duration(),
          entry.expiry().since(now),
          entry.isLinkLocalDefended());
    }
  }

  /** How far a binding is. */
  public enum State {
    /** Duplicate address detection runs. */
    DETECTING,
    /** Packets are intercepted and tunnelled. */
    BOUND
  }
}
