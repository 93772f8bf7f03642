package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.HomeAddressLost;
import org.roam6.protocol.mobilenode.RegistrationState.Interrupted;
import org.roam6.protocol.mobilenode.RegistrationState.Refused;
import org.roam6.protocol.mobilenode.RegistrationState.Registered;
import org.roam6.protocol.mobilenode.RegistrationState.Registering;
import org.roam6.protocol.mobilenode.RegistrationState.Resolving;
import org.roam6.protocol.mobilenode.RegistrationState.Returning;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;

/**
 * What the host of a mobile node should have, as a function of where its interfaces are and where the registrations of
 * its home addresses stand.
 *
 * @param always what does not depend on the link
 * @param first what has to be there before anything is sent, in this order
 * @param afterwards what may be there only when the Binding Update was sent, the home address on the home link, or need
 *     not be there before
 */
record Wishes(List<Desired> always, List<Desired> first, List<Desired> afterwards) {

  private static final int MAIN_TABLE = 254;
  private static final int LOCAL_TABLE = 255;
  private static final int FULL_LENGTH = 128;
  private static final Ipv6Prefix EVERYWHERE = new Ipv6Prefix(Ipv6Address.UNSPECIFIED, 0);
  private static final Ipv6Prefix MULTICAST = Ipv6Prefix.parse("ff00::/8");
  private static final Ipv6Prefix LINK_LOCAL = Ipv6Prefix.parse("fe80::/64");

  /** Takes copies of the lists; of items with equal keys the first counts. */
  Wishes {
    always = once(always);
    first = once(first);
    afterwards = once(afterwards);
  }

  private static List<Desired> once(List<Desired> items) {
    Map<Desired.Key, Desired> all = new LinkedHashMap<>();
    items.forEach(item -> all.putIfAbsent(item.key(), item));
    return List.copyOf(all.values());
  }

  /**
   * One of the home addresses.
   *
   * @param config what the node is to do about it, before the home agent in use
   * @param situation where the interfaces are, and its registration stands
   * @param use whether its prefix is preferred yet
   */
  record OfHome(MobileNodeConfig config, Situation situation, SourceUse use) {}

  /**
   * What is wanted by a node with these home addresses. Where the kernel has a free choice it takes the address that
   * came last, so that the first home address comes behind the others.
   */
  static Wishes of(MobileNodeConfig config, List<OfHome> homes) {
    List<Desired> first = new ArrayList<>();
    List<Desired> afterwards = new ArrayList<>();
    Situation.At used = homes.getFirst().situation().used();
    InterfaceName on = used.on();
    if (used.place().hasAddress()) {
      first.addAll(visited(config, used));
      used.place().defaultRouter().ifPresent(hop -> first.addAll(defaultRouter(on, hop)));
      linkMtu(used).ifPresent(first::add);
      tunnelMtu(config, homes).ifPresent(afterwards::add);
      directRoute(config, used).ifPresent(afterwards::add);
      homes.reversed().forEach(each -> afterwards.addAll(onHomeLink(each, used)));
    }
    homes.forEach(each -> TunnelWish.of(each.config(), each.situation()).ifPresent(first::add));
    homes.getFirst().situation().others().forEach(other -> first.addAll(beside(config, other)));
    if (!(used.place() instanceof Nowhere)) {
      afterwards.add(multicastRoute(on));
    }
    for (OfHome each : homes) {
      Desired route = homeRoute(each.config());
      if (afterwards.stream().noneMatch(item -> item.key().equals(route.key()))) {
        first.add(route);
      }
    }
    return new Wishes(always(config, homes), first, afterwards);
  }

  private static List<Desired> onHomeLink(OfHome of, Situation.At used) {
    if (!(used.place().to(of.config().homePrefix()) instanceof Home home)) {
      return List.of();
    }
    InterfaceName on = used.on();
    RegistrationState registration = of.situation().registration();
    List<Desired> wanted = new ArrayList<>();
    neighbor(of.config(), home, registration)
        .ifPresent(address -> wanted.add(new Desired.NeighborEntry(on, of.config().homeAgentAddress(), address)));
    wanted.addAll(home(of, on, home.router()));
    return wanted;
  }

  // RFC 6275 11.5.5: "the mobile node SHOULD record the information from the Source Link-Layer Address option or from
  // the advertisement, and set the state of the Neighbor Cache entry for the home agent to REACHABLE"
  private static Optional<LinkLayerAddress> neighbor(
      MobileNodeConfig config, Home home, RegistrationState registration) {
    Optional<LinkLayerAddress> homeAgent =
        config.discoversHomeAgent() ? Optional.empty() : home.linkLayerAddress(config.homeAgentAddress());
    return homeAgent.isEmpty() && registration instanceof Returning returning
        ? Optional.of(returning.homeAgent())
        : homeAgent;
  }

  private static List<Desired> always(MobileNodeConfig config, List<OfHome> homes) {
    List<Desired> wanted = new ArrayList<>();
    for (InterfaceName on : config.interfaces()) {
      wanted.add(new Desired.InterfaceHandling(on, Desired.Handling.MOBILE_NODE));
    }
    List<OfHome> kept =
        homes.stream().filter(each -> !(each.situation().registration() instanceof HomeAddressLost)).toList();
    for (OfHome each : kept.reversed()) {
      wanted.add(
          new Desired.InterfaceAddress(
              config.tunnelInterface(),
              each.config().homeAddress(),
              FULL_LENGTH,
              DuplicateDetection.NONE,
              each.use()));
    }
    // RFC 6724 5, rule 4: "Prefer home addresses"
    kept.forEach(
        each -> wanted.add(new Desired.SourceRule(each.config().homeAddress(), each.config().routingTable())));
    if (!kept.isEmpty()) {
      config.direct().forEach(traffic -> wanted.add(new Desired.DirectRule(traffic, config.directTable())));
    }
    return wanted;
  }

  /** Packets from the home address go into the tunnel, or nowhere while there is none; they never leave as they are. */
  private static Desired homeRoute(MobileNodeConfig config) {
    return new Desired.Route(config.routingTable(), EVERYWHERE, Optional.empty(), config.tunnelInterface());
  }

  /** What is sent to a group by no certain interface goes to the link: a host may choose the tunnel by itself. */
  private static Desired multicastRoute(InterfaceName on) {
    return new Desired.Route(LOCAL_TABLE, MULTICAST, Optional.empty(), on);
  }

  /** Only where there is a care-of address: where all are at home there are no other addresses than home addresses. */
  private static Optional<Desired> directRoute(MobileNodeConfig config, Situation.At at) {
    return !config.direct().isEmpty() && at.place().visited() instanceof Away away
        ? Optional.of(
            new Desired.Route(
                config.directTable(),
                EVERYWHERE,
                Optional.of(away.router().address()),
                at.on(),
                Optional.of(away.careOfAddress())))
        : Optional.empty();
  }

  // The group comes before the address: the router's first solicitation must not be missed. Where another home address
  // is at home on the link, the care-of address is deprecated from the start on: what binds no address is to take the
  // home address, which the kernel would prefer by nothing else (RFC 6724 5, rule 3).
  /** The care-of address, if there is one, and what it needs. */
  private static List<Desired> visited(MobileNodeConfig config, Situation.At at) {
    if (!(at.place().visited() instanceof Away away)) {
      return List.of();
    }
    InterfaceName on = at.on();
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.GroupMembership(on, away.careOfAddress().solicitedNode()));
    wanted.add(
        new Desired.InterfaceAddress(
            on,
            away.careOfAddress(),
            away.onLink() ? away.prefix().length() : FULL_LENGTH,
            DuplicateDetection.OPTIMISTIC,
            at.place() instanceof Home ? SourceUse.DEPRECATED : SourceUse.PREFERRED));
    if (config.hasSeveralInterfaces()) {
      wanted.addAll(ownWay(config, on, away));
    }
    return wanted;
  }

  // RFC 6275 11.3.1: the source "MUST be an address assigned to the interface on the link being used"
  /** What comes from the care-of address leaves by its interface, whichever is used besides. */
  private static List<Desired> ownWay(MobileNodeConfig config, InterfaceName on, Away away) {
    int table = config.tableOf(on);
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.NeighborEntry(on, away.router().address(), away.router().linkLayerAddress()));
    wanted.add(new Desired.Route(table, LINK_LOCAL, Optional.empty(), on));
    if (away.onLink()) {
      wanted.add(new Desired.Route(table, away.prefix(), Optional.empty(), on));
    }
    wanted.add(new Desired.Route(table, EVERYWHERE, Optional.of(away.router().address()), on));
    wanted.add(new Desired.CareOfRule(away.careOfAddress(), table));
    return wanted;
  }

  // RFC 6275 11.5.4: "a mobile node SHOULD retain its previous primary care-of address as a (non-primary) care-of
  // address, and SHOULD still accept packets at this address, even after registering its new primary care-of address"
  /** What is wanted of an interface that another one is used before. */
  private static List<Desired> beside(MobileNodeConfig config, Situation.At at) {
    List<Desired> wanted = new ArrayList<>(visited(config, at));
    if (!wanted.isEmpty()) {
      linkMtu(at).ifPresent(wanted::add);
    }
    return wanted;
  }

  private static List<Desired> defaultRouter(InterfaceName on, NextHop router) {
    return List.of(
        new Desired.NeighborEntry(on, router.address(), router.linkLayerAddress()),
        new Desired.Route(MAIN_TABLE, EVERYWHERE, Optional.of(router.address()), on));
  }

  /** What the link takes, where that is less than the interface can. */
  private static Optional<Desired> linkMtu(Situation.At at) {
    OptionalInt advertised = at.advertisedMtu();
    return advertised.isPresent() && advertised.getAsInt() < at.mtu()
        ? Optional.of(new Desired.LinkMtu(at.on(), advertised.getAsInt()))
        : Optional.empty();
  }

  /** The same, less what the tunnel puts before packets; of several tunnels that which carries least. */
  private static Optional<Desired> tunnelMtu(MobileNodeConfig config, List<OfHome> homes) {
    OptionalInt least =
        homes.stream()
            .map(each -> each.situation().sending())
            .filter(at -> at.mtu() != 0)
            .mapToInt(at -> Math.min(at.mtu(), at.advertisedMtu().orElse(at.mtu())))
            .min();
    return least.isEmpty()
        ? Optional.empty()
        : Optional.of(new Desired.LinkMtu(config.tunnelInterface(), Tunnel.interfaceMtu(least.getAsInt())));
  }

  // RFC 6275 11.5.5: "Until the mobile node sends such a de-registration Binding Update, it MUST NOT attempt to send
  // and receive packets using its home address from the home link."
  private static List<Desired> home(OfHome of, InterfaceName on, Optional<NextHop> router) {
    return switch (of.situation().registration()) {
      case Returning returning when returning.isSent() ->
          // RFC 6275 11.5.5: "the mobile node MUST NOT perform Duplicate Address Detection on its own home address"
          atHome(of, on, router, DuplicateDetection.NONE);
      case AtHome atHome ->
          atHome(of, on, router, atHome.defended() ? DuplicateDetection.NONE : DuplicateDetection.OPTIMISTIC);
      case Returning _, Resolving _, Registering _, Registered _, Refused _, Interrupted _, HomeAddressLost _ ->
          List.of();
    };
  }

  static List<Desired> atHome(
      OfHome of, InterfaceName on, Optional<NextHop> router, DuplicateDetection detection) {
    MobileNodeConfig config = of.config();
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.GroupMembership(on, config.homeAddress().solicitedNode()));
    wanted.add(
        new Desired.InterfaceAddress(
            on, config.homeAddress(), config.homePrefix().length(), detection, of.use()));
    wanted.add(new Desired.Route(config.routingTable(), config.homePrefix(), Optional.empty(), on));
    router.ifPresent(
        hop ->
            wanted.add(new Desired.Route(config.routingTable(), EVERYWHERE, Optional.of(hop.address()), on)));
    return wanted;
  }
}
