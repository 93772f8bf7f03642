package org.roam6.daemon.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.daemon.configuration.RouteOptimizationReader.RouteOptimizationSection;
import org.roam6.daemon.configuration.Value.InterfaceAddress;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.HomeAgentsAnycast;
import org.roam6.protocol.mobilenode.HomeAddressConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.PrefixDiscoveryMode;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Reads what a mobile node does about its home addresses: about one, in {@code mobile-node} itself, or about several,
 * in the sections of {@code home-addresses}. One reader reads one file.
 */
final class HomeAddressReader {

  private static final String DISCOVER = "discover";
  private static final String SEVERAL = "home-addresses";
  private static final int LONGEST_HOME_PREFIX = 64;

  /** What is said of each home address. */
  private static final List<String> KEYS =
      List.of(
          "home-address",
          "home-agent",
          "security",
          "identifier",
          "spi",
          "key-file",
          "route-optimization",
          "unprotected-prefix-discovery",
          "renumbering");

  private final SecurityReader security;

  // What may stand only once among the home addresses.
  private final Set<Ipv6Address> homeAddresses = new HashSet<>();
  private final Set<Ipv6Address> homeAgents = new HashSet<>();

  // Those of the home addresses before: two of them are one home link, or have nothing in common.
  private final Set<Ipv6Prefix> homePrefixes = new LinkedHashSet<>();

  /**
   * A reader.
   *
   * @param folder where relative paths of key files begin
   */
  HomeAddressReader(Path folder) {
    this.security = new SecurityReader(folder);
  }

  /**
   * What is said of one home address.
   *
   * @param configuration what to do about it
   * @param warning what an operator should be told of route optimization at each start
   */
  record HomeAddressSection(HomeAddressConfig configuration, Optional<String> warning) {}

  /** The home addresses, at least one; empty where something is wrong with one of them. */
  Optional<List<HomeAddressSection>> readAll(Section section) {
    if (!section.has(SEVERAL)) {
      return read(section).map(List::of);
    }
    for (String key : KEYS) {
      if (section.has(key)) {
        section.refuseKey(
            key,
            "'" + key + "' stands beside '" + SEVERAL + "' in " + section.name(),
            "say it of each of the home addresses, or remove it");
      }
    }
    return section.optional(SEVERAL, this::readSections);
  }

  private Optional<List<HomeAddressSection>> readSections(Value list) {
    return list.items(MobileNodeConfig.MOST_HOME_ADDRESSES)
        .flatMap(
            items -> {
              List<HomeAddressSection> all = new ArrayList<>();
              items.forEach(item -> item.section(this::read).ifPresent(all::add));
              // Each one that is not among them was told of.
              return all.size() == items.size() && !all.isEmpty() ? Optional.of(List.copyOf(all)) : Optional.empty();
            });
  }

  private Optional<HomeAddressSection> read(Section section) {
    Optional<InterfaceAddress> home = section.required("home-address", "2001:db8:1::100/64", this::homeAddress);
    Optional<Ipv6Address> homeAgent =
        section.has("home-agent")
            ? section.optional("home-agent", value -> homeAgent(value, home))
            : home.map(HomeAddressReader::anyHomeAgent);
    Optional<RouteOptimizationSection> routeOptimization =
        section.optional("route-optimization", value -> value.section(RouteOptimizationReader::read));
    PrefixDiscoveryMode prefixDiscovery = PrefixDiscoveryReader.ofMobileNode(section);
    Optional<Security> protection = security.ofMobileNode(section, home.map(InterfaceAddress::address));
    return home.isEmpty() || homeAgent.isEmpty() || protection.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HomeAddressSection(
                new HomeAddressConfig(
                    home.get().address(),
                    home.get().prefix(),
                    homeAgent.get(),
                    protection.get(),
                    routeOptimization.map(RouteOptimizationSection::policy).orElse(RouteOptimizationPolicy.OFF),
                    prefixDiscovery),
                routeOptimization.map(RouteOptimizationSection::warning)));
  }

  private Optional<InterfaceAddress> homeAddress(Value value) {
    return value
        .interfaceAddress()
        .flatMap(
            home ->
                home.prefixLength() == 0 || home.prefixLength() > LONGEST_HOME_PREFIX
                    ? value.refuse(
                        "'/" + home.prefixLength() + "' is not the length of a home link's prefix",
                        "did you mean '" + home.address() + "/64'?")
                    : onlyOnce(value, home).flatMap(once -> apart(value, once)));
  }

  /** A link that advertises one of two prefixes with common addresses would be half a home link. */
  private Optional<InterfaceAddress> apart(Value value, InterfaceAddress home) {
    Optional<Ipv6Prefix> common =
        homePrefixes.stream()
            .filter(other -> !other.equals(home.prefix()) && other.overlaps(home.prefix()))
            .findFirst();
    homePrefixes.add(home.prefix());
    return common.isEmpty()
        ? Optional.of(home)
        : value.refuse(
            "home prefix '" + home.prefix() + "' has addresses in common with '" + common.get() + "'",
            "expected the same prefix for home addresses on one home link, another one for another home link");
  }

  private Optional<InterfaceAddress> onlyOnce(Value value, InterfaceAddress home) {
    if (homeAgents.contains(home.address())) {
      return value.refuse("home address '" + home.address() + "' is a home agent's", "give the node its own");
    }
    return homeAddresses.add(home.address())
        ? Optional.of(home)
        : value.refuse("home address '" + home.address() + "' stands twice", "remove one of them");
  }

  /** Stands for one that is found (RFC 6275 11.4.1). */
  private static Ipv6Address anyHomeAgent(InterfaceAddress home) {
    return HomeAgentsAnycast.of(home.prefix());
  }

  private Optional<Ipv6Address> homeAgent(Value value, Optional<InterfaceAddress> home) {
    if (value.word().filter(DISCOVER::equals).isPresent()) {
      return home.map(HomeAddressReader::anyHomeAgent);
    }
    return value
        .address()
        .flatMap(
            address -> {
              if (home.isPresent() && !home.get().prefix().contains(address)
                  || homeAddresses.contains(address)) {
                return value.refuse(
                    "home agent '" + address + "' is not on the home link",
                    home.map(each -> "expected another address in " + each.prefix())
                        .orElse("expected another address than the home addresses"));
              }
              homeAgents.add(address);
              return Optional.of(address);
            });
  }
}
