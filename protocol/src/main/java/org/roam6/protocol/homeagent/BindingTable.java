package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * to its entries. What an entry costs is in {@link BindingRecords}.
 */
final class BindingTable {

  private final Optional<InterfaceName> homeLink;
  private final BindingRecords records = new BindingRecords();
  private final DeadlineHeap deadlines = new DeadlineHeap(records::isBefore);
  private final SortedMap<Ipv6Address, Integer> claimsByGroup = new TreeMap<>();
  private int bindings;

  /**
   * A table without entries.
   *
   * @param homeLink the interface on which groups are joined; empty where nobody is on the home link
   */
  BindingTable(Optional<InterfaceName> homeLink) {
    this.homeLink = homeLink;
  }

  /** The state of an entry. */
  BindingState get(BindingKey key) {
    int slot = records.find(key);
    return slot == BindingRecords.NONE ? BindingState.ABSENT : records.get(slot);
  }

  /** All entries, in the order of their keys. */
  List<BindingKey> keys() {
    List<BindingKey> keys = new ArrayList<>(records.size());
    records.forEach(slot -> keys.add(records.key(slot)));
    keys.sort(Comparator.naturalOrder());
    return keys;
  }

  int size() {
    return deadlines.size();
  }

  /** How many entries have addresses on the home link: those that are bindings, or are about to be. */
  int bindings() {
    return bindings;
  }

  /** Whose entry an address of the home link belongs to. */
  Optional<BindingKey> claimant(Ipv6Address address) {
    int slot = records.findClaimed(address);
    return slot == BindingRecords.NONE ? Optional.empty() : Optional.of(records.key(slot));
  }

  /** The earliest deadline, never where there is none. */
  Time nextDeadline() {
    return deadlines.size() == 0 ? Time.NEVER : records.deadline(deadlines.first());
  }

  /** The entry whose deadline comes first, where it has come at {@code now}; of equal deadlines the lowest key's. */
  Optional<BindingKey> firstDue(Time now) {
    return nextDeadline().isDue(now) && deadlines.size() > 0
        ? Optional.of(records.key(deadlines.first()))
        : Optional.empty();
  }

  /**
   * Enters what became of an entry.
   *
   * @return the effects of the step, between those that join and those that leave groups for it
   */
  List<Effect> enter(BindingKey key, Step step) {
    BindingState before = get(key);
    BindingState next = step.next();
    if (before instanceof BindingState.Absent && next instanceof BindingState.Absent) {
      return step.effects();
    }
    int slot = records.take(key);
    records.set(slot, next);
    if (next instanceof BindingState.Absent) {
      deadlines.remove(slot);
    } else {
      deadlines.put(slot);
    }
    bindings += (next.claimed().isEmpty() ? 0 : 1) - (before.claimed().isEmpty() ? 0 : 1);
    List<Effect> effects = step.effects();
    if (!before.claimed().equals(next.claimed())) {
      effects = new ArrayList<>();
      for (Ipv6Address address : next.claimed()) {
        claim(address, slot, effects);
      }
      effects.addAll(step.effects());
      for (Ipv6Address address : before.claimed()) {
        release(address, slot, next.claimed().contains(address), effects);
      }
    }
    if (next instanceof BindingState.Absent && !records.isClaimed(slot)) {
      records.free(slot);
    }
    return effects;
  }

  private void claim(Ipv6Address address, int slot, List<Effect> effects) {
    records.setClaimed(slot, address.isLinkLocal(), true);
    homeLink.ifPresent(link -> join(link, address.solicitedNode(), effects));
  }

  private void release(Ipv6Address address, int slot, boolean stillClaimed, List<Effect> effects) {
    if (!stillClaimed) {
      records.setClaimed(slot, address.isLinkLocal(), false);
    }
    homeLink.ifPresent(link -> leave(link, address.solicitedNode(), effects));
  }

  // RFC 4862 5.4.2: "an interface MUST join [...] the solicited-node multicast address of the tentative address"
  private void join(InterfaceName link, Ipv6Address group, List<Effect> effects) {
    if (claimsByGroup.merge(group, 1, Integer::sum) == 1) {
      effects.add(new Want(new GroupMembership(link, group)));
    }
  }

  private void leave(InterfaceName link, Ipv6Address group, List<Effect> effects) {
    if (claimsByGroup.merge(group, -1, Integer::sum) == 0) {
      claimsByGroup.remove(group);
      effects.add(new Unwant(new GroupKey(link, group)));
    }
  }
}
