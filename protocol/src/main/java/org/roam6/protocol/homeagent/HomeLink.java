package org.roam6.protocol.homeagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.wire.Ipv6Address;

/** What the host of a home agent has to have on the home link, whatever bindings there are. */
final class HomeLink {

  private HomeLink() {}

  /**
   * The wishes of a home agent.
   *
   * @param anycastAddress at which it is to be found
   */
  static List<Effect> wishes(HomeAgentConfig config, Ipv6Address anycastAddress) {
    List<Desired> items = new ArrayList<>();
    // RFC 6275 3.2: a home agent is "A router on a mobile node's home link"
    items.add(new Desired.InterfaceHandling(config.homeInterface(), Desired.Handling.ROUTER));
    items.add(new Desired.AnycastAddress(config.homeInterface(), anycastAddress));
    if (config.hasVirtualHomeLink()) {
      items.addAll(virtual(config));
    }
    config.multicast().ifPresent(_ -> items.add(new Desired.GroupForwarding(config.homeInterface())));
    return items.stream().<Effect>map(Effect.Want::new).toList();
  }

  // RFC 4885 6.9, "Virtual Home Network", and RFC 4887 7: its prefix leads to the data plane as a whole, so that a
  // binding needs no route, no duplicate address detection and no proxy neighbour discovery.
  private static List<Desired> virtual(HomeAgentConfig config) {
    return List.of(
        new Desired.InterfaceAddress(
            config.homeInterface(),
            config.homeAgentAddress(),
            128,
            Desired.DuplicateDetection.NONE,
            Desired.SourceUse.PREFERRED),
        new Desired.Route(
            BindingMachine.MAIN_TABLE, config.homePrefix(), Optional.empty(), config.tunnelInterface()));
  }
}
