package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.protocol.Desired.GroupKey;
import org.roam6.protocol.Desired.GroupMembership;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.homeagent.BindingMachine.Step;
import org.roam6.wire.Ipv6Address;

/**
 * The Binding Cache (RFC 6275 9.1, 10.1), with its deadlines, and the addresses and groups on the home link that belong
 * to its entries.
 */
final class BindingTable {

  private static final BindingState ABSENT = new BindingState.Absent();

  private final InterfaceName homeInterface;
  private final SortedMap<BindingKey, BindingState> states = new TreeMap<>();
  private final SortedSet<Deadline> deadlines = new TreeSet<>();
  private final Map<Ipv6Address, BindingKey> claimed = new TreeMap<>();
  private final SortedMap<Ipv6Address, Integer> claimsByGroup = new TreeMap<>();

  BindingTable(InterfaceName homeInterface) {
    this.homeInterface = homeInterface;
  }

  /** When an entry wants attention; entries of equal deadlines come in the order of their keys. */
  private record Deadline(Time time, BindingKey key) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  /** The state of an entry. */
  BindingState get(BindingKey key) {
    return states.getOrDefault(key, ABSENT);
  }

  /** All entries, in the order of their keys. */
  List<BindingKey> keys() {
    return List.copyOf(states.keySet());
  }

  int size() {
    return states.size();
  }

  /** Whose entry an address of the home link belongs to. */
  Optional<BindingKey> claimant(Ipv6Address address) {
    return Optional.ofNullable(claimed.get(address));
  }

  /** The earliest deadline, never where there is none. */
  Time nextDeadline() {
    return deadlines.isEmpty() ? Time.NEVER : deadlines.first().time();
  }

  /** The entry whose deadline comes first, where it has come at {@code now}. */
  Optional<BindingKey> firstDue(Time now) {
    return deadlines.isEmpty() || !deadlines.first().time().isDue(now)
        ? Optional.empty()
        : Optional.of(deadlines.first().key());
  }

  /**
   * Enters what became of an entry.
   *
   * @return the effects of the step, between those that join and those that leave groups for it
   */
  List<Effect> enter(BindingKey key, Step step) {
    BindingState before = get(key);
    BindingState next = step.next();
    deadlines.remove(new Deadline(before.deadline(), key));
    if (next instanceof BindingState.Absent) {
      states.remove(key);
    } else {
      states.put(key, next);
      deadlines.add(new Deadline(next.deadline(), key));
    }
    if (before.claimed().equals(next.claimed())) {
      return step.effects();
    }
    List<Effect> effects = new ArrayList<>();
    next.claimed().forEach(address -> claim(address, key, effects));
    effects.addAll(step.effects());
    before.claimed().forEach(address -> release(address, next.claimed().contains(address), effects));
    return effects;
  }

  // RFC 4862 5.4.2: "an interface MUST join [...] the solicited-node multicast address of the tentative address"
  private void claim(Ipv6Address address, BindingKey key, List<Effect> effects) {
    claimed.put(address, key);
    Ipv6Address group = address.solicitedNode();
    if (claimsByGroup.merge(group, 1, Integer::sum) == 1) {
      effects.add(new Want(new GroupMembership(homeInterface, group)));
    }
  }

  private void release(Ipv6Address address, boolean stillClaimed, List<Effect> effects) {
    if (!stillClaimed) {
      claimed.remove(address);
    }
    Ipv6Address group = address.solicitedNode();
    if (claimsByGroup.merge(group, -1, Integer::sum) == 0) {
      claimsByGroup.remove(group);
      effects.add(new Unwant(new GroupKey(homeInterface, group)));
    }
  }
}
