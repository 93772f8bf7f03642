package org.roam6.protocol;

import java.util.Optional;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/**
 * Something that a node wants its host to have. A role says what it wants, the host sees to it that it is so, also
 * after somebody else took it away, and takes it back when it is no longer wanted or the program ends.
 */
public sealed interface Desired {

  /** What identifies the item: two with equal keys cannot be wanted at once. */
  Key key();

  /** An item that the data plane has, and of which the kernel knows nothing. */
  sealed interface OfDataPlane extends Desired {}

  /** An item that the kernel has. */
  sealed interface OfKernel extends Desired {}

  /** The identity of a desired item. */
  sealed interface Key {}

  /** A tunnel of the data plane. */
  record WantedTunnel(Tunnel tunnel) implements OfDataPlane {
    @Override
    public TunnelKey key() {
      return new TunnelKey(tunnel.key());
    }
  }

  /** Key of {@link WantedTunnel}. */
  record TunnelKey(BindingKey binding) implements Key {}

  /** A direct path of the data plane. */
  record WantedDirectPath(DirectPath path) implements OfDataPlane {
    @Override
    public DirectPathKey key() {
      return new DirectPathKey(path.key());
    }
  }

  /** Key of {@link WantedDirectPath}. */
  record DirectPathKey(DirectPath.Key path) implements Key {}

  /**
   * Packets of this host, but for those that Roam6 itself sends, follow routing table {@code table} as long as that has
   * a route, before any other rule.
   */
  record RedirectionRule(int table) implements OfKernel {
    @Override
    public RedirectionRuleKey key() {
      return new RedirectionRuleKey(table);
    }
  }

  /** Key of {@link RedirectionRule}. */
  record RedirectionRuleKey(int table) implements Key {}

  /**
   * An address of an interface.
   *
   * @param on the interface
   * @param address the address
   * @param prefixLength bits of the prefix that is on-link there; 128 for none
   * @param detection how duplicate address detection is done
   * @param use whether the host should choose it as a source by itself
   */
  record InterfaceAddress(
      InterfaceName on, Ipv6Address address, int prefixLength, DuplicateDetection detection, SourceUse use)
      implements OfKernel {
    @Override
    public AddressKey key() {
      return new AddressKey(on, address);
    }
  }

  /** Key of {@link InterfaceAddress}. */
  record AddressKey(InterfaceName on, Ipv6Address address) implements Key {}

  /** How the host makes sure that nobody else has an address. */
  enum DuplicateDetection {
    /** It does not. */
    NONE,
    /** Before it uses the address (RFC 4862 5.4). */
    BEFORE_USE,
    /** While it uses it (RFC 4429). */
    OPTIMISTIC
  }

  /** Whether the host's source address selection should take an address (RFC 6724 rule 3). */
  enum SourceUse {
    /** As any other. */
    PREFERRED,
    /** Only where nothing else will do. */
    DEPRECATED
  }

  /**
   * A route.
   *
   * @param table number of the routing table, 254 for the main one
   * @param destination where to
   * @param via the next router; empty for what is on the link
   * @param out the interface
   * @param source the address that sockets without one take; empty where the host chooses
   */
  record Route(
      int table, Ipv6Prefix destination, Optional<Ipv6Address> via, InterfaceName out, Optional<Ipv6Address> source)
      implements OfKernel {

    /** A route with which the host chooses the source address. */
    public Route(int table, Ipv6Prefix destination, Optional<Ipv6Address> via, InterfaceName out) {
      this(table, destination, via, out, Optional.empty());
    }

    @Override
    public RouteKey key() {
      return new RouteKey(table, destination);
    }
  }

  /** Key of {@link Route}: wanting another way to the same destination replaces the route at once. */
  record RouteKey(int table, Ipv6Prefix destination) implements Key {}

  /**
   * Packets from {@code source} follow routing table {@code table}, and sockets without address choose both, but for
   * {@link DirectRule} and what the main table has a route for that is no default route: neighbours, above all.
   */
  record SourceRule(Ipv6Address source, int table) implements OfKernel {
    @Override
    public SourceRuleKey key() {
      return new SourceRuleKey(source);
    }
  }

  /** Key of {@link SourceRule}. */
  record SourceRuleKey(Ipv6Address source) implements Key {}

  /** Packets from the care-of address {@code source} follow routing table {@code table} before the main one. */
  record CareOfRule(Ipv6Address source, int table) implements OfKernel {
    @Override
    public CareOfRuleKey key() {
      return new CareOfRuleKey(source);
    }
  }

  /** Key of {@link CareOfRule}. */
  record CareOfRuleKey(Ipv6Address source) implements Key {}

  /** {@code traffic} of sockets without address follows routing table {@code table} as long as that has a route. */
  record DirectRule(Traffic traffic, int table) implements OfKernel {
    @Override
    public DirectRuleKey key() {
      return new DirectRuleKey(traffic);
    }
  }

  /** Key of {@link DirectRule}. */
  record DirectRuleKey(Traffic traffic) implements Key {}

  /** A neighbour whose link-layer address is known without asking. */
  record NeighborEntry(InterfaceName on, Ipv6Address address, LinkLayerAddress linkLayerAddress) implements OfKernel {
    @Override
    public NeighborKey key() {
      return new NeighborKey(on, address);
    }
  }

  /** Key of {@link NeighborEntry}. */
  record NeighborKey(InterfaceName on, Ipv6Address address) implements Key {}

  /** How long packets may be that the host sends by an interface: 1280 octets, or up to what the interface can. */
  record LinkMtu(InterfaceName on, int octets) implements OfKernel {
    @Override
    public LinkMtuKey key() {
      return new LinkMtuKey(on);
    }
  }

  /** Key of {@link LinkMtu}. */
  record LinkMtuKey(InterfaceName on) implements Key {}

  /** Membership of a multicast group on a link, so that its packets arrive. */
  record GroupMembership(InterfaceName on, Ipv6Address group) implements OfKernel {
    @Override
    public GroupKey key() {
      return new GroupKey(on, group);
    }
  }

  /** Key of {@link GroupMembership}. */
  record GroupKey(InterfaceName on, Ipv6Address group) implements Key {}

  /**
   * The data plane takes mobile nodes' packets to multicast groups to a link, and hears what they say of the groups
   * that they listen to.
   *
   * @param on the interface on the home link
   */
  record GroupForwarding(InterfaceName on) implements OfDataPlane {
    @Override
    public GroupForwardingKey key() {
      return new GroupForwardingKey(on);
    }
  }

  /** Key of {@link GroupForwarding}. */
  record GroupForwardingKey(InterfaceName on) implements Key {}

  /**
   * Packets to a multicast group on the link of {@link GroupForwarding} go into a tunnel, too.
   *
   * @param listener the binding whose tunnel it is
   * @param group of global scope
   */
  record GroupListener(BindingKey listener, Ipv6Address group) implements OfDataPlane {
    @Override
    public GroupListenerKey key() {
      return new GroupListenerKey(listener, group);
    }
  }

  /** Key of {@link GroupListener}. */
  record GroupListenerKey(BindingKey listener, Ipv6Address group) implements Key {}

  /** What this host says of the groups that it listens to on the tunnel interface goes into the tunnel of a binding. */
  record ListenerReports(BindingKey through) implements OfDataPlane {
    @Override
    public ListenerReportsKey key() {
      return new ListenerReportsKey(through);
    }
  }

  /** Key of {@link ListenerReports}. */
  record ListenerReportsKey(BindingKey through) implements Key {}

  /**
   * An address that several hosts of a link may have at once; it is never a source (RFC 4291 2.6).
   *
   * @param on the interface on that link
   * @param address the anycast address
   */
  record AnycastAddress(InterfaceName on, Ipv6Address address) implements OfKernel {
    @Override
    public AnycastKey key() {
      return new AnycastKey(on, address);
    }
  }

  /** Key of {@link AnycastAddress}. */
  record AnycastKey(InterfaceName on, Ipv6Address address) implements Key {}

  /**
   * The host's own handling of an interface.
   *
   * @param on the interface
   * @param handling who looks after it
   */
  record InterfaceHandling(InterfaceName on, Handling handling) implements OfKernel {
    @Override
    public HandlingKey key() {
      return new HandlingKey(on);
    }
  }

  /** Key of {@link InterfaceHandling}. */
  record HandlingKey(InterfaceName on) implements Key {}

  /** Who looks after an interface. */
  enum Handling {
    /**
     * Roam6 as a mobile node: it reads router advertisements, forms addresses and sets the default route itself; the
     * kernel does neither, and allows optimistic addresses.
     */
    MOBILE_NODE,
    /** Roam6 as a router: the host forwards packets. */
    ROUTER
  }
}
