package org.roam6.daemon.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.daemon.configuration.HomeAddressReader.HomeAddressSection;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Traffic;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.mobilenode.HomeAddressConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.MobileNodeLimits;
import org.roam6.protocol.mobilenode.MobileNodeTimers;

/** Reads {@code mobile-node}. */
final class MobileNodeReader {

  private static final Duration LONGEST_DHCP_DELAY = Duration.ofSeconds(10);
  private static final Duration SHORTEST_FIRST_REGISTRATION = Duration.ofSeconds(1);

  private final InterfaceName tunnelInterface;
  private final Path folder;

  /**
   * A reader.
   *
   * @param tunnelInterface the interface of the data plane
   * @param folder where relative paths of key files begin
   */
  MobileNodeReader(InterfaceName tunnelInterface, Path folder) {
    this.tunnelInterface = tunnelInterface;
    this.folder = folder;
  }

  /**
   * What the section says.
   *
   * @param configuration the role
   * @param hold what may wait while the node moves
   * @param warnings what an operator should be told of route optimization at each start
   */
  record MobileNodeSection(MobileNodeConfig configuration, HoldLimits hold, List<String> warnings) {}

  Optional<MobileNodeSection> read(Section section) {
    HoldLimits hold = hold(section);
    Optional<List<HomeAddressSection>> homes = new HomeAddressReader(folder).readAll(section);
    return role(section, homes.map(MobileNodeReader::configurations))
        .map(role -> new MobileNodeSection(role, hold, homes.map(MobileNodeReader::warnings).orElse(List.of())));
  }

  private static List<HomeAddressConfig> configurations(List<HomeAddressSection> homes) {
    return homes.stream().map(HomeAddressSection::configuration).toList();
  }

  private static List<String> warnings(List<HomeAddressSection> homes) {
    return homes.stream().flatMap(home -> home.warning().stream()).distinct().toList();
  }

  private static HoldLimits hold(Section section) {
    int packets =
        section
            .optional("hold-packets", value -> value.number(0, HoldLimits.MOST_PACKETS))
            .map(Math::toIntExact)
            .orElse(HoldLimits.DEFAULT.packets());
    Duration time =
        section
            .optional("hold-time", value -> value.duration(Duration.ZERO, HoldLimits.LONGEST))
            .orElse(HoldLimits.DEFAULT.time());
    return new HoldLimits(packets, time);
  }

  private Optional<MobileNodeConfig> role(Section section, Optional<List<HomeAddressConfig>> homes) {
    Optional<List<InterfaceName>> on = interfaces(section);
    int routingTable =
        section
            .optional(
                "routing-table", value -> value.number(1, MobileNodeConfig.DEFAULT_ROUTING_TABLE))
            .map(Math::toIntExact)
            .orElse(MobileNodeConfig.DEFAULT_ROUTING_TABLE);
    List<Traffic> direct = section.optional("direct", DirectReader::read).orElse(List.of());
    Duration lifetime =
        section
            .optional(
                "lifetime",
                value ->
                    value.duration(
                        HomeAgentReader.SHORTEST_LIFETIME, HomeAgentReader.LONGEST_LIFETIME))
            .orElse(MobileNodeConfig.DEFAULT_LIFETIME);
    MobileNodeTimers timers = timers(section);
    if (on.isEmpty() || homes.isEmpty()) {
      return Optional.empty();
    }
    HomeAddressConfig first = homes.get().getFirst();
    return Optional.of(
        new MobileNodeConfig(
            on.get(),
            first.homeAddress(),
            first.homePrefix(),
            first.homeAgentAddress(),
            first.security(),
            tunnelInterface,
            routingTable,
            direct,
            lifetime,
            timers,
            MobileNodeLimits.DEFAULT,
            first.routeOptimization(),
            first.prefixDiscovery(),
            homes.get().subList(1, homes.get().size())));
  }

  private static MobileNodeTimers timers(Section section) {
    // RFC 6275 13: "mobile nodes MUST allow the last variable to be configured", InitialBindackTimeoutFirstReg
    Duration firstRegistration =
        section
            .optional(
                "first-registration-timeout",
                value -> value.duration(SHORTEST_FIRST_REGISTRATION, ProtocolConstants.MAX_BINDACK_TIMEOUT))
            .orElse(MobileNodeTimers.DEFAULT.initialBindackTimeoutFirstReg());
    Duration dhcpMaximumDelay =
        section
            .optional(
                "dhcp-maximum-delay", value -> value.duration(Duration.ZERO, LONGEST_DHCP_DELAY))
            .orElse(MobileNodeTimers.DEFAULT.dhcpMaximumDelay());
    return MobileNodeTimers.DEFAULT
        .withInitialBindackTimeoutFirstReg(firstRegistration)
        .withDhcpMaximumDelay(dhcpMaximumDelay);
  }

  /** One interface, or several in the order of preference. */
  private Optional<List<InterfaceName>> interfaces(Section section) {
    if (!section.has("interfaces")) {
      return section.required("interface", "eth0", this::mobileInterface).map(List::of);
    }
    if (section.has("interface")) {
      section.refuseKey(
          "interface", "'interface' stands beside 'interfaces' in mobile-node", "remove one of them");
      return Optional.empty();
    }
    return section.optional("interfaces", this::interfaces);
  }

  private Optional<List<InterfaceName>> interfaces(Value list) {
    return list.items(MobileNodeConfig.MOST_INTERFACES)
        .flatMap(
            items -> {
              Set<InterfaceName> names = new LinkedHashSet<>();
              items.forEach(item -> mobileInterface(item).ifPresent(name -> add(item, name, names)));
              // Each item that is not among them was told of.
              return names.size() == items.size() ? Optional.of(List.copyOf(names)) : Optional.empty();
            });
  }

  private static void add(Value item, InterfaceName name, Set<InterfaceName> names) {
    if (!names.add(name)) {
      item.refuse("'" + name + "' stands twice in interfaces", "remove one of them");
    }
  }

  private Optional<InterfaceName> mobileInterface(Value value) {
    return value
        .interfaceName()
        .flatMap(
            name ->
                name.equals(tunnelInterface)
                    ? value.refuse(
                        "'" + name + "' is the tunnel-interface", "name the interface that moves")
                    : Optional.of(name));
  }
}
