package org.roam6.daemon.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.GroupLimits;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.protocol.homeagent.PrefixDiscoveryPolicy;
import org.roam6.protocol.homeagent.RegistrationPolicy;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** Reads {@code home-agent}. */
final class HomeAgentReader {

  static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(4);
  static final Duration LONGEST_LIFETIME = Lifetime.LONGEST.duration();
  private static final int GREATEST_MAXIMUM_BINDINGS = 10_000_000;
  private static final int MOST_HOME_AGENTS = 64;

  private final InterfaceName tunnelInterface;
  private final Path folder;

  /**
   * A reader.
   *
   * @param tunnelInterface the interface of the data plane
   * @param folder where relative paths of key files begin
   */
  HomeAgentReader(InterfaceName tunnelInterface, Path folder) {
    this.tunnelInterface = tunnelInterface;
    this.folder = folder;
  }

  /**
   * A home agent.
   *
   * @param configuration of the role
   * @param advertise whether it also advertises itself on the home link
   */
  record HomeAgentSection(HomeAgentConfig configuration, boolean advertise) {}

  /** One home agent, or a list of them, each for a home prefix of its own. */
  Optional<List<HomeAgentSection>> readAll(Value value) {
    return value.isList()
        ? value.items(MOST_HOME_AGENTS).map(this::readItems)
        : value.section(this::read).map(List::of);
  }

  private List<HomeAgentSection> readItems(List<Value> items) {
    List<HomeAgentSection> sections = new ArrayList<>();
    for (Value item : items) {
      item.section(this::read).flatMap(section -> apart(item, section, sections)).ifPresent(sections::add);
    }
    return sections;
  }

  private static Optional<HomeAgentSection> apart(
      Value item, HomeAgentSection section, List<HomeAgentSection> before) {
    HomeAgentConfig one = section.configuration();
    for (HomeAgentConfig other : before.stream().map(HomeAgentSection::configuration).toList()) {
      boolean sharesLink = !one.hasVirtualHomeLink() && one.homeInterface().equals(other.homeInterface());
      if (sharesLink && (one.multicast().isPresent() || other.multicast().isPresent())) {
        return item.refuse(
            "another home agent has the interface '" + one.homeInterface() + "' already, and one of them 'multicast'",
            "remove 'multicast', or give each an interface of its own");
      }
      if (one.homePrefix().overlaps(other.homePrefix())) {
        return item.refuse(
            "home prefix '" + one.homePrefix() + "' has addresses in common with '" + other.homePrefix() + "'",
            "expected a prefix of its own for each home agent");
      }
    }
    return Optional.of(section);
  }

  private Optional<HomeAgentSection> read(Section section) {
    boolean virtual = isVirtual(section);
    Optional<InterfaceName> on =
        virtual
            ? Optional.of(tunnelInterface)
            : section.required("interface", "eth0", Value::interfaceName);
    Optional<Ipv6Prefix> prefix = section.required("prefix", "2001:db8:1::/64", Value::prefix);
    Optional<Ipv6Address> address =
        section.required("address", "2001:db8:1::1", value -> within(value, prefix));
    Duration lifetime =
        section
            .optional(
                "maximum-lifetime", value -> value.duration(SHORTEST_LIFETIME, LONGEST_LIFETIME))
            .orElse(HomeAgentConfig.DEFAULT_MAXIMUM_LIFETIME);
    Optional<Long> maximumBindings =
        section.optional("maximum-bindings", value -> value.number(1, GREATEST_MAXIMUM_BINDINGS));
    RegistrationPolicy policy =
        section.optional("policy", new PolicyReader(prefix)::read).orElse(RegistrationPolicy.OPEN);
    boolean advertise = advertises(section, virtual);
    PrefixDiscoveryPolicy prefixDiscovery = PrefixDiscoveryReader.ofHomeAgent(section);
    Optional<GroupLimits> multicast = multicast(section, virtual);
    Optional<Security> security = new SecurityReader(folder).ofHomeAgent(section, prefix);
    return on.isEmpty() || prefix.isEmpty() || address.isEmpty() || security.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HomeAgentSection(
                new HomeAgentConfig(
                    on.get(),
                    address.get(),
                    prefix.get(),
                    advertise || virtual
                        ? List.of(AdvertisedPrefix.of(address.get(), prefix.get().length()))
                        : List.of(),
                    security.get(),
                    tunnelInterface,
                    lifetime,
                    0,
                    prefixDiscovery,
                    limits(maximumBindings, policy),
                    multicast),
                advertise));
  }

  private static boolean isVirtual(Section section) {
    boolean virtual = section.optional("home-link", value -> value.oneOf(List.of("virtual"))).isPresent();
    if (virtual && section.has("interface")) {
      section.refuseKey(
          "interface",
          "'interface' stands beside 'home-link: virtual' in " + section.name(),
          "remove one of them: a virtual home link has no interface");
    }
    return virtual;
  }

  private static boolean advertises(Section section, boolean virtual) {
    Optional<Boolean> advertise = section.optional("advertise", Value::yesOrNo);
    if (virtual && advertise.filter(yes -> yes).isPresent()) {
      section.refuseKey("advertise", "nobody hears advertisements on a virtual home link", "remove 'advertise'");
    }
    return advertise.orElse(!virtual);
  }

  private static Optional<GroupLimits> multicast(Section section, boolean virtual) {
    boolean wanted = section.optional("multicast", Value::yesOrNo).orElse(false);
    if (virtual && wanted) {
      section.refuseKey("multicast", "nobody sends to groups on a virtual home link", "remove 'multicast'");
    }
    return wanted && !virtual ? Optional.of(GroupLimits.DEFAULT) : Optional.empty();
  }

  private static HomeAgentLimits limits(Optional<Long> maximumBindings, RegistrationPolicy policy) {
    HomeAgentLimits others = HomeAgentLimits.DEFAULT;
    return new HomeAgentLimits(
        maximumBindings.map(Math::toIntExact).orElse(others.maximumBindings()),
        others.refusalBurst(),
        others.refusalInterval(),
        policy);
  }

  private static Optional<Ipv6Address> within(Value value, Optional<Ipv6Prefix> prefix) {
    return value
        .address()
        .flatMap(
            address ->
                prefix.isEmpty() || prefix.get().contains(address)
                    ? Optional.of(address)
                    : value.refuse(
                        "address '" + address + "' is not in the prefix of the home link",
                        "expected one in " + prefix.get()));
  }
}
