package org.roam6.linux.host;

import java.util.List;
import org.roam6.linux.abi.Rtnetlink;
import org.roam6.linux.netlink.RuleInfo;
import org.roam6.linux.netlink.RuleInfo.Action;
import org.roam6.linux.netlink.RuleInfo.GoTo;
import org.roam6.linux.netlink.RuleInfo.LookUp;
import org.roam6.linux.netlink.RuleInfo.LookUpSpecial;
import org.roam6.linux.netlink.RuleInfo.Nothing;
import org.roam6.linux.netlink.RuleInfo.Selector;
import org.roam6.linux.raw.RoutedSender;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Traffic;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * The kernel's rules by which the host's packets to mobile nodes, and a mobile node's packets, find their routing table,
 * in this order:
 *
 * <ol>
 *   <li>what Roam6 does not send itself follows the table of redirections, if that has a route;
 *   <li>what comes from the home address follows its table, whatever else holds;
 *   <li>what has another source passes over the rest: whoever bound an address knows what it wants;
 *   <li>neighbours, and whatever else the main table has a route for that is no default route, are reached by it;
 *   <li>direct traffic follows its table, if that has a route;
 *   <li>everything else takes the home address, and its table;
 *   <li>what has passed over these and comes from a care-of address follows the table of its interface, where there are
 *       several.
 * </ol>
 *
 * They stand before the main table's rule (32766), behind that of the host's own addresses (0). None of them but the
 * last kind changes when the node moves.
 */
final class TrafficRules {

  private static final int REDIRECTION = 1060;
  private static final int HOME = 1061;
  private static final int BOUND = 1062;
  private static final int SPECIAL = 1063;
  private static final int DIRECT = 1064;
  private static final int UNBOUND = 1065;
  private static final int END = 1066;
  private static final int CARE_OF = 1067;

  private static final int FULL_LENGTH = 128;

  private TrafficRules() {}

  static List<RuleInfo> of(Desired.SourceRule item) {
    Ipv6Prefix home = new Ipv6Prefix(item.source(), FULL_LENGTH);
    // The unspecified address is nobody's source: this is about sockets that have none yet, and its inverse about all
    // other packets, those that are forwarded too.
    Selector unbound = Selector.fromOrUnbound(new Ipv6Prefix(Ipv6Address.UNSPECIFIED, FULL_LENGTH));
    return List.of(
        rule(END, Selector.ALL, new Nothing()),
        rule(HOME, Selector.from(home), new LookUp(item.table())),
        rule(BOUND, unbound.inverse(), new GoTo(END)),
        rule(SPECIAL, Selector.ALL, new LookUpSpecial(Rtnetlink.RT_TABLE_MAIN)),
        rule(UNBOUND, Selector.fromOrUnbound(home), new LookUp(item.table())));
  }

  static List<RuleInfo> of(Desired.CareOfRule item) {
    return List.of(
        rule(CARE_OF, Selector.from(new Ipv6Prefix(item.source(), FULL_LENGTH)), new LookUp(item.table())));
  }

  static List<RuleInfo> of(Desired.RedirectionRule item) {
    return List.of(rule(REDIRECTION, Selector.ownWithoutMark(RoutedSender.MARK), new LookUp(item.table())));
  }

  static List<RuleInfo> of(Desired.DirectRule item) {
    Traffic traffic = item.traffic();
    Selector all = Selector.ALL;
    Selector selector =
        traffic.service()
            .map(
                service ->
                    new Selector(
                        all.source(),
                        false,
                        traffic.to(),
                        service.transport().number(),
                        service.firstPort(),
                        service.lastPort(),
                        0,
                        false))
            .orElseGet(() -> new Selector(all.source(), false, traffic.to(), 0, 0, 0, 0, false));
    return List.of(rule(DIRECT, selector, new LookUp(item.table())));
  }

  private static RuleInfo rule(int priority, Selector selector, Action action) {
    return new RuleInfo(priority, selector, action, Reconciler.OWN_PROTOCOL);
  }
}
