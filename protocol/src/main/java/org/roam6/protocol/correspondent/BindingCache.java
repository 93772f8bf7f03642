package org.roam6.protocol.correspondent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Unwant;
import org.roam6.protocol.Effect.Want;
import org.roam6.protocol.Time;
import org.roam6.protocol.correspondent.BindingMachine.Step;
import org.roam6.protocol.correspondent.BindingState.Bound;
import org.roam6.protocol.correspondent.BindingState.Removed;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * The Binding Caches (RFC 6275 9.1), one for each address of this host, with their deadlines, the order in which entries
 * make way for others, and the routes that lead packets to the data plane.
 */
final class BindingCache {

  private static final BindingState ABSENT = new BindingState.Absent();

  private final CorrespondentConfig config;
  private final SortedMap<DirectPath.Key, BindingState> states = new TreeMap<>();
  private final NavigableSet<Moment> deadlines = new TreeSet<>();
  // RFC 6275 9.6: "a 'least-recently used' (LRU) strategy for cache entry replacement among entries should work well"
  private final NavigableSet<Moment> withTraffic = new TreeSet<>();
  private final NavigableSet<Moment> withoutTraffic = new TreeSet<>();
  private final NavigableSet<Moment> removed = new TreeSet<>();
  private final Map<Ipv6Address, SortedSet<Ipv6Address>> boundFor = new TreeMap<>();

  BindingCache(CorrespondentConfig config) {
    this.config = config;
  }

  /** When something is or was with an entry; those of equal times come in the order of their keys. */
  private record Moment(Time time, DirectPath.Key key) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : key.compareTo(other.key);
    }
  }

  /** The state of an entry. */
  BindingState get(DirectPath.Key key) {
    return states.getOrDefault(key, ABSENT);
  }

  /** All entries, in the order of their keys. */
  List<BindingState> all() {
    return List.copyOf(states.values());
  }

  /** The bindings of a home address, one for each address of this host that has one. */
  List<DirectPath.Key> of(Ipv6Address homeAddress) {
    return boundFor.getOrDefault(homeAddress, new TreeSet<>()).stream()
        .map(own -> new DirectPath.Key(DirectPath.Side.CORRESPONDENT, homeAddress, own))
        .toList();
  }

  /** How many bindings there are. */
  int bindings() {
    return withTraffic.size() + withoutTraffic.size();
  }

  /** How many bindings that are gone are remembered. */
  int remembered() {
    return removed.size();
  }

  /** The earliest deadline, never where there is none. */
  Time nextDeadline() {
    return deadlines.isEmpty() ? Time.NEVER : deadlines.first().time();
  }

  /** The entry whose deadline comes first, where it has come at {@code now}. */
  Optional<DirectPath.Key> firstDue(Time now) {
    return deadlines.isEmpty() || !nextDeadline().isDue(now)
        ? Optional.empty()
        : Optional.of(deadlines.first().key());
  }

  /**
   * The binding that can best make way for another one: the one not used for the longest time, be it ever. Empty where
   * all have been used during the last {@code inUse}: none of them is worth less than a new one.
   */
  Optional<DirectPath.Key> leastRecentlyUsed(Duration inUse, Time now) {
    Optional<Moment> unused = first(withoutTraffic);
    Optional<Moment> idle = first(withTraffic).filter(use -> use.time().plus(inUse).isDue(now));
    if (unused.isPresent() && idle.isPresent()) {
      return Optional.of(unused.get().compareTo(idle.get()) < 0 ? unused.get().key() : idle.get().key());
    }
    return unused.or(() -> idle).map(Moment::key);
  }

  private static Optional<Moment> first(NavigableSet<Moment> moments) {
    return moments.isEmpty() ? Optional.empty() : Optional.of(moments.first());
  }

  /** Until when the one is remembered that is to be forgotten first; never where there is none. */
  Time firstForgotten() {
    return removed.isEmpty() ? Time.NEVER : removed.first().time();
  }

  /** Forgets those that would be remembered until {@code moment} or less long. */
  void forgetUntil(Time moment) {
    while (firstForgotten().isDue(moment)) {
      DirectPath.Key key = removed.first().key();
      take(key, get(key));
      states.remove(key);
    }
  }

  /**
   * Enters what became of an entry.
   *
   * @return the effects of the step, behind those that lead its packets here, or before those that no longer do
   */
  List<Effect> enter(DirectPath.Key key, Step step) {
    BindingState before = get(key);
    BindingState next = step.next();
    take(key, before);
    put(key, next);
    boolean was = before instanceof Bound;
    boolean is = next instanceof Bound;
    if (was == is) {
      return step.effects();
    }
    List<Effect> effects = new ArrayList<>();
    if (is) {
      effects.addAll(step.effects());
      effects.addAll(lead(key));
    } else {
      effects.addAll(leadNoLonger(key));
      effects.addAll(step.effects());
    }
    return effects;
  }

  private List<Effect> lead(DirectPath.Key key) {
    List<Effect> effects = new ArrayList<>();
    if (boundFor.isEmpty()) {
      effects.add(new Want(new Desired.RedirectionRule(config.routingTable())));
    }
    SortedSet<Ipv6Address> own = boundFor.computeIfAbsent(key.homeAddress(), _ -> new TreeSet<>());
    own.add(key.correspondent());
    effects.add(route(key.homeAddress(), own.first()));
    return effects;
  }

  private List<Effect> leadNoLonger(DirectPath.Key key) {
    SortedSet<Ipv6Address> own = boundFor.getOrDefault(key.homeAddress(), new TreeSet<>());
    own.remove(key.correspondent());
    if (!own.isEmpty()) {
      return List.of(route(key.homeAddress(), own.first()));
    }
    boundFor.remove(key.homeAddress());
    List<Effect> effects = new ArrayList<>();
    effects.add(new Unwant(new Desired.RouteKey(config.routingTable(), new Ipv6Prefix(key.homeAddress(), 128))));
    if (boundFor.isEmpty()) {
      effects.add(new Unwant(new Desired.RedirectionRuleKey(config.routingTable())));
    }
    return effects;
  }

  /** Where several addresses of this host have bindings, sockets without address take the first of them. */
  private Effect route(Ipv6Address homeAddress, Ipv6Address source) {
    return new Want(
        new Desired.Route(
            config.routingTable(),
            new Ipv6Prefix(homeAddress, 128),
            Optional.empty(),
            config.tunnelInterface(),
            Optional.of(source)));
  }

  private void take(DirectPath.Key key, BindingState state) {
    deadlines.remove(new Moment(state.deadline(), key));
    switch (state) {
      case Bound bound -> uses(bound).remove(use(bound));
      case Removed gone -> removed.remove(new Moment(gone.until(), key));
      case BindingState.Absent _ -> {}
    }
  }

  private void put(DirectPath.Key key, BindingState state) {
    switch (state) {
      case Bound bound -> uses(bound).add(use(bound));
      case Removed gone -> removed.add(new Moment(gone.until(), key));
      case BindingState.Absent _ -> {
        states.remove(key);
        return;
      }
    }
    states.put(key, state);
    deadlines.add(new Moment(state.deadline(), key));
  }

  private NavigableSet<Moment> uses(Bound bound) {
    return bound.traffic().isPresent() ? withTraffic : withoutTraffic;
  }

  private static Moment use(Bound bound) {
    return new Moment(bound.traffic().orElse(bound.entry().since()), bound.entry().key());
  }
}
