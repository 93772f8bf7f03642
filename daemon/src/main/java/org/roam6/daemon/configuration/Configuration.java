package org.roam6.daemon.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.roam6.linux.tun.HoldLimits;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.router.RouterConfig;
import org.roam6.wire.Ipv6Address;

/**
 * What one process is to do, as its file says. At least one role is there.
 *
 * @param controlSocket path of the management socket
 * @param stateFile the file of what is remembered over a restart
 * @param tunnelInterface name of the TUN interface of the data plane
 * @param hold what may wait while a mobile node moves
 * @param homeAgents the home agents that this host is, one for each home prefix
 * @param mobileNode the mobile node, where this host is one
 * @param correspondent the correspondent node, where this host is one
 * @param router the advertising router, where this host is one; a home agent is one on its home
 *     link
 * @param warnings what an operator should be told at each start
 */
public record Configuration(
    Path controlSocket,
    Path stateFile,
    InterfaceName tunnelInterface,
    HoldLimits hold,
    List<HomeAgentConfig> homeAgents,
    Optional<MobileNodeConfig> mobileNode,
    Optional<CorrespondentConfig> correspondent,
    Optional<RouterConfig> router,
    List<String> warnings) {

  /** Where the file is looked for. */
  public static final Path DEFAULT_FILE = Path.of("/etc/roam6/roam6.yaml");

  /** Where the management socket is, unless the file says otherwise. */
  public static final Path DEFAULT_CONTROL_SOCKET = Path.of("/run/roam6/control.sock");

  /** Where the state file is, unless the file says otherwise. */
  public static final Path DEFAULT_STATE_FOLDER = Path.of("/var/lib/roam6");

  /** What the TUN interface is called, unless the file says otherwise. */
  public static final InterfaceName DEFAULT_TUNNEL_INTERFACE = new InterfaceName("roam0");

  /** Takes copies of the lists. */
  public Configuration {
    homeAgents = List.copyOf(homeAgents);
    warnings = List.copyOf(warnings);
  }

  /** The roles that are on, in words. */
  public List<String> roles() {
    List<String> roles = new ArrayList<>();
    homeAgents.forEach(role -> roles.add("home agent " + role.homeAgentAddress()));
    mobileNode.ifPresent(
        role ->
            roles.add(
                "mobile node "
                    + role.homeAddresses().stream().map(Ipv6Address::toString).collect(Collectors.joining(", "))));
    correspondent.ifPresent(_ -> roles.add("correspondent node"));
    router.ifPresent(role -> role.interfaces().forEach(each -> roles.add("router on " + each.name())));
    return List.copyOf(roles);
  }
}
