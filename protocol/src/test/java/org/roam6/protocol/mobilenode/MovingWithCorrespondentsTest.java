package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.CorrespondentScene.nonces;
import static org.roam6.protocol.mobilenode.CorrespondentScene.packets;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.HOME_AGENT;
import static org.roam6.protocol.mobilenode.TestRouter.HOME;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;

/** RFC 6275 11.7.2 and 11.5.5: what becomes of bindings at correspondent nodes when the mobile node moves. */
class MovingWithCorrespondentsTest {

  private static final Duration ROUND_TRIP = Duration.ofMillis(20);

  private final CorrespondentScene scene = CorrespondentScene.bound();
  private final Scenario scenario = scene.scenario;

  private static BindingUpdate homeUpdate(List<Effect> effects) {
    return Scenario.updatePackets(effects).stream()
        .filter(packet -> packet.header().destination().equals(HOME_AGENT))
        .map(packet -> (BindingUpdate) Scenario.mobilityHeader(packet).message())
        .findFirst()
        .orElseThrow();
  }

  private List<Effect> moveToB() {
    List<Effect> moved = scenario.moveTo(VISITED_B);
    scene.careOfAddress = VISITED_B.careOfAddress();
    return moved;
  }

  private List<Effect> acknowledgedAtB(List<Effect> moved) {
    return scenario.acknowledge(homeUpdate(moved), VISITED_B.careOfAddress());
  }

  @Test
  void packetsBeforeTheHomeAgentKnowsLeadToTestsAsSoonAsItDoes() {
    CorrespondentScene fresh = new CorrespondentScene();
    BindingUpdate update = homeUpdate(fresh.scenario.moveTo(VISITED_A));

    List<Effect> seen = fresh.seen(Way.TUNNEL_SENT);
    assertThat(sent(seen, CareOfTestInit.class)).hasSize(1);
    assertThat(sent(seen, HomeTestInit.class)).isEmpty();
    List<Effect> acknowledged = fresh.scenario.acknowledge(update, VISITED_A.careOfAddress());
    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
  }

  @Test
  void directPathIsGivenUpFirstOfAllWhenTheLinkIsLost() {
    List<Effect> effects = scenario.unplug();

    assertThat(effects.getFirst())
        .isEqualTo(
            new Effect.Unwant(
                new Desired.DirectPathKey(
                    new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME_ADDRESS, PEER))));
    assertThat(scene.path()).isEmpty();
  }

  @Test
  @Tag("R6275-212")
  void directPathIsGivenUpBeforeTheNodeTakesAnotherCareOfAddressOnTheSameLink() {
    List<Effect> effects =
        scenario.handle(
            new Event.AddressChanged(Scenario.ETH0, scene.careOfAddress, Event.AddressState.DUPLICATE));

    assertThat(effects.getFirst()).isInstanceOf(Effect.Unwant.class);
    assertThat(effects).anyMatch(effect -> effect instanceof Effect.Want(Desired.InterfaceAddress _));
    assertThat(sent(effects, CareOfTestInit.class)).hasSize(1);
    assertThat(scene.path()).isEmpty();
  }

  @Test
  @Tag("R6275-212")
  void careOfTestGoesOutRightBehindTheBindingUpdateToTheHomeAgentAndTheHomeTokenIsReused() {
    scene.talk(Duration.ofSeconds(100), Way.DIRECT_SENT);
    List<Effect> moved = moveToB();
    List<Ipv6Packet> packets = Scenario.updatePackets(moved);

    assertThat(packets).extracting(packet -> packet.header().destination()).containsExactly(HOME_AGENT, PEER);
    assertThat(packets.getLast().header().source()).isEqualTo(VISITED_B.careOfAddress());
    assertThat(sent(moved, CareOfTestInit.class)).hasSize(1);
    assertThat(packets(scene.answerTests(moved))).isEmpty();

    scenario.pass(ROUND_TRIP);
    BindingUpdate update = scene.update(acknowledgedAtB(moved));
    scene.acknowledge(update);
    assertThat(scene.path().orElseThrow().careOfAddress()).isEqualTo(VISITED_B.careOfAddress());
  }

  @Test
  void bindingUpdateWaitsForTheCareOfTestWhereThatIsLater() {
    List<Effect> moved = moveToB();

    assertThat(packets(acknowledgedAtB(moved))).isEmpty();
    scene.update(scene.answerTests(moved));
  }

  @Test
  void homeTestFollowsTheAcknowledgementWhereTheHomeTokenIsTooOld() {
    scene.talk(Duration.ofSeconds(165), Way.DIRECT_SENT);
    scene.talk(Duration.ofSeconds(14), Way.DIRECT_SENT);
    scenario.unplug();
    scenario.pass(Duration.ofSeconds(50));
    List<Effect> moved = moveToB();
    assertThat(sent(moved, HomeTestInit.class)).isEmpty();
    assertThat(sent(moved, CareOfTestInit.class)).hasSize(1);
    scene.answerTests(moved);

    List<Effect> acknowledged = acknowledgedAtB(moved);
    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
    scene.update(scene.answerTests(acknowledged));
  }

  @Test
  void whomNobodyTalksToIsToldToForgetTheBinding() {
    scenario.pass(Duration.ofSeconds(70));
    List<Effect> moved = moveToB();
    assertThat(packets(moved)).isEmpty();
    BindingUpdate deletion = scene.update(acknowledgedAtB(moved));

    assertThat(deletion.lifetimeUnits()).isZero();
    assertThat(nonces(deletion).careOf()).isZero();
    scene.acknowledge(deletion);
    assertThat(scene.path()).isEmpty();
    assertThat(scene.shown().state()).isEqualTo("idle");
    assertThat(Scenario.notices(scenario.all(), MobileNodeNotice.CorrespondentBindingDeleted.class)).hasSize(1);
  }

  @Test
  @Tag("R6275-042")
  @Tag("R6275-254")
  void forgettingIsAskedForFromTheCareOfAddressWithTheHomeAddressOption() {
    scenario.pass(Duration.ofSeconds(70));
    Ipv6Packet packet = packets(acknowledgedAtB(moveToB())).getFirst();

    assertThat(packet.header().source()).isEqualTo(VISITED_B.careOfAddress());
    assertThat(packet.homeAddressOption()).contains(HOME_ADDRESS);
  }

  @Test
  void forgettingNeedsAHomeTestWhereTheHomeTokenIsTooOld() {
    scenario.pass(Duration.ofSeconds(250));
    List<Effect> acknowledged = acknowledgedAtB(moveToB());

    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
    assertThat(sent(acknowledged, CareOfTestInit.class)).isEmpty();
    assertThat(scene.update(scene.answerTests(acknowledged)).lifetimeUnits()).isZero();
  }

  @Test
  void packetsBringBackWhomTheNodeIsAboutToDismiss() {
    scenario.pass(Duration.ofSeconds(250));
    List<Effect> acknowledged = acknowledgedAtB(moveToB());
    List<Effect> seen = scene.seen(Way.TUNNEL_RECEIVED);

    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
    assertThat(sent(seen, CareOfTestInit.class)).hasSize(1);
    assertThat(scene.update(scene.answerTests(seen)).lifetimeUnits()).isPositive();
  }

  @Test
  void bindingThatHasEndedIsNotFollowed() {
    scenario.pass(Duration.ofSeconds(430));

    assertThat(packets(acknowledgedAtB(moveToB()))).isEmpty();
  }

  @Test
  @Tag("R6275-105")
  @Tag("R6275-255")
  void sequenceNumbersGoOnOverAMove() {
    int before = scene.shown().sequenceNumber();
    List<Effect> moved = moveToB();
    scene.answerTests(moved);

    assertThat(scene.update(acknowledgedAtB(moved)).sequenceNumber()).isEqualTo((before + 1) % 65_536);
  }

  @Test
  void replugOnTheSameLinkBringsTheDirectPathBackWithoutAnyMessage() {
    scenario.unplug();
    scenario.plug();
    List<Effect> heard = scenario.hear(VISITED_A);

    assertThat(packets(heard)).isEmpty();
    assertThat(scene.path()).isPresent();
  }

  @Test
  void directPathWaitsForTheHomeAgentWhereThatHasToBeAskedAgain() {
    scenario.pass(Duration.ofSeconds(2));
    scenario.receive(
        new BindingError(1, HOME_ADDRESS, List.of()), scene.careOfAddress, Arrivals.withoutRoutingHeader());
    assertThat(scene.path()).isPresent();
    scenario.unplug();
    scenario.plug();
    List<Effect> heard = scenario.hear(VISITED_A);

    assertThat(scene.path()).isEmpty();
    scenario.acknowledge(homeUpdate(heard), scene.careOfAddress);
    assertThat(scene.path()).isPresent();
    assertThat(packets(heard)).isEmpty();
  }

  @Test
  void tokensThatEndWhileTheHomeAgentIsSilentAreGotAnew() {
    scene.answerTests(moveToB());
    List<Effect> tries = scenario.pass(Duration.ofSeconds(220));
    List<Effect> acknowledged = acknowledgedAtB(tries.reversed());

    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
    assertThat(sent(acknowledged, CareOfTestInit.class)).hasSize(1);
    scene.update(scene.answerTests(acknowledged));
  }

  @Test
  void packetOnItsWayFromTheFormerBindingProvesNothing() {
    List<Effect> moved = moveToB();
    scene.answerTests(moved);
    scene.update(acknowledgedAtB(moved));
    scene.seen(Way.DIRECT_RECEIVED);

    assertThat(scene.path()).isEmpty();
  }

  @Test
  void refusalByTheHomeAgentLeavesNoDirectPath() {
    List<Effect> moved = moveToB();
    scene.answerTests(moved);
    scenario.acknowledge(129, homeUpdate(moved).sequenceNumber(), 0, VISITED_B.careOfAddress());

    assertThat(packets(scenario.pass(Duration.ofSeconds(60)))).isEmpty();
    assertThat(scene.path()).isEmpty();
  }

  private List<Effect> returnHome() {
    List<Effect> returning = scenario.moveTo(HOME);
    scene.careOfAddress = HOME_ADDRESS;
    scenario.pass(ROUND_TRIP);
    assertThat(packets(returning)).isEmpty();
    return scenario.acknowledge(homeUpdate(returning), HOME_ADDRESS);
  }

  @Test
  @Tag("R6275-042")
  @Tag("R6275-254")
  void atHomeTheBindingIsDeletedWithTheHomeTokenAlone() {
    scene.talk(Duration.ofSeconds(100), Way.DIRECT_SENT);
    List<Effect> home = returnHome();
    BindingUpdate deletion = scene.update(home);
    Ipv6Packet packet = packets(home).getFirst();

    assertThat(deletion.lifetimeUnits()).isZero();
    assertThat(nonces(deletion).careOf()).isZero();
    assertThat(packet.header().source()).isEqualTo(HOME_ADDRESS);
    assertThat(packet.homeAddressOption()).isEmpty();
    scene.acknowledge(deletion);
    assertThat(packets(scenario.pass(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void atHomeTheHomeTestComesFromTheLinkWhereTheTokenIsTooOld() {
    scenario.pass(Duration.ofSeconds(250));
    List<Effect> home = returnHome();
    long cookie = sent(home, HomeTestInit.class).getFirst().cookie();

    assertThat(sent(home, CareOfTestInit.class)).isEmpty();
    assertThat(scene.homeTest(cookie)).isEmpty();
    scene.update(
        scene.homeTest(
            cookie,
            usual ->
                CorrespondentScene.arrival(Scenario.ETH0, HOME_ADDRESS, Optional.empty())));
  }

  @Test
  void atHomeDeletionIsTriedAFewTimesAndThenLeftToTheLifetime() {
    List<Effect> home = new ArrayList<>(returnHome());
    home.addAll(scenario.pass(Duration.ofMinutes(7)));

    assertThat(sent(home, BindingUpdate.class)).hasSize(4);
    assertThat(scene.shown().state()).isEqualTo("idle");
  }

  @Test
  void goingAwayAgainRegistersAnew() {
    returnHome();
    List<Effect> moved = moveToB();
    assertThat(sent(moved, CareOfTestInit.class)).hasSize(1);
    scene.answerTests(moved);

    assertThat(scene.update(acknowledgedAtB(moved)).lifetimeUnits()).isPositive();
  }
}
