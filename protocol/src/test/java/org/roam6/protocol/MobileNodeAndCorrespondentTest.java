package org.roam6.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.correspondent.Correspondent;
import org.roam6.protocol.correspondent.CorrespondentConfig;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.mobilenode.RouteOptimizationPolicy;
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

/** A mobile node, its home agent and a correspondent node, with time between them. */
class MobileNodeAndCorrespondentTest {

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final InterfaceName TUNNEL = new InterfaceName("roam0");
  private static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  private static final Ipv6Prefix VISITED_A = Ipv6Prefix.parse("2001:db8:a::/64");
  private static final Ipv6Prefix VISITED_B = Ipv6Prefix.parse("2001:db8:b::/64");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address HOME = Ipv6Address.parse("2001:db8:1::100");
  private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:c::1");
  private static final LinkLayerAddress HOME_AGENT_MAC = LinkLayerAddress.parse("02:00:00:00:00:01");
  private static final LinkLayerAddress ROUTER_MAC = LinkLayerAddress.parse("02:00:00:00:00:0a");
  private static final LinkLayerAddress MOBILE_MAC = LinkLayerAddress.parse("02:00:00:00:00:99");

  private static final Duration TO_HOME_AGENT = Duration.ofMillis(30);
  private static final Duration BY_HOME_AGENT = Duration.ofMillis(50);
  private static final Duration DIRECT = Duration.ofMillis(10);
  private static final Duration MARGIN = Duration.ofMillis(5);

  private record Planned(Time at, long order, Runnable what) {}

  /** A host on the network, and the direct paths that it wants. */
  private final class Party {
    final Host host;
    final Map<Desired.Key, DirectPath> paths = new HashMap<>();
    final Map<Desired.Key, Time> since = new HashMap<>();

    Party(Node role) {
      this.host = new Host(List.of(role));
    }

    void tell(Event event) {
      for (Effect effect : host.handle(event, now)) {
        switch (effect) {
          case Effect.Want(Desired.WantedDirectPath wanted) -> {
            paths.put(wanted.key(), wanted.path());
            since.put(wanted.key(), now);
          }
          case Effect.Want(Desired.InterfaceAddress address) ->
              after(
                  Duration.ZERO,
                  () ->
                      tell(
                          new Event.AddressChanged(
                              address.on(), address.address(), Event.AddressState.OPTIMISTIC)));
          case Effect.Unwant(Desired.Key key) -> paths.remove(key);
          case Effect.SendRouted(Octets packet) -> send(packet);
          case Effect.SendOnLink(_, _, Octets packet) -> send(packet);
          case Effect.Want _, Effect.FlushNeighbors _, Effect.Remember _, Effect.Notify _ -> {}
        }
      }
    }

    Optional<DirectPath> path() {
      return paths.values().stream().findFirst();
    }

    Time pathSince() {
      return since.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private final PriorityQueue<Planned> plan =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingLong(Planned::order));
  private Time now = Time.ZERO.plus(Duration.ofMinutes(1));
  private long order;
  private boolean atHome;
  private final List<Time> acknowledgements = new ArrayList<>();
  private final Party homeAgent;
  private final Party mobile;
  private Party peer;
  private int seed = 2;

  MobileNodeAndCorrespondentTest() {
    Security security = new Security.None();
    HomeAgentConfig homeAgentConfig = HomeAgentConfig.of(LINK, HOME_AGENT, HOME_PREFIX, security, TUNNEL);
    homeAgent = new Party(new HomeAgent(homeAgentConfig, new SeededRandomness(3)));
    MobileNodeConfig config =
        MobileNodeConfig.of(LINK, HOME, HOME_PREFIX, HOME_AGENT, security, TUNNEL)
            .withRouteOptimization(RouteOptimizationPolicy.EVERYONE);
    mobile = new Party(new MobileNode(config, new SeededRandomness(1)));
    peer = startPeer();
    for (Party party : List.of(homeAgent, mobile)) {
      party.tell(new Event.WallClockSet(1_795_000_000_000_000_000L));
    }
    homeAgent.tell(new Event.LinkChanged(LINK, LinkPresence.CARRIER, HOME_AGENT_MAC, 1500));
    homeAgent.tell(new Event.AddressChanged(LINK, HOME_AGENT, Event.AddressState.READY));
    plugIn(VISITED_A);
    pass(Duration.ofSeconds(3));
  }

  private Party startPeer() {
    Party started = new Party(new Correspondent(CorrespondentConfig.of(TUNNEL), new SeededRandomness(seed++)));
    started.tell(new Event.LinkChanged(LINK, LinkPresence.CARRIER, ROUTER_MAC, 1500));
    started.tell(new Event.AddressChanged(LINK, PEER, Event.AddressState.READY));
    return started;
  }

  private void after(Duration delay, Runnable what) {
    plan.add(new Planned(now.plus(delay), order++, what));
  }

  /** Mobility messages take their time; nothing else goes over this network. */
  private void send(Octets octets) {
    Ipv6Packet packet = decode(octets);
    Ipv6Address source = packet.header().source();
    Ipv6Address destination = packet.header().destination();
    if (packet.protocol() != IpProtocol.MOBILITY) {
      return;
    }
    if (destination.equals(HOME_AGENT)) {
      LinkLayerAddress from = atHome ? MOBILE_MAC : ROUTER_MAC;
      after(TO_HOME_AGENT, () -> homeAgent.tell(new Event.PacketReceived(LINK, from, octets)));
    } else if (destination.equals(PEER)) {
      boolean tunnelled = source.equals(HOME) && !atHome;
      after(tunnelled ? BY_HOME_AGENT : DIRECT, () -> peer.tell(new Event.PacketReceived(LINK, ROUTER_MAC, octets)));
    } else if (source.equals(HOME_AGENT)) {
      after(TO_HOME_AGENT, () -> {
        acknowledgements.add(now);
        mobile.tell(new Event.PacketReceived(LINK, HOME_AGENT_MAC, octets));
      });
    } else if (destination.equals(HOME) && !atHome) {
      after(BY_HOME_AGENT, () -> mobile.tell(new Event.PacketReceived(TUNNEL, ROUTER_MAC, octets)));
    } else {
      after(DIRECT, () -> mobile.tell(new Event.PacketReceived(LINK, ROUTER_MAC, octets)));
    }
  }

  private static Ipv6Packet decode(Octets octets) {
    if (Ipv6Packet.decode(octets) instanceof Decoded.Value<Ipv6Packet>(Ipv6Packet packet)) {
      return packet;
    }
    throw new AssertionError("malformed packet " + octets);
  }

  private void pass(Duration duration) {
    Time end = now.plus(duration);
    while (true) {
      Time planned = plan.isEmpty() ? Time.NEVER : plan.element().at();
      Time due = Time.earlier(homeAgent.host.nextDeadline(), mobile.host.nextDeadline());
      Time next = Time.earlier(planned, Time.earlier(due, peer.host.nextDeadline()));
      if (!next.isDue(end)) {
        now = end;
        return;
      }
      now = next.isBefore(now) ? now : next;
      if (planned.isDue(now)) {
        plan.remove().what().run();
      } else {
        for (Party party : List.of(homeAgent, mobile, peer)) {
          if (party.host.nextDeadline().isDue(now)) {
            party.tell(new Event.DeadlineReached());
          }
        }
      }
    }
  }

  private void plugIn(Ipv6Prefix prefix) {
    atHome = prefix.equals(HOME_PREFIX);
    mobile.tell(new Event.LinkChanged(LINK, LinkPresence.NO_CARRIER, MOBILE_MAC, 1500));
    mobile.tell(new Event.LinkChanged(LINK, LinkPresence.CARRIER, MOBILE_MAC, 1500));
    LinkLayerAddress router = atHome ? HOME_AGENT_MAC : ROUTER_MAC;
    Ipv6Address source = Ipv6Address.linkLocal(router.interfaceIdentifier());
    RouterAdvertisement advertisement =
        new RouterAdvertisement(
            64,
            false,
            false,
            atHome,
            RouterPreference.MEDIUM,
            1800,
            0,
            0,
            List.of(
                new SourceLinkLayerAddress(router),
                new PrefixInformation(prefix.withInterfaceIdentifier(1), 64, true, true, atHome, 86400, 14400)));
    Ipv6Packet packet =
        Ipv6Packet.of(
            source,
            Ipv6Address.ALL_NODES,
            255,
            IpProtocol.ICMPV6,
            advertisement.encode(source, Ipv6Address.ALL_NODES));
    mobile.tell(new Event.PacketReceived(LINK, router, packet.encode()));
  }

  private void seen(Way way) {
    mobile.tell(
        new Event.TrafficSeen(new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME, PEER), way));
    peer.tell(new Event.TrafficSeen(new DirectPath.Key(DirectPath.Side.CORRESPONDENT, HOME, PEER), way));
  }

  private void talk(Duration duration) {
    Time end = now.plus(duration);
    while (now.isBefore(end)) {
      pass(Duration.ofSeconds(1));
      seen(mobile.path().isPresent() ? Way.DIRECT_SENT : Way.TUNNEL_SENT);
    }
  }

  private void assertDirectTo(Ipv6Prefix visited) {
    assertThat(peer.path().map(DirectPath::careOfAddress).filter(visited::contains)).isPresent();
    assertThat(mobile.path().map(DirectPath::careOfAddress)).isEqualTo(peer.path().map(DirectPath::careOfAddress));
    assertThat(mobile.path().orElseThrow().expiry()).isLessThanOrEqualTo(peer.path().orElseThrow().expiry());
  }

  /** Half a direct round trip after the longer of the two tests, and at the mobile node with the acknowledgement. */
  @Test
  void directWayIsUsedAsSoonAsTheTestsAllow() {
    Time start = now;
    seen(Way.TUNNEL_SENT);
    pass(Duration.ofSeconds(1));

    assertDirectTo(VISITED_A);
    Duration tests = BY_HOME_AGENT.multipliedBy(2);
    assertThat(peer.pathSince().since(start)).isLessThanOrEqualTo(tests.plus(DIRECT).plus(MARGIN));
    assertThat(mobile.pathSince().since(start)).isLessThanOrEqualTo(tests.plus(DIRECT.multipliedBy(2)).plus(MARGIN));
  }

  @Test
  void afterAMoveTheHomeTokenSavesTheHomeTest() {
    seen(Way.TUNNEL_SENT);
    talk(Duration.ofSeconds(100));
    plugIn(VISITED_B);
    seen(Way.TUNNEL_SENT);
    pass(Duration.ofSeconds(1));

    assertDirectTo(VISITED_B);
    Duration since = peer.pathSince().since(acknowledgements.getLast());
    assertThat(since).isLessThanOrEqualTo(DIRECT.multipliedBy(3).plus(MARGIN));
  }

  @Test
  void afterAMoveWithoutHomeTokenBothTestsCount() {
    seen(Way.TUNNEL_SENT);
    pass(Duration.ofSeconds(250));
    plugIn(VISITED_B);
    seen(Way.TUNNEL_SENT);
    pass(Duration.ofSeconds(1));

    assertDirectTo(VISITED_B);
    assertThat(peer.pathSince().since(acknowledgements.getLast()))
        .isLessThanOrEqualTo(BY_HOME_AGENT.multipliedBy(2).plus(DIRECT).plus(MARGIN));
  }

  @Test
  void bindingsLiveAsLongAsPacketsGoAndNoLonger() {
    seen(Way.TUNNEL_SENT);
    for (int minute = 0; minute < 20; minute++) {
      talk(Duration.ofMinutes(1));
      assertDirectTo(VISITED_A);
    }
    pass(Duration.ofMinutes(8));
    assertThat(mobile.path()).isEmpty();
    assertThat(peer.path()).isEmpty();
  }

  @Test
  void atHomeTheBindingIsGoneHalfARoundTripAfterTheHomeAgentKnows() {
    seen(Way.TUNNEL_SENT);
    talk(Duration.ofSeconds(10));
    plugIn(HOME_PREFIX);
    pass(TO_HOME_AGENT.multipliedBy(2).plus(DIRECT).plus(MARGIN));

    assertThat(mobile.path()).isEmpty();
    assertThat(peer.path()).isEmpty();
  }

  @Test
  void correspondentNodeThatNobodyTalksToForgetsAfterAMove() {
    seen(Way.TUNNEL_SENT);
    pass(Duration.ofSeconds(90));
    plugIn(VISITED_B);
    pass(Duration.ofSeconds(1));

    assertThat(peer.path()).isEmpty();
    assertThat(mobile.path()).isEmpty();
  }

  /** Its nonces are others now, and so are its numbers. */
  @Test
  void correspondentNodeThatHasLostItsMemoryGetsTheBindingAgain() {
    seen(Way.TUNNEL_SENT);
    talk(Duration.ofSeconds(10));
    peer = startPeer();
    Ipv6Address careOfAddress = mobile.path().orElseThrow().careOfAddress();
    peer.tell(new Event.UnboundHomeAddress(careOfAddress, PEER, HOME));
    pass(Duration.ofSeconds(1));

    assertDirectTo(VISITED_A);
  }
}
