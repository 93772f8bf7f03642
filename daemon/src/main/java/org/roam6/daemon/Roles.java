package org.roam6.daemon;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.protocol.Node;
import org.roam6.protocol.Randomness;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.router.Router;

/**
 * The roles of one process.
 *
 * @param homeAgent the home agent, where it is one
 * @param mobileNode the mobile node, where it is one
 * @param correspondent the correspondent node, where it is one
 * @param router the advertising router, where it is one
 */
record Roles(
    Optional<HomeAgent> homeAgent,
    Optional<MobileNode> mobileNode,
    Optional<Correspondent> correspondent,
    Optional<Router> router) {

  static Roles of(Configuration configuration, Randomness randomness) {
    return new Roles(
        configuration.homeAgent().map(role -> new HomeAgent(role, randomness)),
        configuration.mobileNode().map(role -> new MobileNode(role, randomness)),
        configuration.correspondent().map(role -> new Correspondent(role, randomness)),
        configuration.router().map(role -> new Router(role, randomness)));
  }

  /** The roles that there are; the router last, so that what it advertises is there before. */
  List<Node> nodes() {
    return Stream.<Optional<? extends Node>>of(homeAgent, mobileNode, correspondent, router)
        .<Node>flatMap(Optional::stream)
        .toList();
  }
}
