package org.roam6.sim.network;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roam6.protocol.mobilenode.MobileNodeConfig;

/**
 * Links and who is plugged into them at first.
 *
 * @param links their names; the number of each decides its prefix
 * @param hosts the machines
 */
public record Topology(List<String> links, List<HostPlan> hosts) {

  /** How many links there can be: each has a prefix {@code 2001:db8:N::/64}. */
  public static final int MOST_LINKS = 0xfffe;

  /** What a machine is. */
  public enum Kind {
    /** A home agent; its home link is that of its first port. */
    HOME_AGENT,
    /** A mobile node. */
    MOBILE_NODE,
    /** A router that advertises itself on all its links. */
    ROUTER,
    /** A machine without Roam6. */
    PLAIN
  }

  /**
   * A machine.
   *
   * @param name its name
   * @param kind what it is
   * @param links the link of each of its ports, which are called eth0, eth1 ...; a mobile node prefers the first one
   */
  public record HostPlan(String name, Kind kind, List<String> links) {
    /** Refuses a machine without port, and a mobile node with too many. */
    public HostPlan {
      links = List.copyOf(links);
      if (links.isEmpty() || kind == Kind.MOBILE_NODE && links.size() > MobileNodeConfig.MOST_INTERFACES) {
        throw new IllegalArgumentException(name + " cannot be plugged into " + links);
      }
    }
  }

  /** Refuses what cannot be built; the message says why. */
  public Topology {
    links = List.copyOf(links);
    hosts = List.copyOf(hosts);
    if (links.size() > MOST_LINKS) {
      throw new IllegalArgumentException("more than " + MOST_LINKS + " links");
    }
    Set<String> known = new LinkedHashSet<>(links);
    if (known.size() < links.size()) {
      throw new IllegalArgumentException("two links have one name");
    }
    Set<String> names = new LinkedHashSet<>();
    for (HostPlan host : hosts) {
      if (!names.add(host.name())) {
        throw new IllegalArgumentException("two hosts are called " + host.name());
      }
      for (String link : host.links()) {
        if (!known.contains(link)) {
          throw new IllegalArgumentException(host.name() + " is on a link " + link + " that there is not");
        }
      }
    }
    if (homeAgentOf(hosts).isEmpty() && hosts.stream().anyMatch(host -> host.kind() == Kind.MOBILE_NODE)) {
      throw new IllegalArgumentException("a mobile node needs a home agent");
    }
  }

  /**
   * The same network in the order in which one draws it, link after link and on each the hosts that are not on one
   * before: addresses follow from the order.
   */
  public Topology asDrawn() {
    Comparator<String> byLink = Comparator.comparingInt(links::indexOf);
    return new Topology(
        links,
        hosts.stream()
            .map(host -> new HostPlan(host.name(), host.kind(), host.links().stream().sorted(byLink).toList()))
            .sorted(Comparator.comparingInt(host -> links.indexOf(host.links().getFirst())))
            .toList());
  }

  /** The first home agent, whose home link is that of all mobile nodes. */
  public Optional<HostPlan> homeAgent() {
    return homeAgentOf(hosts);
  }

  private static Optional<HostPlan> homeAgentOf(List<HostPlan> hosts) {
    return hosts.stream().filter(host -> host.kind() == Kind.HOME_AGENT).findFirst();
  }

  /** The machines of a kind. */
  public List<HostPlan> of(Kind kind) {
    return hosts.stream().filter(host -> host.kind() == kind).toList();
  }
}
