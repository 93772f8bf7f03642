package org.roam6.sim.kernel;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.Handling;
import org.roam6.protocol.Desired.Route;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.Packet;
import org.roam6.sim.link.Frame;
import org.roam6.sim.link.Port;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.Icmpv6Type;
import org.roam6.wire.iana.IpProtocol;

/** The kernel of one simulated machine. */
public final class Kernel {

  /** The interface of the data plane. */
  public static final InterfaceName TUNNEL = new InterfaceName("roam0");

  /** How long it takes until who listens for the kernel's changes hears that a cable was pulled or plugged in. */
  private static final Duration CARRIER_NEWS = Duration.ofNanos(300_000);

  private static final int MTU = 1500;
  private static final int FULL_LENGTH = 128;

  private final Upcalls upcalls;
  private final Map<InterfaceName, Nic> nics = new LinkedHashMap<>();
  private final Set<Ipv6Address> tunnelAddresses = new LinkedHashSet<>();
  // How many interfaces have each address.
  private final Map<Ipv6Address, Integer> own = new HashMap<>();
  private final RoutingTables routes = new RoutingTables();
  private final Map<Desired.Key, Desired> wanted = new LinkedHashMap<>();
  private final IcmpErrors errors;
  private final TunnelDevice tunnel = new TunnelDevice();
  private boolean forwarding;

  /** A kernel without interfaces. */
  public Kernel(Upcalls upcalls) {
    this.upcalls = upcalls;
    this.errors = new IcmpErrors(upcalls, this::routableAddress, this::sendRouted);
  }

  // ---- what the machine's owner sets up

  /** Adds a network card, with the link-local address that the kernel forms for it. */
  public Port addPort(String host, InterfaceName name, LinkLayerAddress address) {
    Port port = new Port(host, name, address, this::receive);
    Nic nic = new Nic(port, upcalls);
    nics.put(name, nic);
    addAddress(nic, Nic.linkLocalOf(port), false);
    return port;
  }

  /** Adds an address that is certainly no one else's. */
  public void addStaticAddress(InterfaceName on, Ipv6Address address, int prefixLength) {
    addAddress(nic(on), new HostAddress(address, prefixLength, DuplicateDetection.NONE), false);
  }

  /** Takes an address by hand; without detection, whoever else may have it. */
  public void takeAddress(InterfaceName on, Ipv6Address address, DuplicateDetection detection) {
    if (nic(on).find(address).isEmpty()) {
      addAddress(nic(on), new HostAddress(address, FULL_LENGTH, detection), true);
    }
  }

  /** Undoes {@link #takeAddress}. */
  public void giveUpAddress(InterfaceName on, Ipv6Address address) {
    removeAddress(nic(on), address);
  }

  /** Adds a route to the main table. */
  public void addStaticRoute(Ipv6Prefix destination, Optional<Ipv6Address> via, InterfaceName out) {
    routes.put(new Route(RoutingTables.MAIN, destination, via, out));
  }

  /** Whether packets for others are forwarded. */
  public void forwarding(boolean on) {
    forwarding = on;
  }

  private Nic nic(InterfaceName name) {
    Nic nic = nics.get(name);
    if (nic == null) {
      throw new IllegalArgumentException("no interface " + name);
    }
    return nic;
  }

  // ---- what Roam6 hears

  /** Tells all that there is, as to a program that begins to listen. */
  public void tellAll() {
    nics.values().forEach(nic -> upcalls.happened(linkChanged(nic, presence(nic))));
    for (Nic nic : nics.values()) {
      for (HostAddress address : List.copyOf(nic.addresses())) {
        upcalls.happened(new Event.AddressChanged(nic.name(), address.address(), address.state()));
      }
    }
  }

  private static LinkPresence presence(Nic nic) {
    return nic.port().link().isPresent() ? LinkPresence.CARRIER : LinkPresence.NO_CARRIER;
  }

  private static Event.LinkChanged linkChanged(Nic nic, LinkPresence presence) {
    return new Event.LinkChanged(nic.name(), presence, nic.port().address(), MTU);
  }

  /** The cable of a port was pulled or plugged in. */
  public void carrierChanged(InterfaceName name) {
    Nic nic = nic(name);
    LinkPresence presence = presence(nic);
    if (presence == LinkPresence.CARRIER) {
      nic.carrierFound();
    }
    upcalls.at(upcalls.now().plus(CARRIER_NEWS), _ -> upcalls.happened(linkChanged(nic, presence)));
  }

  // ---- what Roam6 wants

  /** Wants an item, in place of one with an equal key: why it cannot be, where it cannot. */
  public Optional<String> want(Desired item) {
    Desired before = wanted.get(item.key());
    if (item.equals(before)) {
      return Optional.empty();
    }
    Optional<String> obstacle = obstacle(item);
    if (obstacle.isEmpty()) {
      wanted.put(item.key(), item);
      apply(item);
    }
    return obstacle;
  }

  private Optional<String> obstacle(Desired item) {
    Optional<InterfaceName> on =
        switch (item) {
          case Desired.InterfaceAddress address -> Optional.of(address.on());
          case Route route -> Optional.of(route.out());
          case Desired.NeighborEntry entry -> Optional.of(entry.on());
          case Desired.LinkMtu mtu -> Optional.of(mtu.on());
          case Desired.GroupMembership membership -> Optional.of(membership.on());
          case Desired.AnycastAddress address -> Optional.of(address.on());
          case Desired.InterfaceHandling handling -> Optional.of(handling.on());
          case Desired.WantedTunnel _,
              Desired.WantedDirectPath _,
              Desired.GroupForwarding _,
              Desired.GroupListener _,
              Desired.ListenerReports _,
              Desired.SourceRule _,
              Desired.DirectRule _,
              Desired.CareOfRule _,
              Desired.RedirectionRule _ ->
              Optional.empty();
        };
    return on.filter(name -> !name.equals(TUNNEL) && !nics.containsKey(name)).map(name -> "no interface " + name);
  }

  private void apply(Desired item) {
    switch (item) {
      case Desired.WantedTunnel(var wantedTunnel) -> tunnel.put(wantedTunnel);
      case Desired.InterfaceAddress address -> wantAddress(address);
      case Route route -> routes.put(route);
      case Desired.WantedDirectPath(var path) -> tunnel.put(path);
      case Desired.SourceRule(var source, int table) -> {
        routes.rule(source, table);
        tunnel.putHomeAddress(source);
      }
      case Desired.CareOfRule(var source, int table) -> routes.rule(source, table);
      case Desired.RedirectionRule(int table) -> routes.redirect(table);
      // Programs name their source here, and links take all packets.
      case Desired.DirectRule _, Desired.LinkMtu _ -> {}
      // Hosts here listen to no groups of their own, and so have nothing to say of them.
      case Desired.GroupForwarding _, Desired.GroupListener _, Desired.ListenerReports _ -> {}
      case Desired.NeighborEntry(var on, var address, var linkLayerAddress) ->
          nic(on).neighbors().enterPermanent(address, linkLayerAddress);
      case Desired.GroupMembership(var on, var group) -> nic(on).port().join(LinkLayerAddress.ofMulticast(group));
      case Desired.AnycastAddress(var on, var address) -> {
        own.merge(address, 1, Integer::sum);
        nic(on).joinAnycast(address);
      }
      case Desired.InterfaceHandling(_, Handling handling) -> forwarding |= handling == Handling.ROUTER;
    }
  }

  private void wantAddress(Desired.InterfaceAddress wish) {
    Ipv6Address address = wish.address();
    if (wish.on().equals(TUNNEL)) {
      if (tunnelAddresses.add(address)) {
        own.merge(address, 1, Integer::sum);
        upcalls.happened(new Event.AddressChanged(TUNNEL, address, AddressState.READY));
      }
      return;
    }
    Nic nic = nic(wish.on());
    if (nic.find(address).isEmpty()) {
      addAddress(nic, new HostAddress(address, wish.prefixLength(), wish.detection()), true);
    }
  }

  private void addAddress(Nic nic, HostAddress address, boolean detectDuplicates) {
    own.merge(address.address(), 1, Integer::sum);
    nic.add(address, detectDuplicates);
    if (address.prefixLength() < FULL_LENGTH && !address.address().isLinkLocal()) {
      Ipv6Prefix onLink = new Ipv6Prefix(address.address(), address.prefixLength());
      routes.put(new Route(RoutingTables.MAIN, onLink, Optional.empty(), nic.name()));
    }
  }

  /** No longer wants what has this key. */
  public void unwant(Desired.Key key) {
    Desired item = wanted.remove(key);
    if (item == null) {
      return;
    }
    switch (item) {
      case Desired.WantedTunnel(var wantedTunnel) -> tunnel.remove(wantedTunnel.key());
      case Desired.InterfaceAddress address -> removeAddress(address);
      case Route route -> routes.remove(route.table(), route.destination());
      case Desired.WantedDirectPath(var path) -> tunnel.remove(path.key());
      case Desired.SourceRule(var source, _) -> {
        routes.removeRule(source);
        tunnel.removeHomeAddress(source);
      }
      case Desired.CareOfRule(var source, _) -> routes.removeRule(source);
      case Desired.RedirectionRule(int table) -> routes.removeRedirection(table);
      case Desired.DirectRule _, Desired.LinkMtu _ -> {}
      case Desired.GroupForwarding _, Desired.GroupListener _, Desired.ListenerReports _ -> {}
      case Desired.NeighborEntry(var on, var address, _) -> nic(on).neighbors().forget(address);
      case Desired.GroupMembership(var on, var group) -> nic(on).port().leave(LinkLayerAddress.ofMulticast(group));
      case Desired.AnycastAddress(var on, var address) -> {
        disown(address);
        nic(on).leaveAnycast(address);
      }
      case Desired.InterfaceHandling _ -> {}
    }
  }

  private void removeAddress(Desired.InterfaceAddress wish) {
    if (wish.on().equals(TUNNEL)) {
      if (tunnelAddresses.remove(wish.address())) {
        disown(wish.address());
      }
      return;
    }
    removeAddress(nic(wish.on()), wish.address());
  }

  private void removeAddress(Nic nic, Ipv6Address address) {
    nic.remove(address).ifPresent(removed -> {
      disown(removed.address());
      Ipv6Prefix onLink = new Ipv6Prefix(removed.address(), removed.prefixLength());
      if (removed.prefixLength() < FULL_LENGTH && !nic.hasAddressIn(onLink)) {
        routes.remove(RoutingTables.MAIN, onLink);
      }
    });
  }

  private void disown(Ipv6Address address) {
    own.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  /** All that is wanted now. */
  public Map<Desired.Key, Desired> wanted() {
    return Collections.unmodifiableMap(wanted);
  }

  /** Takes back all that is wanted: the program ends, or the next one tidies up behind one that was killed. */
  public void forgetWishes() {
    List<Desired.Key> keys = List.copyOf(wanted.keySet());
    keys.reversed().forEach(this::unwant);
  }

  /** The tunnel device goes with the program that opened it, and its addresses and routes with it. */
  public void tunnelGone() {
    for (Desired.Key key : List.copyOf(wanted.keySet())) {
      boolean gone =
          switch (key) {
            case Desired.TunnelKey _, Desired.DirectPathKey _ -> true;
            case Desired.GroupForwardingKey _, Desired.GroupListenerKey _, Desired.ListenerReportsKey _ -> true;
            case Desired.AddressKey(var on, _) -> on.equals(TUNNEL);
            case Desired.LinkMtuKey(var on) -> on.equals(TUNNEL);
            case Desired.RouteKey _ -> wanted.get(key) instanceof Route route && route.out().equals(TUNNEL);
            case Desired.SourceRuleKey _, Desired.DirectRuleKey _, Desired.CareOfRuleKey _ -> false;
            case Desired.RedirectionRuleKey _ -> false;
            case Desired.NeighborKey _, Desired.GroupKey _, Desired.AnycastKey _, Desired.HandlingKey _ -> false;
          };
      if (gone) {
        unwant(key);
      }
    }
  }

  /** Forgets what was learned of the neighbours on a link. */
  public void flushNeighbors(InterfaceName on) {
    nic(on).neighbors().flush();
  }

  /** Neighbours known on all links. */
  public int neighborCount() {
    return nics.values().stream().mapToInt(nic -> nic.neighbors().size()).sum();
  }

  /** The state of an address on an interface; {@link AddressState#ABSENT} where it is not there. */
  public AddressState addressState(InterfaceName on, Ipv6Address address) {
    Nic nic = nics.get(on);
    return nic == null ? AddressState.ABSENT : nic.find(address).map(HostAddress::state).orElse(AddressState.ABSENT);
  }

  /** Whether an address is this host's, on whatever interface. */
  public boolean owns(Ipv6Address address) {
    return own.containsKey(address);
  }

  private Optional<Ipv6Address> routableAddress() {
    return nics.values().stream()
        .flatMap(nic -> nic.addresses().stream())
        .filter(address -> address.state() == AddressState.READY && address.address().isUnicastRoutable())
        .map(HostAddress::address)
        .findFirst();
  }

  // ---- sending

  /** Sends a packet to a neighbour. */
  public void sendOnLink(InterfaceName out, LinkLayerAddress to, Octets packet) {
    nic(out).port().send(to, packet);
  }

  /** Sends a packet of Roam6 along the host's routes, but for those by which packets of others come to it. */
  public void sendRouted(Octets packet) {
    Ipv6Address destination = PacketFields.destination(packet);
    if (owns(destination)) {
      arrive(packet);
    } else {
      sendBy(routes.lookUp(PacketFields.source(packet), destination), packet, destination);
    }
  }

  /** Sends a packet of a program on this host; its source has to be an address of this host. */
  public void send(Octets packet) {
    if (owns(PacketFields.source(packet))) {
      sendAsIs(packet);
    } else {
      upcalls.dropped(packet, "the source is no address of this host");
    }
  }

  /** Sends a packet with whatever source. */
  public void sendAsIs(Octets packet) {
    Ipv6Address destination = PacketFields.destination(packet);
    if (owns(destination)) {
      arrive(packet);
    } else {
      sendBy(routes.lookUpForPrograms(PacketFields.source(packet), destination), packet, destination);
    }
  }

  private void sendBy(Optional<Route> route, Octets packet, Ipv6Address destination) {
    if (route.isEmpty()) {
      upcalls.dropped(packet, "no route");
      errors.noRoute(packet);
      return;
    }
    InterfaceName out = route.get().out();
    if (out.equals(TUNNEL)) {
      moveThroughTunnel(packet, Packet.Origin.HOST, this::sendRouted);
      return;
    }
    Nic nic = nics.get(out);
    if (nic == null) {
      upcalls.dropped(packet, "no interface");
      return;
    }
    nic.neighbors().send(route.get().via().orElse(destination), packet);
  }

  // ---- receiving

  private void receive(Port port, Frame frame, Time now) {
    Octets packet = frame.packet();
    if (upcalls.isAsleep()) {
      upcalls.dropped(packet, "the host sleeps");
      return;
    }
    if (!PacketFields.isWhole(packet)) {
      upcalls.dropped(packet, "no IPv6 header");
      return;
    }
    Ipv6Address destination = PacketFields.destination(packet);
    boolean here = destination.isMulticast() || owns(destination);
    if (PacketFields.isSignalling(packet)
        && (here || PacketFields.icmpv6Type(packet) == Icmpv6Type.NEIGHBOR_SOLICITATION)) {
      upcalls.happened(new Event.PacketReceived(port.name(), frame.from(), packet));
    }
    if (here) {
      received(nic(port.name()), frame, destination);
    } else if (mayForward(packet, destination)) {
      forward(packet, destination);
    } else {
      upcalls.dropped(packet, "not for this host");
    }
  }

  // RFC 4291 2.5.6: "Routers must not forward any packets with Link-Local source or destination addresses to other
  // links"; 2.5.2: "a source address of unspecified must never be forwarded"
  private boolean mayForward(Octets packet, Ipv6Address destination) {
    Ipv6Address source = PacketFields.source(packet);
    return forwarding && !destination.isLinkLocal() && !source.isLinkLocal() && !source.isUnspecified();
  }

  private void received(Nic nic, Frame frame, Ipv6Address destination) {
    if (PacketFields.isForNeighborCache(frame.packet())) {
      NeighborMessages.in(frame.packet())
          .ifPresent(message -> nic.heard(frame.from(), PacketFields.source(frame.packet()), message));
    } else if (!destination.isMulticast()) {
      arrive(frame.packet());
    }
  }

  /** A packet is at its destination, or at the end of its tunnel. */
  private void arrive(Octets packet) {
    if (PacketFields.nextHeader(packet) == IpProtocol.IPV6 || PacketFields.mayHoldHomeAddress(packet)) {
      moveThroughTunnel(packet, Packet.Origin.LINK, this::leaveTunnel);
      return;
    }
    upcalls.delivered(packet);
    if (PacketFields.icmpv6Type(packet) >= 0 && PacketFields.icmpv6Type(packet) <= Icmpv6Type.PARAMETER_PROBLEM) {
      tunnel.forward(packet, Packet.Origin.LINK, upcalls.now());
      answerForTunnel();
    }
  }

  /** Lets the data plane have a packet, which goes {@code onward} as that shows it. */
  private void moveThroughTunnel(Octets packet, Packet.Origin origin, Consumer<Octets> onward) {
    Optional<Octets> shown = tunnel.forward(packet, origin, upcalls.now());
    List<Event> news = tunnel.news();
    if (shown.isPresent()) {
      onward.accept(shown.get());
    } else {
      switch (tunnel.verdict()) {
        case NOT_FOR_TUNNELS -> upcalls.delivered(packet);
        case SIGNALLING -> {}
        default -> upcalls.dropped(packet, "tunnel: " + tunnel.verdict());
      }
      answerForTunnel();
    }
    news.forEach(upcalls::happened);
  }

  private void answerForTunnel() {
    switch (tunnel.answer()) {
      case NONE -> {}
      case ROUTED -> sendRouted(tunnel.answerPacket());
      case TO_HOST -> arrive(tunnel.answerPacket());
    }
  }

  private void leaveTunnel(Octets packet) {
    Ipv6Address destination = PacketFields.destination(packet);
    if (owns(destination)) {
      arrive(packet);
    } else if (forwarding) {
      forward(packet, destination);
    } else {
      upcalls.dropped(packet, "not for this host");
    }
  }

  private void forward(Octets packet, Ipv6Address destination) {
    int hopLimit = PacketFields.hopLimit(packet);
    if (hopLimit <= 1) {
      upcalls.dropped(packet, "hop limit exceeded");
      errors.hopLimitExceeded(packet);
      return;
    }
    Octets onward = PacketFields.withHopLimit(packet, hopLimit - 1);
    sendBy(routes.lookUp(PacketFields.source(packet), destination), onward, destination);
  }
}
