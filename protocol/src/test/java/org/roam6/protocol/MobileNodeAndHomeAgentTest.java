package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.homeagent.HomeAgentSnapshot;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.wire.Decoded;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterPreference;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** The two ends of a home registration talk to each other. */
class MobileNodeAndHomeAgentTest {

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final InterfaceName UPLINK = new InterfaceName("eth1");
  private static final InterfaceName TUNNEL = new InterfaceName("roam0");
  private static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  private static final Ipv6Prefix VISITED_PREFIX = Ipv6Prefix.parse("2001:db8:a::/64");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final LinkLayerAddress HOME_AGENT_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:01");
  private static final LinkLayerAddress ROUTER_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:0a");
  private static final LinkLayerAddress MOBILE_NODE_LINK_LAYER = LinkLayerAddress.parse("02:00:00:00:00:99");
  private static final long WALL_CLOCK_OFFSET_NANOS = 1_795_000_000_000_000_000L;
  private static final Security SECURITY =
      new Security.Authenticated(
          List.of(
              new SecurityAssociation(
                  256,
                  new SecretKey(Octets.ofHex("5a".repeat(16))),
                  "mn@example.org",
                  new TreeSet<>(Set.of(HOME)))));

  private final HomeAgent homeAgent;
  private final Host home;
  private final Host mobile;
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private Time now = Time.ZERO.plus(Duration.ofMinutes(1));
  private boolean atHome;
  private int updates;
  private int acknowledgements;

  MobileNodeAndHomeAgentTest() {
    homeAgent = new HomeAgent(
            HomeAgentConfig.of(LINK, HOME_AGENT, HOME_PREFIX, SECURITY, TUNNEL), new SeededRandomness(2));
    home = new Host(List.of(homeAgent));
    MobileNodeConfig config = MobileNodeConfig.of(LINK, HOME, HOME_PREFIX, HOME_AGENT, SECURITY, TUNNEL);
    mobile = new Host(List.of(new MobileNode(config, new SeededRandomness(1))));
    tellHome(new Event.WallClockSet(WALL_CLOCK_OFFSET_NANOS));
    tellHome(new Event.LinkChanged(LINK, Event.LinkPresence.CARRIER, HOME_AGENT_LINK_LAYER, 1500));
    tellHome(new Event.AddressChanged(LINK, HOME_AGENT, Event.AddressState.READY));
  }

  private void tellHome(Event event) {
    for (Effect effect : home.handle(event, now)) {
      Octets packet = packetOf(effect);
      if (isSignalling(packet)) {
        acknowledgements++;
        underWay.add(
            () -> tellMobile(new Event.PacketReceived(LINK, ROUTER_LINK_LAYER, packet)));
      }
    }
  }

  private void tellMobile(Event event) {
    for (Effect effect : mobile.handle(event, now)) {
      Octets packet = packetOf(effect);
      if (isSignalling(packet)) {
        updates++;
        InterfaceName in = atHome ? LINK : UPLINK;
        LinkLayerAddress from = atHome ? MOBILE_NODE_LINK_LAYER : ROUTER_LINK_LAYER;
        underWay.add(() -> tellHome(new Event.PacketReceived(in, from, packet)));
      } else if (effect instanceof Effect.Want(Desired.InterfaceAddress address)) {
        underWay.add(
            () ->
                tellMobile(
                    new Event.AddressChanged(address.on(), address.address(), Event.AddressState.OPTIMISTIC)));
      }
    }
  }

  private static Octets packetOf(Effect effect) {
    return switch (effect) {
      case Effect.SendRouted(Octets packet) -> packet;
      case Effect.SendOnLink(_, _, Octets packet) -> packet;
      case Effect.Want _, Effect.Unwant _, Effect.FlushNeighbors _, Effect.Remember _, Effect.Notify _ -> Octets.EMPTY;
    };
  }

  private static boolean isSignalling(Octets octets) {
    return Ipv6Packet.decode(octets) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet packet)
        && packet.protocol() == IpProtocol.MOBILITY;
  }

  private void pass(Duration duration) {
    Time end = now.plus(duration);
    while (true) {
      while (!underWay.isEmpty()) {
        underWay.remove().run();
      }
      Time next = Time.earlier(home.nextDeadline(), mobile.nextDeadline());
      if (!next.isDue(end)) {
        now = end;
        return;
      }
      now = next;
      tellHome(new Event.DeadlineReached());
      tellMobile(new Event.DeadlineReached());
    }
  }

  private void startAway(long clockErrorNanos) {
    now = now.plus(Duration.ofSeconds(1));
    tellMobile(new Event.WallClockSet(WALL_CLOCK_OFFSET_NANOS + clockErrorNanos));
    plugIn(VISITED_PREFIX, ROUTER_LINK_LAYER);
  }

  private void plugIn(Ipv6Prefix prefix, LinkLayerAddress router) {
    tellMobile(new Event.LinkChanged(LINK, Event.LinkPresence.NO_CARRIER, MOBILE_NODE_LINK_LAYER, 1500));
    tellMobile(new Event.LinkChanged(LINK, Event.LinkPresence.CARRIER, MOBILE_NODE_LINK_LAYER, 1500));
    Ipv6Address linkLocal = Ipv6Address.linkLocal(MOBILE_NODE_LINK_LAYER.interfaceIdentifier());
    tellMobile(new Event.AddressChanged(LINK, linkLocal, Event.AddressState.READY));
    advertise(prefix, router);
  }

  private void advertise(Ipv6Prefix prefix, LinkLayerAddress router) {
    Ipv6Address source = Ipv6Address.linkLocal(router.interfaceIdentifier());
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
            64,
            false,
            false,
            prefix.equals(HOME_PREFIX),
            RouterPreference.MEDIUM,
            1800,
            0,
            0,
            List.of(
                new SourceLinkLayerAddress(router),
                new PrefixInformation(prefix.withInterfaceIdentifier(1), 64, true, true, true, 86400, 14400)));
    Ipv6Packet packet =
        Ipv6Packet.of(
            source,
            Ipv6Address.ALL_NODES,
            255,
            IpProtocol.ICMPV6,
            advertisement.encode(source, Ipv6Address.ALL_NODES));
    tellMobile(new Event.PacketReceived(LINK, router, packet.encode()));
  }

  private List<HomeAgentSnapshot.Binding> bindings() {
    return homeAgent.snapshot(now).bindings();
  }

  /** The home agent's duplicate address detection ends before the mobile node would try again. */
  @Test
  void leavingHomeTakesOneBindingUpdateAndOneAcknowledgement() {
    startAway(0);
    pass(Duration.ofSeconds(5));
    assertThat(bindings()).singleElement().satisfies(binding -> {
      assertThat(binding.state()).isEqualTo(HomeAgentSnapshot.State.BOUND);
      assertThat(VISITED_PREFIX.contains(binding.careOfAddress())).isTrue();
    });
    assertThat(updates).isEqualTo(1);
    assertThat(acknowledgements).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void aWrongClockCostsOneMoreExchange(long seconds) {
    startAway(Duration.ofSeconds(seconds).toNanos());
    pass(Duration.ofSeconds(5));
    assertThat(bindings()).singleElement().extracting(HomeAgentSnapshot.Binding::state)
        .isEqualTo(HomeAgentSnapshot.State.BOUND);
    assertThat(updates).isEqualTo(2);
    assertThat(acknowledgements).isEqualTo(2);
  }

  @Test
  void theBindingIsRefreshedAsLongAsItIsNeeded() {
    startAway(0);
    for (int minute = 1; minute <= 60; minute++) {
      pass(Duration.ofMinutes(1));
      assertThat(bindings()).as("after %d minutes", minute).hasSize(1);
      advertise(VISITED_PREFIX, ROUTER_LINK_LAYER);
    }
    assertThat(updates).isEqualTo(acknowledgements);
  }

  @Test
  void comingHomeEndsTheBindingInOneExchange() {
    startAway(0);
    pass(Duration.ofSeconds(5));
    atHome = true;
    plugIn(HOME_PREFIX, HOME_AGENT_LINK_LAYER);
    pass(Duration.ofMillis(10));
    assertThat(bindings()).isEmpty();
    assertThat(updates).isEqualTo(2);
    assertThat(acknowledgements).isEqualTo(2);
    pass(Duration.ofSeconds(30));
    assertThat(updates).isEqualTo(2);
  }
}
