package org.roam6.sim.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * Which addresses the machines of a topology have. They follow from the order of the topology, so that a person who
 * reads a trace knows them: link number n has {@code 2001:db8:n::/64}, home agents and plain machines end in their
 * number, routers in {@code ff00} and their number, mobile nodes' home addresses in {@code 10000} and their number.
 */
public final class Addressing {

  /** Bits of the prefix of each link. */
  public static final int PREFIX_LENGTH = 64;

  private static final long DOCUMENTATION = 0x2001_0db8_0000_0000L;
  private static final long ROUTERS = 0xff00;
  private static final long MOBILE_NODES = 0x1_0000;

  private final Map<String, Integer> linkNumbers = new HashMap<>();
  private final Map<String, Long> identifiers = new HashMap<>();

  /** The addresses of {@code topology}. */
  public Addressing(Topology topology) {
    List<String> links = topology.links();
    for (int i = 0; i < links.size(); i++) {
      linkNumbers.put(links.get(i), i + 1);
    }
    Map<Long, Long> next = new HashMap<>();
    for (Topology.HostPlan host : topology.hosts()) {
      long base =
          switch (host.kind()) {
            case HOME_AGENT, PLAIN -> 0;
            case ROUTER -> ROUTERS;
            case MOBILE_NODE -> MOBILE_NODES;
          };
      identifiers.put(host.name(), base + next.merge(base, 1L, Long::sum));
    }
  }

  /** The prefix of a link. */
  public Ipv6Prefix prefix(String link) {
    Integer number = linkNumbers.get(link);
    if (number == null) {
      throw new IllegalArgumentException("no link is called " + link);
    }
    return new Ipv6Prefix(new Ipv6Address(DOCUMENTATION | (long) number << 16, 0), PREFIX_LENGTH);
  }

  /** The address of a host on a link: for a mobile node and its home link, the home address. */
  public Ipv6Address address(String host, String link) {
    Long identifier = identifiers.get(host);
    if (identifier == null) {
      throw new IllegalArgumentException("no host is called " + host);
    }
    return prefix(link).withInterfaceIdentifier(identifier);
  }
}
