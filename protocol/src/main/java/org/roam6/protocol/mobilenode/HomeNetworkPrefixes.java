package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.PrefixInformation;

/** What a mobile node knows of the prefixes of its home link: mutable, used by one thread. */
final class HomeNetworkPrefixes {

  /** More than a home agent tells of in one message. */
  static final int MAXIMUM = 64;

  private final SortedMap<Ipv6Prefix, KnownPrefix> known = new TreeMap<>();
  // Those of home addresses, which are kept when they have ended, so that this is known.
  private final Set<Ipv6Prefix> homes = new TreeSet<>();

  /** The node has a home address in {@code home}. */
  void add(Ipv6Prefix home) {
    homes.add(home);
  }

  /** The node has no home address in {@code home} any more. */
  void remove(Ipv6Prefix home) {
    homes.remove(home);
  }

  /** What is known of the prefix of a home address: before anything is heard of it, that it is without end. */
  KnownPrefix find(Ipv6Prefix home) {
    return known.getOrDefault(home, new KnownPrefix(home, true, true, Time.NEVER, Time.NEVER, 0));
  }

  /** All of which something was heard. */
  List<KnownPrefix> heard() {
    return List.copyOf(known.values());
  }

  /** The mobile node is at home, and hears of a prefix itself. */
  void heardAtHome(KnownPrefix prefix, Time now) {
    if (prefix.equals(known.get(prefix.prefix()))) {
      return;
    }
    forgetEnded(now);
    if (hasRoomFor(prefix.prefix())) {
      known.put(prefix.prefix(), prefix);
    }
  }

  private void forgetEnded(Time now) {
    known.values().removeIf(prefix -> !prefix.isValid(now) && !homes.contains(prefix.prefix()));
  }

  private boolean hasRoomFor(Ipv6Prefix prefix) {
    return homes.contains(prefix) || known.containsKey(prefix) || known.size() < MAXIMUM;
  }

  // RFC 6275 11.4.3: "the mobile node MUST process [...] the Prefix Information Options as if they arrived in a Router
  // Advertisement [18] on the mobile node's home link."
  /** A home agent tells of {@code options}; those of them that are new, and could give another home address. */
  List<Ipv6Prefix> told(List<PrefixInformation> options, Time now) {
    forgetEnded(now);
    List<Ipv6Prefix> news = new ArrayList<>();
    for (PrefixInformation option : options) {
      if (KnownPrefix.isUsable(option) && isNew(KnownPrefix.of(option, now), now)) {
        news.add(option.prefix());
      }
    }
    return news;
  }

  /** Takes note of {@code prefix}; whether it could give another home address. */
  private boolean isNew(KnownPrefix prefix, Time now) {
    Ipv6Prefix which = prefix.prefix();
    if (homes.contains(which) || known.containsKey(which)) {
      // RFC 4862 5.5.3: what is not authenticated ends no address within two hours
      known.put(which, find(which).updated(prefix, now));
      return false;
    }
    if (!prefix.isValid(now) || !hasRoomFor(which)) {
      return false;
    }
    known.put(which, prefix);
    return prefix.autonomous();
  }

  /** Those that are valid, as far as anything was heard of them. */
  List<Ipv6Prefix> valid(Time now) {
    return known.values().stream().filter(each -> each.isValid(now)).map(KnownPrefix::prefix).toList();
  }
}
