package org.roam6.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired.Route;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** The longest prefix wins, and a source with a rule looks into its own table first. */
class RoutingTablesTest {

  private static final int OWN = 100;
  private static final Ipv6Address SOURCE = Ipv6Address.parse("2001:db8:9::1");
  private static final Ipv6Address OTHER_SOURCE = Ipv6Address.parse("2001:db8:9::2");
  private static final Ipv6Address TARGET = Ipv6Address.parse("2001:db8:1:2::3");

  private final RoutingTables tables = new RoutingTables();

  private static Route route(int table, String prefix, String out) {
    return new Route(table, Ipv6Prefix.parse(prefix), Optional.empty(), new InterfaceName(out));
  }

  private Route put(int table, String prefix, String out) {
    Route route = route(table, prefix, out);
    tables.put(route);
    return route;
  }

  @Test
  void theLongestPrefixWins() {
    Route all = put(RoutingTables.MAIN, "::/0", "eth0");
    Route host = put(RoutingTables.MAIN, "2001:db8:1:2::3/128", "eth3");
    Route middle = put(RoutingTables.MAIN, "2001:db8:1::/48", "eth1");
    Route link = put(RoutingTables.MAIN, "2001:db8:1:2::/64", "eth2");
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(host);
    assertThat(tables.lookUp(OTHER_SOURCE, Ipv6Address.parse("2001:db8:1:2::4"))).contains(link);
    assertThat(tables.lookUp(OTHER_SOURCE, Ipv6Address.parse("2001:db8:1:3::3"))).contains(middle);
    assertThat(tables.lookUp(OTHER_SOURCE, Ipv6Address.parse("2001:db8:2::1"))).contains(all);
  }

  @Test
  void withoutARouteThereIsNone() {
    put(RoutingTables.MAIN, "2001:db8:2::/64", "eth0");
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).isEmpty();
    assertThat(tables.lookUp(SOURCE, TARGET)).isEmpty();
  }

  @Test
  void aRouteThatIsTakenAwayUncoversTheShorterOne() {
    Route all = put(RoutingTables.MAIN, "::/0", "eth0");
    Route link = put(RoutingTables.MAIN, "2001:db8:1:2::/64", "eth1");
    tables.remove(RoutingTables.MAIN, link.destination());
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(all);
    tables.remove(RoutingTables.MAIN, link.destination());
    tables.remove(7, link.destination());
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(all);
  }

  @Test
  void aRouteToTheSameDestinationIsReplaced() {
    put(RoutingTables.MAIN, "::/0", "eth0");
    Route other = put(RoutingTables.MAIN, "::/0", "eth1");
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(other);
    tables.remove(RoutingTables.MAIN, other.destination());
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).isEmpty();
  }

  @Test
  void aRuleLeadsItsSourceToItsTableHoweverLongThePrefixElsewhere() {
    Route main = put(RoutingTables.MAIN, "2001:db8:1:2::/64", "eth0");
    Route own = put(OWN, "::/0", "roam0");
    tables.rule(SOURCE, OWN);
    assertThat(tables.lookUp(SOURCE, TARGET)).contains(own);
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(main);
    assertThat(tables.lookUp(OTHER_SOURCE, TARGET)).contains(main);
    tables.removeRule(SOURCE);
    assertThat(tables.lookUp(SOURCE, TARGET)).contains(main);
  }

  @Test
  void whereTheTableOfARuleHasNoRouteTheMainOneCounts() {
    Route main = put(RoutingTables.MAIN, "::/0", "eth0");
    tables.rule(SOURCE, OWN);
    assertThat(tables.lookUp(SOURCE, TARGET)).contains(main);
    put(OWN, "2001:db8:2::/64", "roam0");
    assertThat(tables.lookUp(SOURCE, TARGET)).contains(main);
  }

  @Test
  void aRedirectionLeadsProgramsAndNotRoam6ToItsTableBeforeAllOthers() {
    Route own = put(OWN, "::/0", "roam0");
    tables.rule(SOURCE, OWN);
    tables.redirect(8);
    assertThat(tables.lookUpForPrograms(SOURCE, TARGET)).contains(own);
    Route redirected = put(8, TARGET + "/128", "roam1");
    assertThat(tables.lookUpForPrograms(SOURCE, TARGET)).contains(redirected);
    assertThat(tables.lookUp(SOURCE, TARGET)).contains(own);
    tables.removeRedirection(8);
    assertThat(tables.lookUpForPrograms(SOURCE, TARGET)).contains(own);
  }
}
