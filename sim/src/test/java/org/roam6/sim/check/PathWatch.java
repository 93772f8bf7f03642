package org.roam6.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.roam6.protocol.Desired.DirectPathKey;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.sim.network.RouteOptimization;
import org.roam6.sim.network.Settings;
import org.roam6.sim.network.SmallNetwork;
import org.roam6.sim.workload.Flow;
import org.roam6.sim.workload.Traffic;
import org.roam6.sim.world.SimulatedHost;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;

/** One checker that watches a mobile node and a correspondent node, which run or are only said to do something. */
final class PathWatch {

  /** The longest lifetime that the correspondent node grants. */
  static final Duration MOST_GRANTED = Duration.ofSeconds(200);

  /** The index of the nonce that tokens are made of where nothing else is said. */
  static final int NONCE = 7;

  /** Bounds of a network in which all is well from the beginning. */
  static final Bounds SOON =
      new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

  private static final Settings SETTINGS =
      Settings.DEFAULT.withRouteOptimization(
          RouteOptimization.NONE
              .withCorrespondents(List.of("cn"))
              .withMobileNodes(List.of("mn"))
              .withMaximumLifetime(MOST_GRANTED));

  final Watch watch;
  final SmallNetwork small;
  final Ipv6Address home;
  final Ipv6Address peer;

  /** A network that does nothing yet. */
  PathWatch(Function<Watch, Checker> maker) {
    this(SETTINGS, maker);
  }

  private PathWatch(Settings settings, Function<Watch, Checker> maker) {
    watch = new Watch(settings, maker);
    small = watch.small;
    home = small.homeAddress();
    peer = small.network.programAddress("cn");
  }

  /** The same where neither is configured to do route optimization. */
  static PathWatch withoutRouteOptimization(Function<Watch, Checker> maker) {
    return new PathWatch(Settings.DEFAULT, maker);
  }

  SimulatedHost mobileNode() {
    return watch.mobileNode();
  }

  SimulatedHost correspondent() {
    return small.world.host("cn");
  }

  List<Violation> violations() {
    return watch.violations();
  }

  // ---- the network runs

  /** The two send each other a datagram a second, and do so directly in the end. */
  void begin() {
    converse();
    move("visited-a");
    assertThat(used()).isTrue();
  }

  /** The two send each other a datagram a second. */
  void converse() {
    Traffic traffic =
        new Traffic(
            small.network,
            List.of(new Flow("mn", "cn", Duration.ofSeconds(1)), new Flow("cn", "mn", Duration.ofSeconds(1))));
    small.world.startAll();
    traffic.start(Duration.ofSeconds(1));
    watch.run(Duration.ofSeconds(2));
  }

  /** The mobile node moves, and has time for what follows from it. */
  void move(String link) {
    small.move(link);
    watch.run(Duration.ofSeconds(10));
  }

  /** Whether the mobile node counts on a direct path, and the correspondent node has the binding. */
  boolean used() {
    PathLedger.PairRecord pair = watch.paths.pair(new PathLedger.Pair(home, peer));
    return pair.used().isPresent() && pair.held().isPresent();
  }

  /** What happens in a life: refreshes, moves, a correspondent node that forgets all, and the return home. */
  void live() {
    begin();
    watch.run(Duration.ofMinutes(5));
    move("visited-b");
    assertThat(used()).isTrue();
    small.world.stop(correspondent(), true);
    small.world.start(correspondent(), true);
    watch.run(Duration.ofMinutes(2));
    assertThat(used()).isTrue();
    move("home");
    assertThat(used()).isFalse();
  }

  // ---- the network is said to do something

  static Octets packet(Ipv6Address source, Ipv6Address destination, MobilityMessage message) {
    return Ipv6Packet.of(
            source, destination, 64, IpProtocol.MOBILITY, MobilityHeader.of(message).encode(source, destination))
        .encode();
  }

  /** The correspondent node gives a home keygen token, and it comes to the mobile node. */
  void gotHomeToken(int nonce, Time now) {
    got(packet(peer, home, new HomeTest(nonce, 1, 2, List.of())), now);
  }

  /** The correspondent node gives a care-of keygen token, and it comes to the mobile node. */
  void gotCareOfToken(int nonce, Ipv6Address careOfAddress, Time now) {
    got(packet(peer, careOfAddress, new CareOfTest(nonce, 1, 2, List.of())), now);
  }

  private void got(Octets test, Time now) {
    watch.handles(correspondent(), new Event.WallClockSet(0), now, new Effect.SendRouted(test));
    watch.handles(mobileNode(), Watch.received(test), now);
  }

  /** The mobile node gets both tokens, of the usual nonce. */
  void gotTokens(Ipv6Address careOfAddress, Time now) {
    gotHomeToken(NONCE, now);
    gotCareOfToken(NONCE, careOfAddress, now);
  }

  /** A Binding Update of the mobile node with the usual nonce; without lifetime it deletes the binding. */
  Octets update(int sequence, Ipv6Address careOfAddress, Duration lifetime) {
    return updateFrom(careOfAddress, sequence, lifetime);
  }

  /** The same, wherever the packet comes from. */
  Octets updateFrom(Ipv6Address source, int sequence, Duration lifetime) {
    BindingUpdate update =
        new BindingUpdate(
            sequence,
            true,
            false,
            false,
            false,
            0,
            (int) lifetime.toSeconds() / BindingUpdate.SECONDS_PER_LIFETIME_UNIT,
            List.of(new NonceIndices(NONCE, NONCE)));
    return Ipv6Packet.of(source, peer, 64, IpProtocol.MOBILITY, MobilityHeader.of(update).encode(home, peer))
        .withHomeAddressOption(home)
        .encode();
  }

  /** The mobile node really sends a Binding Update. */
  void asks(Octets update, Time now) {
    does(mobileNode(), now, new Effect.SendRouted(update));
  }

  /** A host does something of its own accord. */
  void does(SimulatedHost host, Time now, Effect... effects) {
    watch.handles(host, new Event.WallClockSet(0), now, effects);
  }

  /** The correspondent node gives a binding because of what it gets. */
  void grants(Octets because, Ipv6Address careOfAddress, Duration lifetime, Time now) {
    watch.handles(
        correspondent(),
        Watch.received(because),
        now,
        path(DirectPath.Side.CORRESPONDENT, careOfAddress, now.plus(lifetime)));
  }

  /** The path of one of the two. */
  Effect path(DirectPath.Side side, Ipv6Address careOfAddress, Time expiry) {
    return new Effect.Want(new WantedDirectPath(new DirectPath(key(side), careOfAddress, expiry)));
  }

  /** The end of that path. */
  Effect noPath(DirectPath.Side side) {
    return new Effect.Unwant(new DirectPathKey(key(side)));
  }

  DirectPath.Key key(DirectPath.Side side) {
    return new DirectPath.Key(side, home, peer);
  }
}
