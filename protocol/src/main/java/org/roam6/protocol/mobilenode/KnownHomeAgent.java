package org.roam6.protocol.mobilenode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import org.roam6.protocol.Memory;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A home agent as a mobile node knows it.
 *
 * @param prefix the prefix of its link
 * @param address its address there
 * @param preference 0 to 65535 as it says in its advertisements; empty where it was not heard
 * @param until the time of day at which it ceases to be one, unless it is heard again; empty where it was not heard
 * @param discovered whether the home link was asked and told of it
 * @param rank the place at which it would be tried now, 1 for the first; empty for one of another link, and where the
 *     home agent is configured
 * @param used whether Binding Updates go to it
 */
public record KnownHomeAgent(
    Ipv6Prefix prefix,
    Ipv6Address address,
    OptionalInt preference,
    Optional<Instant> until,
    boolean discovered,
    OptionalInt rank,
    boolean used) {

  /**
   * All that are known: those that were heard by their links, then those that were only told of.
   *
   * @param homePrefix the prefix of the home link, which those that were not heard are on
   * @param heard those that were heard
   * @param discovered those that the home link told of
   * @param ranks those that can be tried, in their order
   * @param used the one that Binding Updates go to
   */
  static List<KnownHomeAgent> all(
      Ipv6Prefix homePrefix,
      List<Memory.HeardHomeAgent> heard,
      List<Ipv6Address> discovered,
      List<Ipv6Address> ranks,
      Optional<Ipv6Address> used) {
    List<KnownHomeAgent> known = new ArrayList<>();
    SequencedSet<Ipv6Address> unheard = new LinkedHashSet<>(ranks);
    used.ifPresent(unheard::add);
    for (Memory.HeardHomeAgent each : heard) {
      unheard.remove(each.address());
      known.add(
          of(each.prefix(), each.address(), OptionalInt.of(each.preference()), Optional.of(each.until()))
              .with(discovered, ranks, used));
    }
    unheard.forEach(
        each ->
            known.add(of(homePrefix, each, OptionalInt.empty(), Optional.empty()).with(discovered, ranks, used)));
    return known;
  }

  /** What is known for all of several home addresses: of each home agent once what says most. */
  static List<KnownHomeAgent> merge(List<List<KnownHomeAgent>> ofEach) {
    Map<Ipv6Address, KnownHomeAgent> all = new LinkedHashMap<>();
    ofEach.forEach(known -> known.forEach(each -> all.merge(each.address(), each, KnownHomeAgent::more)));
    return List.copyOf(all.values());
  }

  private static KnownHomeAgent more(KnownHomeAgent one, KnownHomeAgent other) {
    boolean isOther = other.used && !one.used || one.used == other.used && one.rank.isEmpty();
    return isOther ? other : one;
  }

  private static KnownHomeAgent of(
      Ipv6Prefix prefix, Ipv6Address address, OptionalInt preference, Optional<Instant> until) {
    return new KnownHomeAgent(prefix, address, preference, until, false, OptionalInt.empty(), false);
  }

  private KnownHomeAgent with(List<Ipv6Address> told, List<Ipv6Address> ranks, Optional<Ipv6Address> current) {
    int place = ranks.indexOf(address);
    return new KnownHomeAgent(
        prefix,
        address,
        preference,
        until,
        told.contains(address),
        place < 0 ? OptionalInt.empty() : OptionalInt.of(place + 1),
        current.equals(Optional.of(address)));
  }
}
