package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.packets;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Time;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingRefreshRequest;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 11.7.3 and 11.7.4: bindings at correspondent nodes are refreshed while packets go, and not otherwise. */
class CorrespondentRefreshTest {

  private final CorrespondentScene scene = CorrespondentScene.bound();
  private final Scenario scenario = scene.scenario;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT_SENT", "DIRECT_RECEIVED"})
  void bindingIsRefreshedBeforeTheHomeTokenEndsWhilePacketsGo(Way way) {
    assertThat(packets(scene.talk(Duration.ofSeconds(178), way))).isEmpty();
    List<Effect> refresh = scene.talk(Duration.ofSeconds(1), way);
    assertThat(sent(refresh, HomeTestInit.class)).hasSize(1);
    assertThat(sent(refresh, CareOfTestInit.class)).hasSize(1);
    Time former = scene.path().orElseThrow().expiry();
    scene.bind(refresh);

    assertThat(scene.path().orElseThrow().expiry()).isGreaterThan(former);
  }

  @Test
  void directPathStaysWhileItIsRefreshed() {
    List<Effect> refresh = scene.talk(Duration.ofSeconds(179), Way.DIRECT_SENT);
    assertThat(scene.path()).isPresent();
    BindingUpdate update = scene.update(scene.answerTests(refresh));

    assertThat(scene.path()).isPresent();
    scene.acknowledge(update);
    assertThat(scenario.all())
        .filteredOn(effect -> effect instanceof Effect.Unwant(org.roam6.protocol.Desired.DirectPathKey _))
        .isEmpty();
  }

  @Test
  void shortBindingIsRefreshedWithTheTokensAtHand() {
    CorrespondentScene other = CorrespondentScene.away();
    other.acknowledge(other.update(other.answerTests(other.seen(Way.TUNNEL_SENT))), 0, 5);
    List<Effect> refresh = other.talk(Duration.ofSeconds(17), Way.DIRECT_SENT);

    assertThat(sent(refresh, HomeTestInit.class)).isEmpty();
    other.acknowledge(other.update(refresh), 0, 5);
    assertThat(other.path().orElseThrow().expiry()).isEqualTo(other.scenario.now().plus(Duration.ofSeconds(19)));
  }

  @Test
  void bindingEndsWhereNobodyTalksAndThePathGoesBefore() {
    Time end = scene.path().orElseThrow().expiry();
    assertThat(packets(scenario.pass(Duration.ofSeconds(418)))).isEmpty();
    assertThat(scene.path()).isPresent();
    assertThat(packets(scenario.pass(Duration.ofSeconds(2)))).isEmpty();

    assertThat(scene.path()).isEmpty();
    assertThat(end).isLessThan(scenario.now());
    assertThat(packets(scenario.pass(Duration.ofMinutes(30)))).isEmpty();
  }

  @Test
  @Tag("R6275-229")
  void bindingDoesNotOutliveTheHomeRegistration() {
    CorrespondentScene other = CorrespondentScene.away();
    other.scenario.pass(Duration.ofSeconds(589));
    BindingUpdate update = other.update(other.answerTests(other.seen(Way.TUNNEL_SENT)));

    assertThat(update.lifetimeUnits()).isEqualTo(2);
  }

  @Test
  @Tag("R6275-229")
  void bindingIsAskedForAfterTheHomeRegistrationWhereLessThanOneUnitIsLeftOfThat() {
    CorrespondentScene other = CorrespondentScene.away();
    Ipv6Packet refresh = Scenario.updatePackets(other.scenario.pass(Duration.ofSeconds(598))).getLast();
    List<Effect> seen = other.seen(Way.TUNNEL_SENT);
    assertThat(sent(seen, HomeTestInit.class)).isEmpty();
    assertThat(packets(other.answerTests(seen))).isEmpty();

    BindingUpdate toHome = (BindingUpdate) Scenario.mobilityHeader(refresh).message();
    List<Effect> refreshed = other.scenario.acknowledge(toHome, other.careOfAddress);
    assertThat(other.update(other.answerTests(refreshed)).lifetimeUnits()).isGreaterThan(2);
  }

  @Test
  void packetsInTheLastMomentAreEnough() {
    scenario.pass(Duration.ofSeconds(400));

    Time former = scene.path().orElseThrow().expiry();
    List<Effect> refresh = scene.seen(Way.DIRECT_SENT);
    assertThat(sent(refresh, HomeTestInit.class)).hasSize(1);
    scene.bind(refresh);
    assertThat(scene.path().orElseThrow().expiry()).isGreaterThan(former);
  }

  @Test
  @Tag("R6275-018")
  void refreshWithoutAnswerLeadsBackToTheTunnel() {
    scene.talk(Duration.ofSeconds(200), Way.DIRECT_SENT);

    assertThat(scene.path()).isEmpty();
    assertThat(scene.shown().untilRetry()).isPresent();
  }

  @Test
  @Tag("R6275-111")
  @Tag("R6275-262")
  void correspondentNodeMayAskForARefresh() {
    scene.talk(Duration.ofSeconds(10), Way.DIRECT_SENT);
    int before = scene.shown().sequenceNumber();
    Time former = scene.path().orElseThrow().expiry();
    BindingUpdate update = scene.update(ask());

    assertThat(update.sequenceNumber()).isEqualTo((before + 1) % 65_536);
    assertThat(scene.shown().sequenceNumber()).isEqualTo(update.sequenceNumber());
    scene.acknowledge(update);
    assertThat(scene.path().orElseThrow().expiry()).isEqualTo(former.plus(Duration.ofSeconds(10)));
  }

  @Test
  @Tag("R6275-029")
  void reservedBitsAndUnknownOptionsOfARequestDoNotMatter() {
    scene.talk(Duration.ofSeconds(10), Way.DIRECT_SENT);
    UnknownMobilityOption unknown = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    scene.update(
        scene.receive(new BindingRefreshRequest(0xffff, List.of(unknown)), scene.acknowledgementArrival()));
  }

  @Test
  void requestIsIgnoredWhereNobodyTalks() {
    scenario.pass(Duration.ofSeconds(100));

    assertThat(ask()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void refreshThatAsksForLessMayBeAcceptedBeforeItIsAcknowledged(int seconds) {
    CorrespondentScene late = CorrespondentScene.away();
    late.scenario.pass(Duration.ofSeconds(239));
    late.bind(late.seen(Way.TUNNEL_SENT));
    late.scenario.pass(Duration.ofSeconds(20 + seconds));
    late.seen(Way.DIRECT_SENT);
    List<Effect> asked = late.receive(new BindingRefreshRequest(List.of()), late.acknowledgementArrival());
    List<BindingUpdate> updates = new ArrayList<>(sent(asked, BindingUpdate.class));
    updates.addAll(sent(late.answerTests(asked), BindingUpdate.class));

    assertThat(late.path().orElseThrow().expiry())
        .isLessThan(late.scenario.now().plus(Duration.ofSeconds(4L * updates.getFirst().lifetimeUnits())));
  }

  @Test
  void requestsOfStrangersAreIgnored() {
    CorrespondentScene stranger = CorrespondentScene.away();

    assertThat(stranger.receive(new BindingRefreshRequest(List.of()), stranger.acknowledgementArrival())).isEmpty();
  }

  @Test
  @Tag("R6275-111")
  void floodOfRequestsLeadsToFewUpdates() {
    int updates = 0;
    for (int i = 0; i < 600; i++) {
      List<Effect> effects = new ArrayList<>(ask());
      effects.addAll(scenario.pass(Duration.ofMillis(100)));
      List<BindingUpdate> sent = sent(effects, BindingUpdate.class);
      updates += sent.size();
      sent.forEach(scene::acknowledge);
      scene.seen(Way.DIRECT_SENT);
    }

    assertThat(updates).isBetween(3, 9);
  }

  private List<Effect> ask() {
    return scene.receive(new BindingRefreshRequest(List.of()), scene.acknowledgementArrival());
  }
}
