package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Effect.Notify;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.icmp.PrefixInformation;

/** What a mobile node knows of the prefixes of its home link: mutable, used by one thread. */
final class HomeNetworkPrefixes {

  /** More than a home agent tells of in one message. */
  static final int MAXIMUM = 64;

  /** The home prefix before anything is heard of it: the home address is configured, and without end. */
  private final KnownPrefix configured;
  private final SortedMap<Ipv6Prefix, KnownPrefix> known = new TreeMap<>();
  private boolean isDeprecationTold;

  HomeNetworkPrefixes(Ipv6Prefix home) {
    configured = new KnownPrefix(home, true, true, Time.NEVER, Time.NEVER, 0);
  }

  /** The prefix of the home address. */
  KnownPrefix home() {
    return known.getOrDefault(configured.prefix(), configured);
  }

  /** The mobile node is at home, and hears of its prefix itself. */
  void heardAtHome(KnownPrefix home) {
    known.put(home.prefix(), home);
  }

  // RFC 6275 11.4.3: "the mobile node MUST process [...] the Prefix Information Options as if they arrived in a Router
  // Advertisement [18] on the mobile node's home link."
  /** The home agent tells of {@code options}; what there is to say of that. */
  List<Effect> told(List<PrefixInformation> options, Time now) {
    known.values().removeIf(prefix -> !prefix.isValid(now) && !isHome(prefix.prefix()));
    List<Effect> effects = new ArrayList<>();
    for (PrefixInformation option : options) {
      if (KnownPrefix.isUsable(option) && isNew(KnownPrefix.of(option, now), now)) {
        effects.add(new Notify(new MobilePrefixNotice.HomePrefixAdded(option.prefix())));
      }
    }
    effects.addFirst(new Notify(new MobilePrefixNotice.PrefixesLearned(valid(now), validLeft(now))));
    boolean isDeprecated = !home().isPreferred(now);
    if (isDeprecated && !isDeprecationTold) {
      effects.add(
          new Notify(
              new MobilePrefixNotice.HomePrefixDeprecated(
                  configured.prefix(), validLeft(now).orElse(Duration.ZERO))));
    }
    isDeprecationTold = isDeprecated;
    return effects;
  }

  /** Takes note of {@code prefix}; whether it could give another home address. */
  private boolean isNew(KnownPrefix prefix, Time now) {
    KnownPrefix before = isHome(prefix.prefix()) ? home() : known.get(prefix.prefix());
    if (before != null) {
      // RFC 4862 5.5.3: what is not authenticated ends no address within two hours
      known.put(prefix.prefix(), before.updated(prefix, now));
      return false;
    }
    if (!prefix.isValid(now) || known.size() >= MAXIMUM) {
      return false;
    }
    known.put(prefix.prefix(), prefix);
    return prefix.autonomous();
  }

  private boolean isHome(Ipv6Prefix prefix) {
    return prefix.equals(configured.prefix());
  }

  private List<Ipv6Prefix> valid(Time now) {
    return known.values().stream().filter(each -> each.isValid(now)).map(KnownPrefix::prefix).toList();
  }

  private Optional<Duration> validLeft(Time now) {
    return Optional.of(home().validUntil())
        .filter(end -> !end.equals(Time.NEVER))
        .map(end -> Snapshots.atLeastZero(end.since(now)));
  }
}
