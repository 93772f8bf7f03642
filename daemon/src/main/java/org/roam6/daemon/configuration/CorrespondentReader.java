package org.roam6.daemon.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.binding.ProtocolConstants;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.correspondent.CorrespondentLimits;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;

/** Reads {@code correspondent}. */
final class CorrespondentReader {

  private static final int GREATEST_MAXIMUM_BINDINGS = 10_000_000;

  private final InterfaceName tunnelInterface;
  private final List<HomeAgentConfig> homeAgents;
  private final Optional<MobileNodeConfig> mobileNode;

  /**
   * A reader.
   *
   * @param tunnelInterface the interface of the data plane
   * @param homeAgents the home agents in the same file
   * @param mobileNode the mobile node in the same file
   */
  CorrespondentReader(
      InterfaceName tunnelInterface, List<HomeAgentConfig> homeAgents, Optional<MobileNodeConfig> mobileNode) {
    this.tunnelInterface = tunnelInterface;
    this.homeAgents = homeAgents;
    this.mobileNode = mobileNode;
  }

  Optional<CorrespondentConfig> read(Section section) {
    CorrespondentLimits limits =
        section
            .optional("maximum-bindings", value -> value.number(1, GREATEST_MAXIMUM_BINDINGS))
            .map(number -> CorrespondentLimits.ofBindings(Math.toIntExact(number)))
            .orElse(CorrespondentLimits.DEFAULT);
    Duration lifetime =
        section
            .optional(
                "maximum-lifetime",
                value ->
                    value.duration(
                        CorrespondentConfig.SHORTEST_LIFETIME, ProtocolConstants.MAX_RR_BINDING_LIFETIME))
            .orElse(ProtocolConstants.MAX_RR_BINDING_LIFETIME);
    int routingTable =
        section
            .optional("routing-table", this::routingTable)
            .orElseGet(this::freeTable);
    return Optional.of(
        new CorrespondentConfig(
            tunnelInterface,
            routingTable,
            lifetime,
            limits,
            homeAgents.stream().map(HomeAgentConfig::homePrefix).toList()));
  }

  /** The usual table, or one near it where the mobile node has that. */
  private int freeTable() {
    int table = CorrespondentConfig.DEFAULT_ROUTING_TABLE;
    while (taken().contains(table)) {
      table--;
    }
    return table;
  }

  private Set<Integer> taken() {
    return mobileNode.map(MobileNodeConfig::routingTables).orElse(Set.of());
  }

  private Optional<Integer> routingTable(Value value) {
    Set<Integer> taken = taken();
    return value
        .number(1, CorrespondentConfig.GREATEST_ROUTING_TABLE)
        .map(Math::toIntExact)
        .flatMap(
            number ->
                taken.contains(number)
                    ? value.refuse(
                        "table '" + number + "' is the mobile node's", "expected another one than " + taken)
                    : Optional.of(number));
  }
}
