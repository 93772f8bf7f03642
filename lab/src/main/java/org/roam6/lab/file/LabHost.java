package org.roam6.lab.file;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.roam6.protocol.InterfaceName;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

/**
 * A host: a network namespace with interfaces, and perhaps a Roam6 daemon in it.
 *
 * @param name its name; the namespace is called {@code r6-} and the name
 * @param interfaces its interfaces
 * @param routes its static routes
 * @param forwarding whether its kernel forwards packets
 * @param sysctls more kernel settings, by path below {@code /proc/sys/net}
 * @param roam6 the daemon's configuration as text; empty for a plain host
 */
public record LabHost(
    String name,
    List<Plug> interfaces,
    List<StaticRoute> routes,
    boolean forwarding,
    SortedMap<String, String> sysctls,
    Optional<String> roam6) {

  /** Takes copies of the lists. */
  public LabHost {
    interfaces = List.copyOf(interfaces);
    routes = List.copyOf(routes);
  }

  /**
   * An interface and the link that its cable is in at first.
   *
   * @param name the interface's name in the host
   * @param link the link
   * @param addresses static addresses
   */
  public record Plug(InterfaceName name, String link, List<StaticAddress> addresses) {
    /** Takes a copy of the list. */
    public Plug {
      addresses = List.copyOf(addresses);
    }
  }

  /** An address and how many of its bits are the link's prefix. */
  public record StaticAddress(Ipv6Address address, int prefixLength) {}

  /** A route to {@code to} by the router {@code via}. */
  public record StaticRoute(Ipv6Prefix to, Ipv6Address via) {}

  /** The name of the host's network namespace. */
  public String namespace() {
    return "r6-" + name;
  }
}
