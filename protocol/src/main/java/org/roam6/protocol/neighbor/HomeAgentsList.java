package org.roam6.protocol.neighbor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roam6.protocol.Time;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;

/**
 * The Home Agents List of a link: who says in its advertisements that it is a home agent there (RFC 6275 10.1, 10.5.1).
 * Mutable, used by one thread.
 */
public final class HomeAgentsList {

  /** Home agents that are remembered; more than that on one link are an attack. */
  static final int MAXIMUM = 64;

  /** Global addresses that are remembered of one. */
  static final int MAXIMUM_ADDRESSES = 8;

  private final SortedMap<Ipv6Address, Entry> entries = new TreeMap<>();

  /** A list without home agents. */
  public HomeAgentsList() {}

  /**
   * A home agent.
   *
   * @param preference 0 to 65535; the greater, the better
   * @param until when it ceases to be one, unless it is heard again
   * @param addresses its global addresses, one at least
   */
  public record Entry(int preference, Time until, List<GlobalAddress> addresses) {

    /** Takes a copy of the list. */
    public Entry {
      addresses = List.copyOf(addresses);
    }

    private boolean isOver(Time now) {
      return until.isDue(now) || addresses.isEmpty();
    }

    // RFC 6275 10.1: "Global addresses for the router in a Home Agents List entry MUST be deleted once the prefix
    // associated with that address is no longer valid"
    private Entry at(Time now) {
      return new Entry(
          preference, until, addresses.stream().filter(each -> now.isBefore(each.validUntil())).toList());
    }
  }

  /**
   * An address of a home agent.
   *
   * @param address the address
   * @param validUntil when its prefix ceases to be valid
   */
  public record GlobalAddress(Ipv6Address address, Time validUntil) {}

  /**
   * Takes note of an advertisement.
   *
   * @param source the link-local address of the router that sent it
   */
  public void heard(Ipv6Address source, RouterAdvertisement advertisement, Time now) {
    entries.replaceAll((_, entry) -> entry.at(now));
    entries.values().removeIf(entry -> entry.isOver(now));
    // RFC 6275 10.5.1: "otherwise, the default preference of 0 MUST be used", "otherwise, the lifetime specified by the
    // Router Lifetime field in the Router Advertisement SHOULD be used"
    HomeAgentInformation information = HomeAgentInformation.in(advertisement);
    // RFC 6275 10.5.1: "If the Home Agent (H) bit in the Router Advertisement is not set, delete the sending node's
    // entry", "if [...] the received home agent lifetime value is zero, immediately delete this entry"
    if (!advertisement.homeAgent() || information.lifetimeSeconds() == 0) {
      entries.remove(source);
    } else if (entries.containsKey(source) || entries.size() < MAXIMUM) {
      Time until = now.plus(Duration.ofSeconds(information.lifetimeSeconds()));
      entries.put(source, new Entry(information.preference(), until, addresses(source, advertisement, now)));
    }
  }

  // RFC 6275 10.5.1: "Add all such global addresses to the list of global addresses in this Home Agents List entry."
  private List<GlobalAddress> addresses(Ipv6Address source, RouterAdvertisement advertisement, Time now) {
    List<PrefixInformation> options =
        NeighborDiscoveryOptions.ofType(advertisement.options(), PrefixInformation.class);
    List<GlobalAddress> addresses = new ArrayList<>();
    for (PrefixInformation option : options) {
      if (option.routerAddress() && option.validLifetimeSeconds() > 0 && option.address().isUnicastRoutable()) {
        addresses.add(new GlobalAddress(option.address(), validUntil(option, now)));
      }
    }
    Entry before = entries.get(source);
    if (before != null) {
      before.addresses().stream()
          .filter(known -> options.stream().noneMatch(option -> option.prefix().contains(known.address())))
          .forEach(addresses::add);
    }
    return addresses.stream().limit(MAXIMUM_ADDRESSES).toList();
  }

  private static Time validUntil(PrefixInformation option, Time now) {
    return option.validLifetimeSeconds() == PrefixInformation.INFINITY
        ? Time.NEVER
        : now.plus(Duration.ofSeconds(option.validLifetimeSeconds()));
  }

  /** Those that are home agents at {@code now}, the most preferable first. */
  public List<Entry> at(Time now) {
    return entries.values().stream()
        .map(entry -> entry.at(now))
        .filter(entry -> !entry.isOver(now))
        .sorted(Comparator.comparingInt(Entry::preference).reversed())
        .toList();
  }
}
