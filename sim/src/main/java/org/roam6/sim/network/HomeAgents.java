package org.roam6.sim.network;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who finds its home agent itself, and how much home agents want to be used (RFC 6275 7.4, 11.4.1), by the names of
 * hosts. A name of a host that there is not does nothing.
 *
 * @param discoverers mobile nodes that are told no home agent
 * @param preferences of home agents, 0 to 65535; 0 for those that are not named
 */
public record HomeAgents(List<String> discoverers, Map<String, Integer> preferences) {

  /** Everybody is told the first home agent. */
  public static final HomeAgents CONFIGURED = new HomeAgents(List.of(), Map.of());

  /** Takes copies. */
  public HomeAgents {
    discoverers = List.copyOf(discoverers);
    preferences = Collections.unmodifiableMap(new TreeMap<>(preferences));
  }

  /** How much a home agent wants to be used. */
  public int preference(String homeAgent) {
    return preferences.getOrDefault(homeAgent, 0);
  }

  /** With other mobile nodes that find their home agents. */
  public HomeAgents withDiscoverers(List<String> others) {
    return new HomeAgents(others, preferences);
  }

  /** With another preference of one. */
  public HomeAgents withPreference(String homeAgent, int preference) {
    Map<String, Integer> others = new TreeMap<>(preferences);
    others.put(homeAgent, preference);
    return new HomeAgents(discoverers, others);
  }
}
