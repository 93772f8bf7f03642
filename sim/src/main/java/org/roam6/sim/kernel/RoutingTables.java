package org.roam6.sim.kernel;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.roam6.protocol.Desired.Route;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/** The routing tables of a host and the rules that lead to them. */
final class RoutingTables {

  static final int MAIN = 254;

  private final Map<Integer, Table> tables = new HashMap<>();
  private final Map<Ipv6Address, Integer> tableOfSource = new HashMap<>();
  private final SortedSet<Integer> redirections = new TreeSet<>();

  /** Routes by the length of their prefixes, the longest first. */
  private static final class Table {
    private final SortedMap<Integer, Map<Ipv6Prefix, Route>> byLength = new TreeMap<>(Comparator.reverseOrder());

    void put(Route route) {
      byLength.computeIfAbsent(route.destination().length(), _ -> new HashMap<>()).put(route.destination(), route);
    }

    void remove(Ipv6Prefix destination) {
      Map<Ipv6Prefix, Route> routes = byLength.get(destination.length());
      if (routes != null && routes.remove(destination) != null && routes.isEmpty()) {
        byLength.remove(destination.length());
      }
    }

    @Nullable Route lookUp(Ipv6Address destination) {
      for (Map.Entry<Integer, Map<Ipv6Prefix, Route>> each : byLength.entrySet()) {
        Route route = each.getValue().get(new Ipv6Prefix(destination, each.getKey()));
        if (route != null) {
          return route;
        }
      }
      return null;
    }
  }

  /** Adds a route, in place of one to the same destination. */
  void put(Route route) {
    tables.computeIfAbsent(route.table(), _ -> new Table()).put(route);
  }

  /** Takes a route away; there need be none. */
  void remove(int table, Ipv6Prefix destination) {
    Table routes = tables.get(table);
    if (routes != null) {
      routes.remove(destination);
    }
  }

  /** From now on packets from {@code source} look into {@code table} first. */
  void rule(Ipv6Address source, int table) {
    tableOfSource.put(source, table);
  }

  void removeRule(Ipv6Address source) {
    tableOfSource.remove(source);
  }

  /** From now on packets of programs on this host look into {@code table} before all others. */
  void redirect(int table) {
    redirections.add(table);
  }

  void removeRedirection(int table) {
    redirections.remove(table);
  }

  /** The route of a packet from {@code source} that a program on this host, other than Roam6, sends. */
  Optional<Route> lookUpForPrograms(Ipv6Address source, Ipv6Address destination) {
    for (int table : redirections) {
      Route route = lookUpIn(table, destination);
      if (route != null) {
        return Optional.of(route);
      }
    }
    return lookUp(source, destination);
  }

  /** The route of a packet from {@code source}. */
  Optional<Route> lookUp(Ipv6Address source, Ipv6Address destination) {
    Integer table = tableOfSource.get(source);
    Route special = table == null ? null : lookUpIn(table, destination);
    return Optional.ofNullable(special == null ? lookUpIn(MAIN, destination) : special);
  }

  private @Nullable Route lookUpIn(int number, Ipv6Address destination) {
    Table table = tables.get(number);
    return table == null ? null : table.lookUp(destination);
  }
}
