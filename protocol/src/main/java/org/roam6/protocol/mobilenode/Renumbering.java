package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Memory.FormedHomeAddress;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Which home addresses a mobile node has while its home networks are renumbered: those that are configured, and for each
 * of them that follows one in each new prefix of its home network (RFC 6275 11.4.3), less those whose prefix has
 * ended. Mutable, used by one thread.
 */
final class Renumbering {

  private final MobileNodeConfig configured;
  private final boolean isOn;
  // By the configured home prefix: two of them may be on different home links.
  private final Map<Ipv6Prefix, HomeNetworkPrefixes> networks = new LinkedHashMap<>();
  private final List<FormedHomeAddress> formed = new ArrayList<>();
  private final Set<Ipv6Address> ended = new TreeSet<>();
  private MobileNodeConfig config;
  private List<MobileNodeConfig> inUse;
  private MobileNodeConfig ofLinks;
  private Time deadline = Time.NEVER;

  Renumbering(MobileNodeConfig configured) {
    this.configured = configured;
    this.config = configured;
    this.inUse = configured.ofEachHomeAddress();
    this.ofLinks = configured;
    this.isOn = inUse.stream().anyMatch(Renumbering::follows);
  }

  private static boolean follows(MobileNodeConfig home) {
    return home.prefixDiscovery() == PrefixDiscoveryMode.FOLLOW;
  }

  /** What the node is to do, about those home addresses, too, that have ended: the others keep their routing tables. */
  MobileNodeConfig config() {
    return config;
  }

  /** What it is to do about each home address that has not ended. */
  List<MobileNodeConfig> inUse() {
    return inUse;
  }

  /** What links are judged by: a link that only the prefix of an ended home address would be a home link of is none. */
  MobileNodeConfig ofLinks() {
    return ofLinks;
  }

  /** What is known of the home link by a home address: those of one home network that follow it know the same. */
  HomeNetworkPrefixes prefixesOf(MobileNodeConfig home) {
    return follows(home) ? network(home) : new HomeNetworkPrefixes();
  }

  private HomeNetworkPrefixes network(MobileNodeConfig home) {
    return networks.computeIfAbsent(configuredPrefix(home), _ -> new HomeNetworkPrefixes());
  }

  /** The home prefix of a configured home address, or of that which a formed one is like. */
  private Ipv6Prefix configuredPrefix(MobileNodeConfig home) {
    return formed.stream()
        .filter(each -> each.address().equals(home.homeAddress()))
        .flatMap(each -> followed(each.like()).stream())
        .findFirst()
        .orElse(home)
        .homePrefix();
  }

  /** Takes note of what is advertised on home links, where an interface is there. */
  void observe(MobileInterface on, Time now) {
    if (isOn) {
      inUse.stream()
          .filter(Renumbering::follows)
          .forEach(
              each -> on.prefixesBeside(each.homePrefix()).forEach(prefix -> network(each).heardAtHome(prefix, now)));
    }
  }

  /** When a home prefix ends, or is deprecated. */
  Time deadline() {
    return deadline;
  }

  /** Lets home addresses come and go with the prefixes of home links; whether any did. */
  boolean follow(Time now) {
    if (!isOn) {
      return false;
    }
    boolean news = false;
    for (var network : networks.entrySet()) {
      for (KnownPrefix prefix : network.getValue().heard()) {
        news |= prefix.formsAddresses(now) && prefix.isPreferred(now) && add(network.getKey(), prefix.prefix());
      }
    }
    for (MobileNodeConfig each : inUse) {
      news |= follows(each) && !known(each).isValid(now) && end(each);
    }
    deadline =
        inUse.stream()
            .filter(Renumbering::follows)
            .flatMap(each -> known(each).ends(now))
            .reduce(Time.NEVER, Time::earlier);
    return news;
  }

  /** Whether applications are to choose a home address: not a deprecated one where there is a better one. */
  SourceUse use(MobileNodeConfig home, Time now) {
    return !follows(home) || isPreferred(home, now) || inUse.stream().noneMatch(other -> isPreferred(other, now))
        ? SourceUse.PREFERRED
        : SourceUse.DEPRECATED;
  }

  private boolean isPreferred(MobileNodeConfig home, Time now) {
    return known(home).isPreferred(now);
  }

  /** What is known of the prefix of a home address that follows. */
  private KnownPrefix known(MobileNodeConfig home) {
    return network(home).find(home.homePrefix());
  }

  /** Takes up what was remembered before a restart. What is configured otherwise meanwhile counts as it is now. */
  void recall(Memory.RenumberedHomeAddresses item) {
    item.formed().stream()
        .filter(each -> followed(each.like()).isPresent() && !configured.homePrefixes().contains(each.prefix()))
        .forEach(this::form);
    inUse.stream()
        .filter(each -> follows(each) && item.ended().contains(each.homeAddress()))
        .forEach(this::end);
  }

  /** The configured home address, if it is one that follows. */
  private Optional<MobileNodeConfig> followed(Ipv6Address homeAddress) {
    return configured.ofEachHomeAddress().stream()
        .filter(each -> follows(each) && each.homeAddress().equals(homeAddress))
        .findFirst();
  }

  // RFC 6275 11.4.3: "Such processing may result in the mobile node configuring a new home address"
  /** The home link of {@code home} has {@code prefix}, which is to be used; whether that changes anything. */
  private boolean add(Ipv6Prefix home, Ipv6Prefix prefix) {
    boolean news = ended.removeIf(prefix::contains);
    if (news) {
      renew();
    }
    if (!configured.homePrefixes().contains(prefix)) {
      for (MobileNodeConfig each : configured.ofEachHomeAddress()) {
        news |=
            follows(each)
                && each.homePrefix().equals(home)
                && form(new FormedHomeAddress(each.homeAddress(), prefix));
      }
    }
    return news;
  }

  /** Whether there was room; one that has ended makes way. */
  private boolean form(FormedHomeAddress next) {
    if (config.homeAddresses().contains(next.address())) {
      return false;
    }
    if (config.homeAddresses().size() < MobileNodeConfig.MOST_HOME_ADDRESSES) {
      formed.add(next);
    } else {
      Optional<FormedHomeAddress> former =
          formed.stream().filter(each -> ended.contains(each.address())).findFirst();
      if (former.isEmpty()) {
        return false;
      }
      ended.remove(former.get().address());
      formed.set(formed.indexOf(former.get()), next);
    }
    renew();
    return true;
  }

  /** Gives a home address up whose prefix has ended, unless it is the last one of its network; whether it does. */
  private boolean end(MobileNodeConfig home) {
    Ipv6Prefix network = configuredPrefix(home);
    boolean others = inUse.stream().filter(each -> configuredPrefix(each).equals(network)).count() > 1;
    if (others) {
      ended.add(home.homeAddress());
      renew();
    }
    return others;
  }

  private void renew() {
    List<HomeAddressConfig> further = new ArrayList<>(configured.furtherHomeAddresses());
    formed.forEach(each -> further.add(config(each)));
    config = configured.withFurtherHomeAddresses(further);
    inUse = config.ofEachHomeAddress().stream().filter(each -> !ended.contains(each.homeAddress())).toList();
    ofLinks =
        inUse.getFirst()
            .withFurtherHomeAddresses(inUse.stream().skip(1).map(MobileNodeConfig::firstHomeAddress).toList());
  }

  // RFC 6275 11.4.3: "This specification assumes that any security associations [...] that may be needed for new
  // prefixes have been pre-configured": it is that of the home address whose interface identifier the new one has.
  private HomeAddressConfig config(FormedHomeAddress of) {
    MobileNodeConfig like = followed(of.like()).orElseThrow();
    return new HomeAddressConfig(
        of.address(),
        of.prefix(),
        HomeAgentsAnycast.of(of.prefix()),
        securityFor(of.address(), like.security()),
        like.routeOptimization(),
        like.prefixDiscovery());
  }

  private static Security securityFor(Ipv6Address homeAddress, Security security) {
    return switch (security) {
      case Security.None none -> none;
      case Security.Authenticated(List<SecurityAssociation> associations) ->
          new Security.Authenticated(associations.stream().map(each -> each.with(homeAddress)).toList());
    };
  }

  /** What is to be known after a restart. */
  Effect memory() {
    return new Effect.Remember(new Memory.RenumberedHomeAddresses(formed, List.copyOf(ended)));
  }
}
