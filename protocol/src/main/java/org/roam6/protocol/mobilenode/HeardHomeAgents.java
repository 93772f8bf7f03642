package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Memory.HeardHomeAgent;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;

/**
 * The home agents that a mobile node has heard on any link. RFC 6275 11.4.1: "The list MAY be stored, along with any
 * available lifetime information for the home agent addresses, in nonvolatile memory to survive reboots". Mutable, used
 * by one thread.
 */
final class HeardHomeAgents {

  /** Home agents that are known at once. */
  static final int MAXIMUM = 64;

  /** Whoever is on a link can advertise as often as he likes; the memory is written once in this time. */
  static final Duration BETWEEN_MEMORIES = Duration.ofMinutes(1);

  private final Supplier<List<Ipv6Prefix>> homePrefixes;
  private final SortedMap<Ipv6Address, HeardHomeAgent> known = new TreeMap<>();
  private SortedMap<Ipv6Address, HeardHomeAgent> stored = new TreeMap<>();
  private Optional<Time> remembered = Optional.empty();

  /** Nothing was heard yet; what is in {@code homePrefixes} is kept rather than others. */
  HeardHomeAgents(Supplier<List<Ipv6Prefix>> homePrefixes) {
    this.homePrefixes = homePrefixes;
  }

  /** Takes up what was heard before a restart. */
  void recall(Memory.HeardHomeAgents items) {
    items.all().stream().limit(MAXIMUM).forEach(each -> known.put(each.address(), each));
    stored = new TreeMap<>(known);
  }

  /**
   * Takes note of an advertisement.
   *
   * @return what to remember, if anything
   */
  Optional<Effect> heard(RouterAdvertisement advertisement, Instant timeOfDay, Time now) {
    HomeAgentInformation information = HomeAgentInformation.in(advertisement);
    Instant until = timeOfDay.plusSeconds(advertisement.homeAgent() ? information.lifetimeSeconds() : 0);
    for (PrefixInformation option :
        NeighborDiscoveryOptions.ofType(advertisement.options(), PrefixInformation.class)) {
      if (option.routerAddress() && option.address().isUnicastRoutable()) {
        note(
            new HeardHomeAgent(option.address(), option.prefixLength(), information.preference(), until), timeOfDay);
      }
    }
    boolean soon = remembered.filter(time -> now.isBefore(time.plus(BETWEEN_MEMORIES))).isPresent();
    if (soon || !isNews(timeOfDay)) {
      return Optional.empty();
    }
    remembered = Optional.of(now);
    stored = new TreeMap<>(known);
    return Optional.of(new Effect.Remember(new Memory.HeardHomeAgents(List.copyOf(known.values()))));
  }

  private void note(HeardHomeAgent heard, Instant timeOfDay) {
    if (!heard.until().isAfter(timeOfDay)) {
      known.remove(heard.address());
    } else if (known.containsKey(heard.address()) || hasRoomFor(heard, timeOfDay)) {
      known.put(heard.address(), heard);
    }
  }

  private boolean isNews(Instant timeOfDay) {
    return !known.keySet().equals(stored.keySet())
        || known.values().stream()
            .anyMatch(each -> differs(stored.getOrDefault(each.address(), each), each, timeOfDay));
  }

  /** A later end alone is news only when half of the time until the stored one has passed. */
  private static boolean differs(HeardHomeAgent before, HeardHomeAgent heard, Instant timeOfDay) {
    Duration left = Duration.between(timeOfDay, before.until());
    Duration again = Duration.between(timeOfDay, heard.until());
    return heard.preference() != before.preference()
        || heard.prefixLength() != before.prefixLength()
        || left.multipliedBy(2).compareTo(again) < 0
        || again.multipliedBy(2).compareTo(left) < 0;
  }

  private boolean hasRoomFor(HeardHomeAgent heard, Instant timeOfDay) {
    known.values().removeIf(each -> !each.until().isAfter(timeOfDay));
    if (known.size() >= MAXIMUM && isAtHome(heard)) {
      known.values().stream()
          .filter(each -> !isAtHome(each))
          .min(Comparator.comparing(HeardHomeAgent::until))
          .ifPresent(first -> known.remove(first.address()));
    }
    return known.size() < MAXIMUM;
  }

  private boolean isAtHome(HeardHomeAgent heard) {
    return homePrefixes.get().stream().anyMatch(prefix -> prefix.contains(heard.address()));
  }

  /** Those that serve at {@code timeOfDay}, as far as was heard: by their links, the most preferable of each first. */
  List<HeardHomeAgent> at(Instant timeOfDay) {
    return known.values().stream()
        .filter(each -> each.until().isAfter(timeOfDay))
        .sorted(
            Comparator.comparing(HeardHomeAgent::prefix)
                .thenComparing(Comparator.comparingInt(HeardHomeAgent::preference).reversed())
                .thenComparing(Comparator.comparing(HeardHomeAgent::until).reversed())
                .thenComparing(HeardHomeAgent::address))
        .toList();
  }
}
