package org.roam6.daemon.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.homeagent.GroupLimits;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.HomeAgentLimits;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** Reads {@code home-agent}. */
final class HomeAgentReader {

  static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(4);
  static final Duration LONGEST_LIFETIME = Lifetime.LONGEST.duration();
  private static final int GREATEST_MAXIMUM_BINDINGS = 10_000_000;

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

  Optional<HomeAgentSection> read(Section section) {
    Optional<InterfaceName> on = section.required("interface", "eth0", Value::interfaceName);
    Optional<Ipv6Prefix> prefix = section.required("prefix", "2001:db8:1::/64", Value::prefix);
    Optional<Ipv6Address> address =
        section.required("address", "2001:db8:1::1", value -> within(value, prefix));
    Duration lifetime =
        section
            .optional(
                "maximum-lifetime", value -> value.duration(SHORTEST_LIFETIME, LONGEST_LIFETIME))
            .orElse(HomeAgentConfig.DEFAULT_MAXIMUM_LIFETIME);
    HomeAgentLimits limits =
        section
            .optional("maximum-bindings", value -> value.number(1, GREATEST_MAXIMUM_BINDINGS))
            .map(HomeAgentReader::limits)
            .orElse(HomeAgentLimits.DEFAULT);
    boolean advertise = section.optional("advertise", Value::yesOrNo).orElse(true);
    Optional<GroupLimits> multicast =
        section.optional("multicast", Value::yesOrNo).filter(yes -> yes).map(_ -> GroupLimits.DEFAULT);
    Optional<Security> security = new SecurityReader(folder).ofHomeAgent(section, prefix);
    return on.isEmpty() || prefix.isEmpty() || address.isEmpty() || security.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HomeAgentSection(
                new HomeAgentConfig(
                    on.get(),
                    address.get(),
                    prefix.get(),
                    advertise ? Optional.of(PrefixLifetimes.DEFAULT) : Optional.empty(),
                    security.get(),
                    tunnelInterface,
                    lifetime,
                    0,
                    limits,
                    multicast),
                advertise));
  }

  private static HomeAgentLimits limits(long maximumBindings) {
    HomeAgentLimits others = HomeAgentLimits.DEFAULT;
    return new HomeAgentLimits(
        Math.toIntExact(maximumBindings), others.refusalBurst(), others.refusalInterval());
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
