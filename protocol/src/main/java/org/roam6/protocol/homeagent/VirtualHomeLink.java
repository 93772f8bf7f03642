package org.roam6.protocol.homeagent;

import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;

/**
 * A home network without a link (RFC 4885 6.9: "Virtual Home Network"; RFC 4887 7): its prefix leads to the data plane
 * as a whole, so that a binding needs no route, no duplicate address detection and no proxy neighbour discovery.
 */
final class VirtualHomeLink {

  private VirtualHomeLink() {}

  /** What the host has to have before there are bindings: the home agent's address, and the way to all others. */
  static List<Effect> wishes(HomeAgentConfig config) {
    return List.of(
        new Effect.Want(
            new Desired.InterfaceAddress(
                config.homeInterface(),
                config.homeAgentAddress(),
                128,
                Desired.DuplicateDetection.NONE,
                Desired.SourceUse.PREFERRED)),
        new Effect.Want(
            new Desired.Route(
                BindingMachine.MAIN_TABLE, config.homePrefix(), Optional.empty(), config.tunnelInterface())));
  }
}
