package org.roam6.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.AddressState;
import org.roam6.protocol.Event.LinkPresence;
import org.roam6.protocol.Host;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Node;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.protocol.homeagent.HomeAgent;
import org.roam6.protocol.homeagent.HomeAgentConfig;
import org.roam6.protocol.mobilenode.MobileNode;
import org.roam6.protocol.mobilenode.MobileNodeConfig;
import org.roam6.protocol.neighbor.AdvertisedPrefix;
import org.roam6.protocol.router.AdvertisingInterface;
import org.roam6.protocol.router.Router;
import org.roam6.protocol.router.RouterConfig;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.Octets;

/**
 * Plays handovers in memory, so that the virtual machine has compiled what a real one runs before the first comes: a
 * mobile node moves a few times an hour, and would be interpreted each time, five times slower.
 *
 * <p>A mobile node goes to and fro between two routers and registers with a home agent, all in virtual time and without
 * any effect outside. The addresses are for documentation (RFC 3849), the key is known to everybody.
 */
final class Rehearsal {

  private static final int HANDOVERS = 300;

  private static final InterfaceName LINK = new InterfaceName("eth0");
  private static final InterfaceName TUNNEL = new InterfaceName("roam0");
  private static final Ipv6Prefix HOME_PREFIX = Ipv6Prefix.parse("2001:db8:1::/64");
  private static final Ipv6Address HOME_AGENT = Ipv6Address.parse("2001:db8:1::1");
  private static final Ipv6Address HOME_ADDRESS = Ipv6Address.parse("2001:db8:1::100");
  private static final int MTU = 1500;

  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private final Participant homeAgent;
  private final Participant mobileNode;
  private final List<Participant> routers;
  private Participant attachedTo;
  private Time now = Time.ZERO.plus(Duration.ofHours(1));

  private Rehearsal() {
    SystemRandomness randomness = new SystemRandomness();
    Security security =
        new Security.Authenticated(
            List.of(
                new SecurityAssociation(
                    256,
                    new SecretKey(Octets.of(new byte[16])),
                    "rehearsal",
                    new TreeSet<>(Set.of(HOME_ADDRESS)))));
    homeAgent =
        new Participant(
            new HomeAgent(HomeAgentConfig.of(LINK, HOME_AGENT, HOME_PREFIX, security, TUNNEL), randomness), 1);
    mobileNode =
        new Participant(
            new MobileNode(
                MobileNodeConfig.of(LINK, HOME_ADDRESS, HOME_PREFIX, HOME_AGENT, security, TUNNEL), randomness),
            0x99);
    routers = List.of(router("2001:db8:a::1", 0x0a, randomness), router("2001:db8:b::1", 0x0b, randomness));
    attachedTo = routers.getFirst();
    homeAgent.tell(new Event.AddressChanged(LINK, HOME_AGENT, AddressState.READY));
  }

  private Participant router(String address, int number, SystemRandomness randomness) {
    AdvertisingInterface advertising =
        new AdvertisingInterface(
            LINK,
            AdvertisingInterface.DEFAULT_MAXIMUM_INTERVAL,
            AdvertisingInterface.DEFAULT_MAXIMUM_INTERVAL,
            AdvertisingInterface.DEFAULT_MINIMUM_DELAY,
            Duration.ofMinutes(30),
            List.of(AdvertisedPrefix.of(Ipv6Address.parse(address), 64)),
            Optional.empty(),
            true,
            false);
    return new Participant(new Router(new RouterConfig(List.of(advertising)), randomness), number);
  }

  /** Starts a rehearsal on a thread of its own, which ends by itself. */
  static void start() {
    Thread.ofPlatform().name("rehearsal").daemon().start(Rehearsal::playAndForget);
  }

  // What it leaves would stay on the heap of a daemon that is at rest from now on.
  private static void playAndForget() {
    new Rehearsal().play();
    System.gc();
  }

  private void play() {
    for (int i = 0; i < HANDOVERS; i++) {
      attachedTo = routers.get(i % routers.size());
      mobileNode.tell(mobileNode.link(LinkPresence.NO_CARRIER));
      mobileNode.tell(mobileNode.link(LinkPresence.CARRIER));
      pass(i == 0 ? Duration.ofSeconds(2) : Duration.ofMillis(100));
    }
  }

  private void pass(Duration duration) {
    Time end = now.plus(duration);
    deliver();
    for (Time next = nextDeadline(); next.isDue(end); next = nextDeadline()) {
      now = next;
      homeAgent.tell(new Event.DeadlineReached());
      mobileNode.tell(new Event.DeadlineReached());
      deliver();
    }
    now = end;
  }

  private Time nextDeadline() {
    return Time.earlier(homeAgent.host.nextDeadline(), mobileNode.host.nextDeadline());
  }

  private void deliver() {
    for (Runnable arrival = underWay.poll(); arrival != null; arrival = underWay.poll()) {
      arrival.run();
    }
  }

  /** A host with one role, and what its effects bring about. */
  private final class Participant {

    private final Host host;
    private final LinkLayerAddress address;

    Participant(Node role, int number) {
      host = new Host(List.of(role));
      address = new LinkLayerAddress(0x0200_0000_0000L | number);
      tell(new Event.WallClockSet(0));
      tell(link(LinkPresence.CARRIER));
      Ipv6Address linkLocal = Ipv6Address.linkLocal(address.interfaceIdentifier());
      tell(new Event.AddressChanged(LINK, linkLocal, AddressState.READY));
    }

    Event link(LinkPresence presence) {
      return new Event.LinkChanged(LINK, presence, address, MTU);
    }

    void tell(Event event) {
      for (Effect effect : host.handle(event, now)) {
        carryOut(effect);
      }
    }

    private void carryOut(Effect effect) {
      switch (effect) {
        case Effect.SendOnLink(_, _, Octets packet) -> send(neighbor(), packet);
        case Effect.SendRouted(Octets packet) -> send(this == mobileNode ? homeAgent : mobileNode, packet);
        case Effect.Want(Desired.InterfaceAddress item) ->
            underWay.add(() -> tell(new Event.AddressChanged(item.on(), item.address(), AddressState.OPTIMISTIC)));
        case Effect.Want _, Effect.Unwant _, Effect.FlushNeighbors _, Effect.Remember _, Effect.Notify _ -> {}
      }
    }

    // The home agent is alone on its link, as far as the rehearsal goes.
    private Participant neighbor() {
      return this == mobileNode ? attachedTo : this == attachedTo ? mobileNode : this;
    }

    private void send(Participant receiver, Octets packet) {
      underWay.add(() -> receiver.tell(new Event.PacketReceived(LINK, address, packet)));
    }
  }
}
