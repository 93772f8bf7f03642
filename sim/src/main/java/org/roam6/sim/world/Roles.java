package org.roam6.sim.world;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.router.Router;
import org.roam6.protocol.router.RouterConfig;

/**
 * The roles of one host, as they are from one start of Roam6 to its end.
 *
 * @param homeAgent the home agent, where it is one
 * @param mobileNode the mobile node, where it is one
 * @param router the advertising router, where it is one
 * @param correspondent the correspondent node, where it is one
 */
public record Roles(
    Optional<HomeAgent> homeAgent,
    Optional<MobileNode> mobileNode,
    Optional<Router> router,
    Optional<Correspondent> correspondent) {

  /** What a host's Roam6 is configured to be. */
  public record Config(
      Optional<HomeAgentConfig> homeAgent,
      Optional<MobileNodeConfig> mobileNode,
      Optional<RouterConfig> router,
      Optional<CorrespondentConfig> correspondent) {

    /** A host without Roam6. */
    public static final Config NONE =
        new Config(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** This one, and a correspondent node, too. */
    public Config with(CorrespondentConfig role) {
      return new Config(homeAgent, mobileNode, router, Optional.of(role));
    }

    /** Whether there is anything to run. */
    public boolean isAny() {
      return homeAgent.isPresent() || mobileNode.isPresent() || router.isPresent() || correspondent.isPresent();
    }
  }

  static Roles of(Config config, Randomness randomness) {
    return new Roles(
        config.homeAgent().map(role -> new HomeAgent(role, randomness)),
        config.mobileNode().map(role -> new MobileNode(role, randomness)),
        config.router().map(role -> new Router(role, randomness)),
        config.correspondent().map(role -> new Correspondent(role, randomness)));
  }

  List<Node> nodes() {
    return Stream.<Optional<? extends Node>>of(homeAgent, mobileNode, router, correspondent)
        .<Node>flatMap(Optional::stream)
        .toList();
  }
}
