package org.roam6.protocol.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Desired.WantedDirectPath;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.InterfaceName;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.LinkLayerAddress;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityMessage;
import org.roam6.wire.mobility.NonceIndices;

/** A mobile node that optimizes routes, and a correspondent node as the test plays it. */
final class CorrespondentScene {

  static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:c::1");
  static final long HOME_TOKEN = 0x1111_2222_3333_4444L;
  static final long CARE_OF_TOKEN = 0x5555_6666_7777_8888L;
  static final int HOME_NONCE = 17;
  static final int CARE_OF_NONCE = 23;

  final Scenario scenario;
  /** The home address while the node is at home. */
  Ipv6Address careOfAddress = TestRouter.VISITED_A.careOfAddress();

  CorrespondentScene() {
    this(RouteOptimizationPolicy.EVERYONE);
  }

  CorrespondentScene(RouteOptimizationPolicy policy) {
    scenario =
        new Scenario(
            MobileNodeConfig.of(
                    Scenario.ETH0,
                    Scenario.HOME_ADDRESS,
                    Scenario.HOME_PREFIX,
                    Scenario.HOME_AGENT,
                    new Security.None(),
                    Scenario.ROAM0)
                .withRouteOptimization(policy));
  }

  /** A mobile node that the home agent has registered at {@link TestRouter#VISITED_A}. */
  static CorrespondentScene away() {
    CorrespondentScene scene = new CorrespondentScene();
    scene.scenario.registeredAt(TestRouter.VISITED_A);
    return scene;
  }

  /** One whose correspondent node has the binding, too. */
  static CorrespondentScene bound() {
    CorrespondentScene scene = away();
    scene.bind(scene.seen(Way.TUNNEL_SENT));
    return scene;
  }

  /** The correspondent node answers the tests in {@code effects}, and acknowledges the Binding Update. */
  List<Effect> bind(List<Effect> effects) {
    return acknowledge(update(answerTests(effects)));
  }

  List<Effect> answerTests(List<Effect> effects) {
    List<Effect> caused = new ArrayList<>();
    sent(effects, HomeTestInit.class).forEach(init -> caused.addAll(homeTest(init.cookie())));
    sent(effects, CareOfTestInit.class).forEach(init -> caused.addAll(careOfTest(init.cookie())));
    return caused;
  }

  List<Effect> homeTest(long cookie) {
    return homeTest(cookie, UnaryOperator.identity());
  }

  List<Effect> homeTest(long cookie, UnaryOperator<Arrival> disguise) {
    return receive(
        new HomeTest(HOME_NONCE, cookie, HOME_TOKEN, List.of()),
        disguise.apply(arrival(Scenario.ROAM0, Scenario.HOME_ADDRESS, Optional.empty())));
  }

  List<Effect> careOfTest(long cookie) {
    return careOfTest(cookie, UnaryOperator.identity());
  }

  List<Effect> careOfTest(long cookie, UnaryOperator<Arrival> disguise) {
    return receive(
        new CareOfTest(CARE_OF_NONCE, cookie, CARE_OF_TOKEN, List.of()),
        disguise.apply(arrival(Scenario.ETH0, careOfAddress, Optional.empty())));
  }

  List<Effect> acknowledge(BindingUpdate update) {
    return acknowledge(update, 0, update.lifetimeUnits());
  }

  List<Effect> acknowledge(BindingUpdate update, int status, int lifetimeUnits) {
    return acknowledge(update.sequenceNumber(), status, lifetimeUnits, key(update), authorized(update));
  }

  List<Effect> acknowledge(
      int sequence, int status, int lifetimeUnits, BindingManagementKey key, Ipv6Address authorized) {
    MobilityHeader header =
        key.authorize(
            new BindingAcknowledgement(status, false, 0, sequence, lifetimeUnits, List.of()), authorized, PEER);
    return receive(header, acknowledgementArrival());
  }

  Arrival acknowledgementArrival() {
    Optional<Ipv6Address> type2 =
        careOfAddress.equals(Scenario.HOME_ADDRESS) ? Optional.empty() : Optional.of(Scenario.HOME_ADDRESS);
    return arrival(Scenario.ETH0, careOfAddress, type2);
  }

  /** An acknowledgement without authorization. */
  List<Effect> refuse(BindingUpdate update, int status) {
    return receive(
        new BindingAcknowledgement(status, false, 0, update.sequenceNumber(), 0, List.of()), acknowledgementArrival());
  }

  static BindingManagementKey key(BindingUpdate update) {
    return update.lifetimeUnits() == 0
        ? BindingManagementKey.ofHome(new KeygenToken(HOME_TOKEN))
        : BindingManagementKey.of(new KeygenToken(HOME_TOKEN), new KeygenToken(CARE_OF_TOKEN));
  }

  Ipv6Address authorized(BindingUpdate update) {
    return update.lifetimeUnits() == 0 ? Scenario.HOME_ADDRESS : careOfAddress;
  }

  List<Effect> receive(MobilityMessage message, Arrival arrival) {
    return receive(MobilityHeader.of(message), arrival);
  }

  List<Effect> receive(MobilityHeader header, Arrival arrival) {
    return scenario.handle(
        new Event.MobilityMessageReceived(arrival, header, header.encode(PEER, arrival.destination())));
  }

  static Arrival arrival(InterfaceName in, Ipv6Address destination, Optional<Ipv6Address> type2) {
    return new Arrival(
        in, LinkLayerAddress.parse("02:00:00:00:0a:00"), PEER, destination, 64, Optional.empty(), type2);
  }

  List<Effect> seen(Way way) {
    return seen(PEER, way);
  }

  List<Effect> seen(Ipv6Address peer, Way way) {
    return scenario.handle(
        new Event.TrafficSeen(
            new DirectPath.Key(DirectPath.Side.MOBILE_NODE, Scenario.HOME_ADDRESS, peer), way));
  }

  /** Lets time pass in which packets go {@code way}, and the home agent answers. */
  List<Effect> talk(Duration duration, Way way) {
    Time end = scenario.now().plus(duration);
    List<Effect> caused = new ArrayList<>();
    while (scenario.now().isBefore(end)) {
      List<Effect> passed = scenario.pass(Duration.ofSeconds(1));
      caused.addAll(passed);
      refreshAtHome(passed);
      caused.addAll(seen(way));
    }
    return caused;
  }

  private void refreshAtHome(List<Effect> effects) {
    for (Ipv6Packet packet : Scenario.updatePackets(effects)) {
      if (packet.header().destination().equals(Scenario.HOME_AGENT)) {
        scenario.acknowledge((BindingUpdate) Scenario.mobilityHeader(packet).message(), careOfAddress);
      }
    }
  }

  // what was sent to the correspondent node

  static List<Ipv6Packet> packets(List<Effect> effects) {
    return Scenario.updatePackets(effects).stream()
        .filter(packet -> packet.header().destination().equals(PEER))
        .toList();
  }

  static <T extends MobilityMessage> List<T> sent(List<Effect> effects, Class<T> kind) {
    return packets(effects).stream()
        .map(packet -> Scenario.mobilityHeader(packet).message())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The Binding Update among {@code effects}, the only one, after its authenticator was checked. */
  BindingUpdate update(List<Effect> effects) {
    List<Ipv6Packet> updates =
        packets(effects).stream()
            .filter(packet -> Scenario.mobilityHeader(packet).message() instanceof BindingUpdate)
            .toList();
    if (updates.size() != 1) {
      throw new AssertionError("not one Binding Update to " + PEER + " in " + effects);
    }
    MobilityHeader header = Scenario.mobilityHeader(updates.getFirst());
    BindingUpdate update = (BindingUpdate) header.message();
    if (!key(update).authorizes(header, authorized(update), PEER)) {
      throw new AssertionError("not authorized: " + update);
    }
    return update;
  }

  static NonceIndices nonces(BindingUpdate update) {
    return update.option(NonceIndices.class).orElseThrow();
  }

  /** The direct path that is wanted now. */
  Optional<DirectPath> path() {
    return scenario.wished(WantedDirectPath.class).stream().map(WantedDirectPath::path).findFirst();
  }

  MobileNodeSnapshot.Correspondent shown() {
    return scenario.node.snapshot(scenario.now()).correspondents().getFirst();
  }
}
