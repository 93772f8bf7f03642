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
 * @param homeAgents the home agents, one for each home prefix
 * @param mobileNode the mobile node, where it is one
 * @param correspondent the correspondent node, where it is one
 * @param router the advertising router, where it is one
 */
record Roles(
    List<HomeAgent> homeAgents,
    Optional<MobileNode> mobileNode,
    Optional<Correspondent> correspondent,
    Optional<Router> router) {

  static Roles of(Configuration configuration, Randomness randomness) {
    return new Roles(
        HomeAgent.ofOneHost(configuration.homeAgents(), randomness),
        configuration.mobileNode().map(role -> new MobileNode(role, randomness)),
        configuration.correspondent().map(role -> new Correspondent(role, randomness)),
        configuration.router().map(role -> new Router(role, randomness)));
  }

  /** The roles that there are; the router last, so that what it advertises is there before. */
  List<Node> nodes() {
    return Stream.concat(
            homeAgents.stream(),
            Stream.<Optional<? extends Node>>of(mobileNode, correspondent, router).flatMap(Optional::stream))
        .<Node>map(role -> role)
        .toList();
  }
}
