package org.roam6.protocol.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.SeededRandomness;
import org.roam6.protocol.Time;
import org.roam6.wire.Decoded;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.neighbor.PrefixLifetimes;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.AdvertisementInterval;
import org.roam6.wire.icmp.HomeAgentInformation;
import org.roam6.wire.icmp.Icmpv6Message;
import org.roam6.wire.icmp.NeighborDiscoveryOptions;
import org.roam6.wire.icmp.PrefixInformation;
import org.roam6.wire.icmp.RouterAdvertisement;
import org.roam6.wire.icmp.RouterSolicitation;
import org.roam6.wire.icmp.SourceLinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;

/** RFC 4861 6.2 and RFC 6275 7: when a router advertises, and what. */
class RouterTest {

  private static final InterfaceName ETH0 = new InterfaceName("eth0");
  private static final LinkLayerAddress ROUTER = LinkLayerAddress.parse("02:00:00:00:00:01");
  private static final LinkLayerAddress HOST = LinkLayerAddress.parse("02:00:00:00:00:02");
  private static final Ipv6Address ROUTER_LINK_LOCAL = Ipv6Address.linkLocal(ROUTER.interfaceIdentifier());
  private static final Ipv6Address HOST_LINK_LOCAL = Ipv6Address.linkLocal(HOST.interfaceIdentifier());
  private static final Ipv6Address GLOBAL = Ipv6Address.parse("2001:db8:1::1");

  @Test
  void isSilentUntilItHasACableAndALinkLocalAddress() {
    Router router = router(slow(false));
    assertThat(sent(router.handle(link(Event.LinkPresence.NO_CARRIER), at(0)))).isEmpty();
    assertThat(sent(router.handle(address(Event.AddressState.READY), at(1)))).isEmpty();
    assertThat(router.nextDeadline()).isEqualTo(Time.NEVER);
    assertThat(sent(router.handle(link(Event.LinkPresence.CARRIER), at(2)))).hasSize(1);
  }

  @Test
  void doesNotAdvertiseFromATentativeAddress() {
    Router router = router(slow(false));
    router.handle(link(Event.LinkPresence.CARRIER), at(0));
    assertThat(sent(router.handle(address(Event.AddressState.TENTATIVE), at(1)))).isEmpty();
  }

  @Test
  void wantsTheHostToForward() {
    Router router = router(slow(false));
    assertThat(router.handle(link(Event.LinkPresence.CARRIER), at(0)))
        .contains(new Effect.Want(new Desired.InterfaceHandling(ETH0, Desired.Handling.ROUTER)));
  }

  @Test
  void leavesThePacketsOfMobileNodesToTheKernel() {
    Host host = new Host(List.of(router(slow(false))));
    host.handle(new Event.AddressChanged(ETH0, GLOBAL, Event.AddressState.READY), at(0));
    Ipv6Address other = Ipv6Address.parse("2001:db8:1::2");
    Octets malformed = Octets.ofHex("3a01050000000001c000000101020000");
    Ipv6Packet packet = Ipv6Packet.of(other, GLOBAL, 64, IpProtocol.MOBILITY, malformed);

    assertThat(host.handle(new Event.PacketReceived(ETH0, HOST, packet.encode()), at(1))).isEmpty();
    assertThat(host.snapshot().drops()).isEmpty();
  }

  @Test
  @Tag("R6275-078")
  @Tag("R6275-080")
  @Tag("R6275-090")
  void advertisesWhatMobileNodesNeed() {
    Sent sent = sent(running(slow(false)).firstEffects).getFirst();
    assertThat(sent.packet.header().source()).isEqualTo(ROUTER_LINK_LOCAL);
    assertThat(sent.packet.header().destination()).isEqualTo(Ipv6Address.ALL_NODES);
    assertThat(sent.packet.header().hopLimit()).isEqualTo(255);
    assertThat(sent.to).isEqualTo(LinkLayerAddress.parse("33:33:00:00:00:01"));
    assertThat(sent.advertisement.homeAgent()).isTrue();
    assertThat(sent.advertisement.routerLifetimeSeconds()).isEqualTo(1800);
    assertThat(sent.advertisement.options())
        .contains(
            new SourceLinkLayerAddress(ROUTER),
            new PrefixInformation(GLOBAL, 64, true, true, true, 2_592_000, 604_800),
            new AdvertisementInterval(600_000),
            new HomeAgentInformation(false, 7, 1800));
  }

  /** Without knowing the time of day it counts from the beginning of 1970. */
  @Test
  void lifetimesOfAPrefixThatEndsRunDown() {
    Instant end = at(1).timeOfDay(0).plusSeconds(100);
    AdvertisedPrefix ending =
        new AdvertisedPrefix(GLOBAL, 64, new PrefixLifetimes.Until(end, end.minusSeconds(40)), true);
    Running running = running(with(ending));
    assertThat(prefix(sent(running.firstEffects).getFirst()).validLifetimeSeconds()).isEqualTo(100);
    assertThat(prefix(sent(running.firstEffects).getFirst()).preferredLifetimeSeconds()).isEqualTo(60);
    running.router.handle(new Event.WallClockSet(Duration.ofSeconds(70).toNanos()), running.now);
    PrefixInformation later = prefix(sent(running.solicit(HOST_LINK_LOCAL)).getFirst());
    assertThat(later.validLifetimeSeconds()).isEqualTo(30);
    assertThat(later.preferredLifetimeSeconds()).isZero();
  }

  @Test
  void saysThatAddressesAreLeasedWhereTheyAre() {
    assertThat(sent(running(managed(false)).firstEffects).getFirst().advertisement.managed()).isFalse();
    assertThat(sent(running(managed(true)).firstEffects).getFirst().advertisement.managed()).isTrue();
  }

  private static AdvertisingInterface with(AdvertisedPrefix prefix) {
    return with(prefix, slow(true).homeAgent());
  }

  private static AdvertisingInterface with(AdvertisedPrefix prefix, Optional<HomeAgentService> homeAgent) {
    return with(prefix, homeAgent, false);
  }

  private static AdvertisingInterface managed(boolean managed) {
    return with(AdvertisedPrefix.of(GLOBAL, 64), slow(true).homeAgent(), managed);
  }

  private static AdvertisingInterface with(
      AdvertisedPrefix prefix, Optional<HomeAgentService> homeAgent, boolean managed) {
    AdvertisingInterface usual = slow(true);
    return new AdvertisingInterface(
        usual.name(),
        usual.minimumInterval(),
        usual.maximumInterval(),
        usual.minimumDelayBetweenAdvertisements(),
        usual.routerLifetime(),
        List.of(prefix),
        homeAgent,
        usual.fastSolicitedAdvertisements(),
        managed);
  }

  private static PrefixInformation prefix(Sent sent) {
    return NeighborDiscoveryOptions.first(sent.advertisement.options(), PrefixInformation.class).orElseThrow();
  }

  @Test
  @Tag("R6275-085")
  void saysNothingOfHomeAgentsWhereItIsNone() {
    Sent sent = sent(running(with(AdvertisedPrefix.of(GLOBAL, 64), Optional.empty())).firstEffects).getFirst();
    assertThat(sent.advertisement.homeAgent()).isFalse();
    assertThat(sent.advertisement.options()).noneMatch(HomeAgentInformation.class::isInstance);
  }

  @Test
  @Tag("R6275-084")
  void neverGivesAHomeAgentNoLifetime() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HomeAgentService(0, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new HomeAgentService(0, Duration.ofMillis(999)));
    Running running = running(slow(false));
    Sent last = sent(running.router.handle(new Event.Stopping(), running.now)).getFirst();
    assertThat(last.advertisement.options()).contains(new HomeAgentInformation(false, 7, 1800));
  }

  @Test
  void addsTwentyMillisecondsToAShortAdvertisementInterval() {
    Sent sent = sent(running(fast(false)).firstEffects).getFirst();
    assertThat(sent.advertisement.options()).contains(new AdvertisementInterval(90));
  }

  @Test
  void sendsThreeInitialAdvertisementsWithinSixteenSecondsEach() {
    Running running = running(slow(false));
    for (int i = 1; i < AdvertisingMachine.MAX_INITIAL_RTR_ADVERTISEMENTS; i++) {
      Duration wait = running.router.nextDeadline().since(running.now);
      assertThat(wait).isEqualTo(AdvertisingMachine.MAX_INITIAL_RTR_ADVERT_INTERVAL);
      assertThat(running.due()).hasSize(1);
    }
    assertThat(running.router.nextDeadline().since(running.now))
        .isBetween(Duration.ofSeconds(198), Duration.ofSeconds(600));
  }

  @Test
  @Tag("R6275-096")
  void advertisesAtRandomTimesWithinTheInterval() {
    Running running = running(fast(false));
    for (int i = 0; i < 200; i++) {
      assertThat(running.router.nextDeadline().since(running.now))
          .isBetween(Duration.ofMillis(30), Duration.ofMillis(70));
      assertThat(running.due()).hasSize(1);
    }
  }

  @Test
  void answersASolicitationWithinHalfASecondByMulticast() {
    Running running = running(slow(false));
    running.now = running.now.plus(Duration.ofSeconds(5));
    assertThat(sent(running.solicit(HOST_LINK_LOCAL))).isEmpty();
    assertThat(running.router.nextDeadline().since(running.now)).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(running.due()).first().extracting(Sent::destination).isEqualTo(Ipv6Address.ALL_NODES);
  }

  @Test
  void keepsThreeSecondsBetweenMulticastAnswers() {
    Running running = running(slow(false));
    Time first = running.now;
    running.now = running.now.plus(Duration.ofMillis(100));
    running.solicit(HOST_LINK_LOCAL);
    assertThat(running.router.nextDeadline().since(first)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void answersAtOnceByUnicastWhereConfigured() {
    Running running = running(slow(true));
    Sent answer = sent(running.solicit(HOST_LINK_LOCAL)).getFirst();
    assertThat(answer.destination()).isEqualTo(HOST_LINK_LOCAL);
    assertThat(answer.to).isEqualTo(HOST);
  }

  @Test
  void answersTheUnspecifiedAddressByMulticastOnly() {
    Running running = running(slow(true));
    assertThat(sent(running.solicit(Ipv6Address.UNSPECIFIED))).isEmpty();
    assertThat(running.due()).first().extracting(Sent::destination).isEqualTo(Ipv6Address.ALL_NODES);
  }

  @Test
  void boundsHowManySolicitationsItAnswersAtOnce() {
    Running running = running(slow(true));
    int answered = 0;
    for (int i = 0; i < 1000; i++) {
      answered += sent(running.solicit(HOST_LINK_LOCAL)).size();
    }
    assertThat(answered).isEqualTo(100);
    running.now = running.now.plus(Duration.ofSeconds(1));
    assertThat(sent(running.solicit(HOST_LINK_LOCAL))).hasSize(1);
  }

  @Test
  void saysFarewellWithALifetimeOfZero() {
    Running running = running(slow(false));
    Sent last = sent(running.router.handle(new Event.Stopping(), running.now)).getFirst();
    assertThat(last.advertisement.routerLifetimeSeconds()).isZero();
    assertThat(running.router.nextDeadline()).isEqualTo(Time.NEVER);
  }

  @Test
  void fallsSilentWhenTheCableIsPulledAndIntroducesItselfAgain() {
    Running running = running(slow(false));
    assertThat(sent(running.router.handle(link(Event.LinkPresence.NO_CARRIER), running.now))).isEmpty();
    assertThat(running.router.nextDeadline()).isEqualTo(Time.NEVER);
    assertThat(sent(running.router.handle(link(Event.LinkPresence.CARRIER), running.now))).hasSize(1);
  }

  private record Sent(Ipv6Packet packet, LinkLayerAddress to, RouterAdvertisement advertisement) {
    Ipv6Address destination() {
      return packet.header().destination();
    }
  }

  private static final class Running {
    final Router router;
    final List<Effect> firstEffects;
    Time now = at(1);

    Running(Router router) {
      this.router = router;
      router.handle(link(Event.LinkPresence.CARRIER), at(0));
      this.firstEffects = router.handle(address(Event.AddressState.READY), now);
    }

    List<Sent> due() {
      now = router.nextDeadline();
      return sent(router.handle(new Event.DeadlineReached(), now));
    }

    List<Effect> solicit(Ipv6Address source) {
      Arrival arrival =
          new Arrival(
              ETH0, HOST, source, Ipv6Address.ALL_ROUTERS, 255, Optional.empty(), Optional.empty());
      return router.handle(
          new Event.NeighborMessageReceived(arrival, new RouterSolicitation(List.of())), now);
    }
  }

  private static Running running(AdvertisingInterface configuration) {
    return new Running(router(configuration));
  }

  private static Router router(AdvertisingInterface configuration) {
    return new Router(new RouterConfig(List.of(configuration)), new SeededRandomness(1));
  }

  private static AdvertisingInterface slow(boolean fastSolicited) {
    return with(Duration.ofSeconds(198), AdvertisingInterface.DEFAULT_MAXIMUM_INTERVAL,
        AdvertisingInterface.DEFAULT_MINIMUM_DELAY, fastSolicited);
  }

  private static AdvertisingInterface fast(boolean fastSolicited) {
    return with(AdvertisingInterface.LEAST_INTERVAL, AdvertisingInterface.LEAST_MAXIMUM_INTERVAL,
        AdvertisingInterface.LEAST_INTERVAL, fastSolicited);
  }

  private static AdvertisingInterface with(
      Duration minimum, Duration maximum, Duration delay, boolean fastSolicited) {
    return new AdvertisingInterface(
        ETH0,
        minimum,
        maximum,
        delay,
        Duration.ofMinutes(30),
        List.of(AdvertisedPrefix.of(GLOBAL, 64)),
        Optional.of(new HomeAgentService(7, Duration.ofMinutes(30))),
        fastSolicited,
        false);
  }

  private static Event link(Event.LinkPresence presence) {
    return new Event.LinkChanged(ETH0, presence, ROUTER, 1500);
  }

  private static Event address(Event.AddressState state) {
    return new Event.AddressChanged(ETH0, ROUTER_LINK_LOCAL, state);
  }

  private static Time at(long seconds) {
    return Time.ZERO.plus(Duration.ofSeconds(1000 + seconds));
  }

  private static List<Sent> sent(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.SendOnLink.class::isInstance)
        .map(Effect.SendOnLink.class::cast)
        .map(RouterTest::decode)
        .toList();
  }

  private static Sent decode(Effect.SendOnLink send) {
    Ipv6Packet packet = value(Ipv6Packet.decode(send.packet()));
    Icmpv6Message message =
        value(
            Icmpv6Message.decode(
                packet.payload(), packet.header().source(), packet.header().destination()));
    return new Sent(packet, send.to(), (RouterAdvertisement) message);
  }

  private static <T> T value(Decoded<T> decoded) {
    return ((Decoded.Value<T>) decoded).value();
  }
}
