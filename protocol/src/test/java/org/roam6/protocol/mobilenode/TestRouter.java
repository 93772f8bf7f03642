package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.NeighborDiscoveryOption;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;

/** A router as it advertises itself. */
record TestRouter(
    Ipv6Address address,
    LinkLayerAddress mac,
    List<Ipv6Prefix> prefixes,
    int routerLifetimeSeconds,
    long validSeconds,
    long preferredSeconds,
    Optional<Duration> interval,
    Optional<Ipv6Address> homeAgent,
    RouterPreference preference,
    boolean autonomous) {

  private static final long DAY = 86_400;

  /** All routers have the same link-local address, as is the fashion. */
  static final Ipv6Address FE80_1 = Ipv6Address.parse("fe80::1");

  static final TestRouter HOME =
      of("02:00:00:00:01:00", Scenario.HOME_PREFIX.toString()).withHomeAgent(Scenario.HOME_AGENT);
  static final TestRouter VISITED_A = of("02:00:00:00:0a:00", "2001:db8:a::/64");
  static final TestRouter VISITED_B = of("02:00:00:00:0b:00", "2001:db8:b::/64");

  static TestRouter of(String mac, String prefix) {
    return new TestRouter(
        FE80_1,
        LinkLayerAddress.parse(mac),
        List.of(Ipv6Prefix.parse(prefix)),
        1800,
        DAY,
        DAY / 2,
        Optional.empty(),
        Optional.empty(),
        RouterPreference.MEDIUM,
        true);
  }

  TestRouter withHomeAgent(Ipv6Address homeAgentAddress) {
    return new TestRouter(
        address,
        mac,
        prefixes,
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        interval,
        Optional.of(homeAgentAddress),
        preference,
        autonomous);
  }

  TestRouter withAddress(String other) {
    return new TestRouter(
        Ipv6Address.parse(other),
        mac,
        prefixes,
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        interval,
        homeAgent,
        preference,
        autonomous);
  }

  TestRouter withPrefixes(String... others) {
    return new TestRouter(
        address,
        mac,
        List.of(others).stream().map(Ipv6Prefix::parse).toList(),
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        interval,
        homeAgent,
        preference,
        autonomous);
  }

  TestRouter withLifetimes(int router, long valid, long preferred) {
    return new TestRouter(
        address, mac, prefixes, router, valid, preferred, interval, homeAgent, preference, autonomous);
  }

  TestRouter preferred(RouterPreference other) {
    return new TestRouter(
        address,
        mac,
        prefixes,
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        interval,
        homeAgent,
        other,
        autonomous);
  }

  TestRouter withoutAutonomousPrefixes() {
    return new TestRouter(
        address,
        mac,
        prefixes,
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        interval,
        homeAgent,
        preference,
        false);
  }

  TestRouter advertisingEach(Duration given) {
    return new TestRouter(
        address,
        mac,
        prefixes,
        routerLifetimeSeconds,
        validSeconds,
        preferredSeconds,
        Optional.of(given),
        homeAgent,
        preference,
        autonomous);
  }

  /** Where a node with the link-layer address {@link Scenario#OWN} is by this router. */
  Ipv6Address careOfAddress() {
    return prefixes.getFirst().withInterfaceIdentifier(Scenario.OWN.interfaceIdentifier());
  }

  RouterAdvertisement advertisement() {
    List<NeighborDiscoveryOption> options = new ArrayList<>();
    options.add(new SourceLinkLayerAddress(mac));
    for (Ipv6Prefix prefix : prefixes) {
      options.add(
          new PrefixInformation(
              homeAgent.orElse(prefix.address()),
              prefix.length(),
              true,
              autonomous,
              homeAgent.isPresent(),
              validSeconds,
              preferredSeconds));
    }
    interval.ifPresent(given -> options.add(new AdvertisementInterval(given.toMillis())));
    return new RouterAdvertisement(
        64,
        false,
        false,
        homeAgent.isPresent(),
        preference,
        routerLifetimeSeconds,
        0,
        0,
        options);
  }
}
