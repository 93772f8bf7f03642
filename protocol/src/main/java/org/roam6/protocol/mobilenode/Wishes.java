package org.roam6.protocol.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Desired.DuplicateDetection;
import org.roam6.protocol.Desired.SourceUse;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.protocol.forwarding.Tunnel;
import org.roam6.protocol.mobilenode.Place.Away;
import org.roam6.protocol.mobilenode.Place.Home;
import org.roam6.protocol.mobilenode.Place.Managed;
import org.roam6.protocol.mobilenode.Place.NextHop;
import org.roam6.protocol.mobilenode.Place.Nowhere;
import org.roam6.protocol.mobilenode.RegistrationState.AtHome;
import org.roam6.protocol.mobilenode.RegistrationState.Entry;
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
 * What the host of a mobile node should have, as a function of where the node is and where its registration stands.
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

  /** Takes copies of the lists. */
  Wishes {
    always = List.copyOf(always);
    first = List.copyOf(first);
    afterwards = List.copyOf(afterwards);
  }

  /**
   * What is wanted where {@code place} is the link that the node is on, or was on last.
   *
   * @param interfaceMtu the MTU of the mobile interface, in octets; 0 where there is none
   */
  static Wishes of(MobileNodeConfig config, Place place, RegistrationState registration, int interfaceMtu) {
    List<Desired> first = new ArrayList<>();
    List<Desired> afterwards = new ArrayList<>();
    switch (place) {
      case Nowhere _, Managed _ -> {}
      case Away away -> {
        first.addAll(visited(config, away));
        linkMtu(config, away.router().linkMtu(), interfaceMtu).ifPresent(first::add);
        tunnelMtu(config, away.router().linkMtu(), interfaceMtu).ifPresent(afterwards::add);
        tunnel(config, away, registration).ifPresent(first::add);
        if (!config.direct().isEmpty()) {
          afterwards.add(directRoute(config, away));
        }
      }
      case Home(Optional<NextHop> router, Optional<LinkLayerAddress> homeAgent) -> {
        router.ifPresent(hop -> first.addAll(defaultRouter(config.mobileInterface(), hop)));
        OptionalInt advertised = router.map(NextHop::linkMtu).orElse(OptionalInt.empty());
        linkMtu(config, advertised, interfaceMtu).ifPresent(first::add);
        tunnelMtu(config, advertised, interfaceMtu).ifPresent(afterwards::add);
        neighbor(homeAgent, registration)
            .ifPresent(
                address ->
                    afterwards.add(
                        new Desired.NeighborEntry(config.mobileInterface(), config.homeAgentAddress(), address)));
        afterwards.addAll(home(config, router, registration));
      }
    }
    if (!(place instanceof Nowhere)) {
      afterwards.add(multicastRoute(config));
    }
    if (afterwards.stream().noneMatch(item -> item.key().equals(homeRoute(config).key()))) {
      first.add(homeRoute(config));
    }
    return new Wishes(always(config, registration), first, afterwards);
  }

  // RFC 6275 11.5.5: "the mobile node SHOULD record the information from the Source Link-Layer Address option or from
  // the advertisement, and set the state of the Neighbor Cache entry for the home agent to REACHABLE"
  private static Optional<LinkLayerAddress> neighbor(
      Optional<LinkLayerAddress> homeAgent, RegistrationState registration) {
    return homeAgent.isEmpty() && registration instanceof Returning returning
        ? Optional.of(returning.homeAgent())
        : homeAgent;
  }

  private static List<Desired> always(MobileNodeConfig config, RegistrationState registration) {
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.InterfaceHandling(config.mobileInterface(), Desired.Handling.MOBILE_NODE));
    if (!(registration instanceof HomeAddressLost)) {
      wanted.add(
          new Desired.InterfaceAddress(
              config.tunnelInterface(),
              config.homeAddress(),
              FULL_LENGTH,
              DuplicateDetection.NONE,
              SourceUse.PREFERRED));
      // RFC 6724 5, rule 4: "Prefer home addresses"
      wanted.add(new Desired.SourceRule(config.homeAddress(), config.routingTable()));
      config.direct().forEach(traffic -> wanted.add(new Desired.DirectRule(traffic, config.directTable())));
    }
    return wanted;
  }

  /** Packets from the home address go into the tunnel, or nowhere while there is none; they never leave as they are. */
  private static Desired homeRoute(MobileNodeConfig config) {
    return new Desired.Route(config.routingTable(), EVERYWHERE, Optional.empty(), config.tunnelInterface());
  }

  /** What is sent to a group by no certain interface goes to the link: a host may choose the tunnel by itself. */
  private static Desired multicastRoute(MobileNodeConfig config) {
    return new Desired.Route(LOCAL_TABLE, MULTICAST, Optional.empty(), config.mobileInterface());
  }

  /** Only while away: at home there is no other address than the home address. */
  private static Desired directRoute(MobileNodeConfig config, Away away) {
    return new Desired.Route(
        config.directTable(),
        EVERYWHERE,
        Optional.of(away.router().address()),
        config.mobileInterface(),
        Optional.of(away.careOfAddress()));
  }

  // The group comes before the address: the router's first solicitation must not be missed.
  private static List<Desired> visited(MobileNodeConfig config, Away away) {
    InterfaceName on = config.mobileInterface();
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.GroupMembership(on, away.careOfAddress().solicitedNode()));
    wanted.add(
        new Desired.InterfaceAddress(
            on,
            away.careOfAddress(),
            away.onLink() ? away.prefix().length() : FULL_LENGTH,
            DuplicateDetection.OPTIMISTIC,
            SourceUse.PREFERRED));
    wanted.addAll(defaultRouter(on, away.router()));
    return wanted;
  }

  private static List<Desired> defaultRouter(InterfaceName on, NextHop router) {
    return List.of(
        new Desired.NeighborEntry(on, router.address(), router.linkLayerAddress()),
        new Desired.Route(MAIN_TABLE, EVERYWHERE, Optional.of(router.address()), on));
  }

  /** What the link takes, where that is less than the interface can. */
  private static Optional<Desired> linkMtu(MobileNodeConfig config, OptionalInt advertised, int interfaceMtu) {
    return advertised.isPresent() && advertised.getAsInt() < interfaceMtu
        ? Optional.of(new Desired.LinkMtu(config.mobileInterface(), advertised.getAsInt()))
        : Optional.empty();
  }

  /** The same, less what the tunnel puts before packets. */
  private static Optional<Desired> tunnelMtu(MobileNodeConfig config, OptionalInt advertised, int interfaceMtu) {
    int mtu = Math.min(interfaceMtu, advertised.orElse(interfaceMtu));
    return interfaceMtu == 0
        ? Optional.empty()
        : Optional.of(new Desired.LinkMtu(config.tunnelInterface(), Tunnel.interfaceMtu(mtu)));
  }

  private static Optional<Desired> tunnel(MobileNodeConfig config, Away away, RegistrationState registration) {
    return switch (registration) {
      case Registering registering when !registering.attempt().outstanding().isEmpty() ->
          tunnelUntil(
              config, away, registering.entry().map(Entry::expiry), registering.former().stream().toList(), true);
      case Registered registered ->
          tunnelUntil(config, away, Optional.of(registered.binding().expiry()), List.of(), true);
      case Interrupted interrupted ->
          tunnelUntil(
              config,
              away,
              interrupted.entry()
                  .filter(entry -> entry.careOfAddress().equals(away.careOfAddress()))
                  .map(Entry::expiry),
              List.of(),
              false);
      case Registering _, Refused _, AtHome _, Resolving _, Returning _, HomeAddressLost _ -> Optional.empty();
    };
  }

  private static Optional<Desired> tunnelUntil(
      MobileNodeConfig config, Away away, Optional<Time> expiry, List<Ipv6Address> former, boolean sending) {
    return expiry.map(
        end ->
            new Desired.WantedTunnel(
                new Tunnel(
                    BindingKey.of(config.homeAddress()),
                    Tunnel.Side.MOBILE_NODE,
                    away.careOfAddress(),
                    config.homeAgentAddress(),
                    former,
                    end,
                    sending)));
  }

  // RFC 6275 11.5.5: "Until the mobile node sends such a de-registration Binding Update, it MUST NOT attempt to send
  // and receive packets using its home address from the home link."
  private static List<Desired> home(
      MobileNodeConfig config, Optional<NextHop> router, RegistrationState registration) {
    return switch (registration) {
      case Returning returning when returning.isSent() ->
          // RFC 6275 11.5.5: "the mobile node MUST NOT perform Duplicate Address Detection on its own home address"
          atHome(config, router, DuplicateDetection.NONE);
      case AtHome atHome ->
          atHome(config, router, atHome.defended() ? DuplicateDetection.NONE : DuplicateDetection.OPTIMISTIC);
      case Returning _, Resolving _, Registering _, Registered _, Refused _, Interrupted _, HomeAddressLost _ ->
          List.of();
    };
  }

  static List<Desired> atHome(
      MobileNodeConfig config, Optional<NextHop> router, DuplicateDetection detection) {
    InterfaceName on = config.mobileInterface();
    List<Desired> wanted = new ArrayList<>();
    wanted.add(new Desired.GroupMembership(on, config.homeAddress().solicitedNode()));
    wanted.add(
        new Desired.InterfaceAddress(
            on, config.homeAddress(), config.homePrefix().length(), detection, SourceUse.PREFERRED));
    wanted.add(new Desired.Route(config.routingTable(), config.homePrefix(), Optional.empty(), on));
    router.ifPresent(
        hop ->
            wanted.add(new Desired.Route(config.routingTable(), EVERYWHERE, Optional.of(hop.address()), on)));
    return wanted;
  }
}
