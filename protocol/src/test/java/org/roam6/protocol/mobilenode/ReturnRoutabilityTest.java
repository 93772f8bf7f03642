package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.CARE_OF_NONCE;
import static org.roam6.protocol.mobilenode.CorrespondentScene.HOME_NONCE;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.CorrespondentScene.nonces;
import static org.roam6.protocol.mobilenode.CorrespondentScene.packets;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Arrival;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Time;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 11.6 and 11.7.2: from the first packet that goes by the home agent to the direct path. */
class ReturnRoutabilityTest {

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final CorrespondentScene scene = CorrespondentScene.away();

  @ParameterizedTest
  @EnumSource(names = {"TUNNEL_SENT", "TUNNEL_RECEIVED"})
  @Tag("R6275-022")
  @Tag("R6275-243")
  @Tag("R6275-244")
  void firstTunnelledPacketStartsBothTestsAtOnce(Way way) {
    List<Ipv6Packet> packets = packets(scene.seen(way));

    assertThat(packets)
        .extracting(packet -> packet.header().source())
        .containsExactly(HOME_ADDRESS, VISITED_A.careOfAddress());
    assertThat(packets)
        .extracting(packet -> Scenario.mobilityHeader(packet).message().getClass())
        .isEqualTo(List.of(HomeTestInit.class, CareOfTestInit.class));
    assertThat(packets).allSatisfy(packet -> assertThat(packet.homeAddressOption()).isEmpty());
  }

  @Test
  @Tag("R6275-013")
  @Tag("R6275-036")
  @Tag("R6275-038")
  @Tag("R6275-254")
  @Tag("R6275-256")
  void bindingUpdateFollowsTheSecondAnswerWithWhatBothHaveBrought() {
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    List<Effect> first = scene.careOfTest(sent(tests, CareOfTestInit.class).getFirst().cookie());
    List<Effect> second = scene.homeTest(sent(tests, HomeTestInit.class).getFirst().cookie());

    assertThat(packets(first)).isEmpty();
    BindingUpdate update = scene.update(second);
    Ipv6Packet packet = packets(second).getFirst();
    assertThat(packet.header().source()).isEqualTo(VISITED_A.careOfAddress());
    assertThat(packet.homeAddressOption()).contains(HOME_ADDRESS);
    assertThat(update.acknowledge()).isTrue();
    assertThat(update.home() || update.keyManagement() || update.linkLocalCompatibility()).isFalse();
    assertThat(update.reserved()).isZero();
    assertThat(update.lifetimeSeconds()).isEqualTo(420);
    assertThat(nonces(update).home()).isEqualTo(HOME_NONCE);
    assertThat(nonces(update).careOf()).isEqualTo(CARE_OF_NONCE);
  }

  @Test
  @Tag("R6275-259")
  void directPathIsWantedWhenTheBindingIsAcknowledgedAndEndsWithIt() {
    BindingUpdate update = scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT)));
    Time sent = scene.scenario.now();
    assertThat(scene.path()).isEmpty();
    scene.scenario.pass(Duration.ofMillis(30));
    scene.acknowledge(update, 0, 50);

    assertThat(scene.path())
        .contains(
            new DirectPath(
                new DirectPath.Key(DirectPath.Side.MOBILE_NODE, HOME_ADDRESS, PEER),
                VISITED_A.careOfAddress(),
                sent.plus(Duration.ofSeconds(199))));
  }

  @Test
  void packetThatCameTheDirectWayIsAsGoodAsAnAcknowledgementUntilThatComes() {
    BindingUpdate update = scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT)));
    scene.seen(Way.DIRECT_RECEIVED);

    assertThat(scene.path()).isPresent();
    scene.acknowledge(update, 0, 5);
    assertThat(scene.path().orElseThrow().expiry()).isEqualTo(scene.scenario.now().plus(Duration.ofSeconds(19)));
  }

  @Test
  void packetThatCameTheDirectWayBeforeTheBindingUpdateProvesNothing() {
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    scene.seen(Way.DIRECT_RECEIVED);
    scene.answerTests(tests);

    assertThat(scene.path()).isEmpty();
  }

  /** It can have been sent when the former binding was there yet. */
  @ParameterizedTest
  @CsvSource({"101, false", "105, true"})
  void packetThatCameTheDirectWayProvesNothingUntilThoseOfTheFormerBindingMustHaveCome(int seconds, boolean proof) {
    scene.acknowledge(scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT))), 0, 25);
    scene.scenario.pass(Duration.ofSeconds(seconds));
    assertThat(scene.update(scene.seen(Way.TUNNEL_SENT)).lifetimeUnits()).isPositive();
    scene.seen(Way.DIRECT_RECEIVED);

    assertThat(scene.path().isPresent()).isEqualTo(proof);
  }

  @Test
  void bindingUpdateWaitsUntilTheHomeAgentHasAcknowledged() {
    CorrespondentScene early = new CorrespondentScene();
    BindingUpdate home = Scenario.onlyUpdate(early.scenario.moveTo(VISITED_A));

    assertThat(packets(early.answerTests(early.seen(Way.TUNNEL_SENT)))).isEmpty();
    List<Effect> acknowledged = early.scenario.acknowledge(home, VISITED_A.careOfAddress());
    assertThat(sent(acknowledged, HomeTestInit.class)).hasSize(1);
    early.update(early.answerTests(acknowledged));
  }

  @Test
  @Tag("R6275-110")
  void nothingIsTriedWhereThePolicyDoesNotAllowIt() {
    Ipv6Prefix others = Ipv6Prefix.parse("2001:db8:d::/48");
    Ipv6Prefix all = Ipv6Prefix.parse("::/0");
    Ipv6Prefix peers = Ipv6Prefix.parse("2001:db8:c::/48");
    RouteOptimizationLimits limits = RouteOptimizationLimits.DEFAULT;
    for (RouteOptimizationPolicy policy :
        List.of(
            RouteOptimizationPolicy.OFF,
            new RouteOptimizationPolicy(List.of(others), List.of(), limits),
            new RouteOptimizationPolicy(List.of(all), List.of(peers), limits))) {
      CorrespondentScene other = new CorrespondentScene(policy);
      other.scenario.registeredAt(VISITED_A);

      assertThat(packets(other.seen(Way.TUNNEL_SENT))).isEmpty();
    }
    CorrespondentScene allowed =
        new CorrespondentScene(new RouteOptimizationPolicy(List.of(peers), List.of(others), limits));
    allowed.scenario.registeredAt(VISITED_A);
    assertThat(packets(allowed.seen(Way.TUNNEL_SENT))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001:db8:1::1", "2001:db8:1::99", "fe80::1", "ff02::1", "::1"})
  void nothingIsTriedWithTheHomeAgentItselfOrWhatIsNoAddressOfAnotherNode(String address) {
    assertThat(Scenario.packets(scene.seen(Ipv6Address.parse(address), Way.TUNNEL_SENT))).isEmpty();
  }

  @Test
  @Tag("R6275-243")
  @Tag("R6275-263")
  @Tag("R6275-265")
  void eachTestIsRepeatedAloneWithANewCookieAndTwiceTheTimeout() {
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    scene.careOfTest(sent(tests, CareOfTestInit.class).getFirst().cookie());

    assertThat(packets(scene.scenario.pass(Duration.ofSeconds(1).minus(MILLISECOND)))).isEmpty();
    List<Effect> again = scene.scenario.pass(MILLISECOND);
    assertThat(packets(again)).hasSize(1);
    long cookie = sent(again, HomeTestInit.class).getFirst().cookie();
    assertThat(cookie).isNotEqualTo(sent(tests, HomeTestInit.class).getFirst().cookie());
    assertThat(packets(scene.scenario.pass(Duration.ofSeconds(2).minus(MILLISECOND)))).isEmpty();
    assertThat(packets(scene.scenario.pass(MILLISECOND))).hasSize(1);
    assertThat(packets(scene.homeTest(cookie))).isEmpty();
  }

  @Test
  @Tag("R6275-018")
  void whoeverDoesNotAnswerIsLeftAloneForMinutesThatGrow() {
    scene.seen(Way.TUNNEL_SENT);
    List<Effect> tries = scene.talk(Duration.ofSeconds(20), Way.TUNNEL_SENT);
    assertThat(sent(tries, HomeTestInit.class)).hasSize(3);
    assertThat(sent(tries, CareOfTestInit.class)).hasSize(3);

    assertThat(packets(scene.talk(Duration.ofSeconds(54), Way.TUNNEL_SENT))).isEmpty();
    assertThat(packets(scene.talk(Duration.ofSeconds(20), Way.TUNNEL_SENT))).hasSize(8);
    assertThat(packets(scene.talk(Duration.ofSeconds(110), Way.TUNNEL_SENT))).isEmpty();
    assertThat(packets(scene.talk(Duration.ofSeconds(20), Way.TUNNEL_SENT))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("R6275-243")
  @Tag("R6275-245")
  @Tag("R6275-246")
  void answersThatDoNotFitChangeNothing(boolean homeLast) {
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    long home = sent(tests, HomeTestInit.class).getFirst().cookie();
    long careOf = sent(tests, CareOfTestInit.class).getFirst().cookie();
    MobileNodeSnapshot before = scene.scenario.node.snapshot(scene.scenario.now());
    Ipv6Address elsewhere = TestRouter.VISITED_B.careOfAddress();

    for (List<Effect> nothing :
        List.of(
            scene.homeTest(home + 1),
            scene.homeTest(careOf),
            scene.homeTest(home, Arrivals.from(Ipv6Address.parse("2001:db8:c::2"))),
            scene.homeTest(home, usual -> at(usual, scene.careOfAddress)),
            scene.homeTest(
                home, usual -> CorrespondentScene.arrival(Scenario.ETH0, HOME_ADDRESS, Optional.empty())),
            scene.homeTest(
                home,
                usual ->
                    CorrespondentScene.arrival(Scenario.ETH0, scene.careOfAddress, Optional.of(HOME_ADDRESS))),
            scene.careOfTest(careOf + 1),
            scene.careOfTest(home),
            scene.careOfTest(careOf, Arrivals.from(Ipv6Address.parse("2001:db8:c::2"))),
            scene.careOfTest(careOf, usual -> at(usual, elsewhere)),
            scene.careOfTest(careOf, usual -> at(usual, HOME_ADDRESS)))) {
      assertThat(nothing).isEmpty();
    }
    assertThat(scene.scenario.node.snapshot(scene.scenario.now())).isEqualTo(before);
    assertThat(packets(homeLast ? scene.careOfTest(careOf) : scene.homeTest(home))).isEmpty();
    scene.update(homeLast ? scene.homeTest(home) : scene.careOfTest(careOf));
  }

  private static Arrival at(Arrival usual, Ipv6Address destination) {
    return CorrespondentScene.arrival(usual.in(), destination, usual.type2HomeAddress());
  }

  @Test
  @Tag("R6275-032")
  @Tag("R6275-033")
  void unknownOptionsOfAnswersDoNotMatter() {
    List<MobilityOption> unknown = List.of(new UnknownMobilityOption(200, Octets.ofHex("0102")));
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    scene.receive(
        new HomeTest(
            HOME_NONCE, sent(tests, HomeTestInit.class).getFirst().cookie(), CorrespondentScene.HOME_TOKEN, unknown),
        CorrespondentScene.arrival(Scenario.ROAM0, HOME_ADDRESS, Optional.empty()));
    scene.update(
        scene.receive(
            new CareOfTest(
                CARE_OF_NONCE,
                sent(tests, CareOfTestInit.class).getFirst().cookie(),
                CorrespondentScene.CARE_OF_TOKEN,
                unknown),
            CorrespondentScene.arrival(Scenario.ETH0, scene.careOfAddress, Optional.empty())));
  }

  @Test
  @Tag("R6275-245")
  @Tag("R6275-246")
  void secondAnswerOfATestIsIgnored() {
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    scene.answerTests(tests);

    assertThat(scene.answerTests(tests)).isEmpty();
  }

  @Test
  @Tag("R6275-255")
  @Tag("R6275-258")
  @Tag("R6275-263")
  @Tag("R6275-265")
  void updateIsRepeatedWithGreaterNumbersUntilItIsAcknowledged() {
    BindingUpdate update = scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT)));
    BindingUpdate second = scene.update(scene.scenario.pass(Duration.ofSeconds(1)));
    assertThat(second.sequenceNumber()).isEqualTo((update.sequenceNumber() + 1) % 65_536);
    assertThat(packets(scene.scenario.pass(Duration.ofSeconds(2).minus(MILLISECOND)))).isEmpty();
    scene.update(scene.scenario.pass(MILLISECOND));
    scene.acknowledge(second);

    assertThat(scene.path()).isPresent();
    assertThat(packets(scene.scenario.pass(Duration.ofSeconds(60)))).isEmpty();
  }
}
