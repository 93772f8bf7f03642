package org.roam6.sim.check;

import org.roam6.protocol.Time;
import org.roam6.sim.world.SimulatedHost;

/** No table grows without end: bindings, wishes and neighbours have bounds that follow from the configuration. */
final class TablesAreBounded extends Checker {

  /** What a mobile node wants at most: addresses, routes, groups, neighbours, its rule and its tunnel. */
  private static final int MOST_WISHES_OF_A_MOBILE_NODE = 13;
  /** And for each of several interfaces: address, group, neighbour, three routes, a rule, its handling and MTU. */
  private static final int MOST_WISHES_FOR_AN_INTERFACE = 9;
  /** A direct path as the mobile node, and as the correspondent node one and a route; and the rule for these. */
  private static final int MOST_WISHES_FOR_A_PEER = 4;
  private static final int MOST_WISHES_OF_A_ROUTER = 2 * 1024;
  /** A route, a tunnel, and for two addresses a group each. */
  private static final int MOST_WISHES_FOR_A_BINDING = 4;
  private static final int MOST_NEIGHBORS = 4 * 1024;

  private final Ledger ledger;
  private final PathLedger paths;
  private final int maximumBindings;

  TablesAreBounded(Ledger ledger, PathLedger paths) {
    this.ledger = ledger;
    this.paths = paths;
    this.maximumBindings = ledger.network().settings().homeAgentLimits().maximumBindings();
  }

  @Override
  public String name() {
    return "tables-are-bounded";
  }

  @Override
  public void settled(SimulatedHost host, Time now) {
    int wishes = host.kernel().wanted().size();
    if (host.config().correspondent().isPresent()) {
      int most = ledger.network().settings().routeOptimization().maximumBindings();
      bound(host + " has bindings", paths.heldBy(ledger.network().programAddress(host.name())), most, now);
    }
    if (ledger.mobileNode(host).isPresent()) {
      boolean optimizes = ledger.network().settings().routeOptimization().isAny();
      int peers = optimizes ? MOST_WISHES_FOR_A_PEER * ledger.network().topology().hosts().size() : 0;
      int interfaces = ledger.mobileNode(host).get().interfaces().size();
      int several = interfaces > 1 ? MOST_WISHES_FOR_AN_INTERFACE * interfaces : 0;
      bound(host + " wants", wishes, MOST_WISHES_OF_A_MOBILE_NODE + several + peers, now);
      bound(host + " knows neighbours", host.kernel().neighborCount(), MOST_NEIGHBORS, now);
    } else if (ledger.isHomeAgent(host)) {
      bound(host + " has bindings", ledger.held(host), maximumBindings, now);
      bound(host + " wants", wishes, MOST_WISHES_OF_A_ROUTER + MOST_WISHES_FOR_A_BINDING * maximumBindings, now);
    }
  }

  private void bound(String what, int size, int most, Time now) {
    if (size > most) {
      violated(now, what + ": " + size + ", more than " + most);
    }
  }
}
