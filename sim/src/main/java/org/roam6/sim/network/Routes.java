package org.roam6.sim.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;

/** The shortest ways from router to router. */
final class Routes {

  /**
   * The way to a link.
   *
   * @param link the link
   * @param port the number of the router's own port by which packets leave
   * @param via the router that takes them on
   * @param viaLink the link on which that router is reached
   */
  record Way(String link, int port, String via, String viaLink) {}

  private final Map<String, List<HostPlan>> routersOn = new HashMap<>();

  Routes(Topology topology) {
    for (HostPlan router : topology.of(Kind.ROUTER)) {
      for (String link : router.links()) {
        routersOn.computeIfAbsent(link, _ -> new ArrayList<>()).add(router);
      }
    }
  }

  /** The router that machines on a link send what is for elsewhere: the first one there. */
  List<HostPlan> routersOn(String link) {
    return routersOn.getOrDefault(link, List.of());
  }

  /** The ways from {@code start} to all links where it is not. */
  List<Way> from(HostPlan start) {
    Map<String, Way> ways = new LinkedHashMap<>();
    Map<String, Way> wayToRouter = new HashMap<>();
    Deque<HostPlan> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      HostPlan router = open.remove();
      for (int port = 0; port < router.links().size(); port++) {
        String link = router.links().get(port);
        Way soFar = wayToRouter.get(router.name());
        if (soFar != null && !start.links().contains(link)) {
          ways.putIfAbsent(link, new Way(link, soFar.port(), soFar.via(), soFar.viaLink()));
        }
        for (HostPlan next : routersOn(link)) {
          if (!next.equals(start) && !wayToRouter.containsKey(next.name())) {
            wayToRouter.put(next.name(), soFar == null ? new Way(link, port, next.name(), link) : soFar);
            open.add(next);
          }
        }
      }
    }
    return List.copyOf(ways.values());
  }
}
