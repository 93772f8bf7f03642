package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.packets;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_B;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event.Way;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.BindingRefreshAdvice;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.MobilityHeader;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.PadN;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 11.7.3: what a correspondent node answers to a Binding Update. */
class CorrespondentAcknowledgementTest {

  private final CorrespondentScene scene = CorrespondentScene.away();
  private final BindingUpdate update = scene.update(scene.answerTests(scene.seen(Way.TUNNEL_SENT)));

  @Test
  @Tag("R6275-257")
  void acknowledgementsThatAreNotAuthorizedOrNotAskedForAreIgnored() {
    int sequence = update.sequenceNumber();
    BindingManagementKey other = BindingManagementKey.of(new KeygenToken(1), new KeygenToken(2));
    BindingManagementKey right = CorrespondentScene.key(update);

    assertThat(scene.acknowledge(sequence, 0, 100, other, scene.careOfAddress)).isEmpty();
    assertThat(scene.acknowledge(sequence, 0, 100, right, VISITED_B.careOfAddress())).isEmpty();
    assertThat(scene.acknowledge(sequence + 1, 0, 100, right, scene.careOfAddress)).isEmpty();
    assertThat(scene.acknowledge(sequence, 129, 0, other, scene.careOfAddress)).isEmpty();
    assertThat(scene.acknowledge((sequence + 9) % 65_536, 135, 0, other, scene.careOfAddress)).isEmpty();
    assertThat(
            scene.receive(
                new BindingAcknowledgement(0, false, 0, sequence, 100, List.of()), scene.acknowledgementArrival()))
        .isEmpty();
    assertThat(scene.path()).isEmpty();
    scene.acknowledge(update);
    assertThat(scene.path()).isPresent();
  }

  // RFC 6275 11.7.3: "The Binding Authorization Data mobility option, if present, MUST be the last option and MUST NOT
  // have trailing padding."
  @Test
  @Tag("R6275-257")
  void authorizationThatIsNotTheLastOptionIsIgnored() {
    for (MobilityOption last : List.of(new UnknownMobilityOption(200, Octets.of(new byte[6])), PadN.ofLength(8))) {
      Octets summed = withLast(Octets.of(new byte[12]), last).encode(CorrespondentScene.PEER, scene.careOfAddress);
      Octets octets = summed.with(4, 0).with(5, 0);
      int end = octets.length() - 8;
      Octets before = octets.slice(0, end - 12);
      for (Octets covered : List.of(before, concat(before, octets.slice(end, octets.length())))) {
        MobilityHeader header = withLast(authenticator(covered), last);
        assertThat(scene.receive(header, scene.acknowledgementArrival())).isEmpty();
      }
    }
    assertThat(scene.path()).isEmpty();
    scene.receive(header(List.of()), scene.acknowledgementArrival());
    assertThat(scene.path()).isPresent();
  }

  private MobilityHeader withLast(Octets authenticator, MobilityOption last) {
    List<MobilityOption> options = List.of(PadN.ofLength(6), new BindingAuthorizationData(authenticator), last);
    return MobilityHeader.of(
        new BindingAcknowledgement(0, false, 0, update.sequenceNumber(), update.lifetimeUnits(), options));
  }

  /** RFC 6275 6.2.7, over whatever octets. */
  private Octets authenticator(Octets covered) {
    byte[] tokens = concat(token(CorrespondentScene.HOME_TOKEN), token(CorrespondentScene.CARE_OF_TOKEN)).toByteArray();
    ByteBuffer addresses = ByteBuffer.allocate(2 * Ipv6Address.LENGTH);
    scene.careOfAddress.writeTo(addresses);
    CorrespondentScene.PEER.writeTo(addresses);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(MessageDigest.getInstance("SHA-1").digest(tokens), "HmacSHA1"));
      return Octets.of(mac.doFinal(concat(Octets.of(addresses.array()), covered).toByteArray()), 0, 12);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Octets token(long token) {
    return Octets.of(ByteBuffer.allocate(Long.BYTES).putLong(token).array());
  }

  private static Octets concat(Octets first, Octets second) {
    return Octets.ofHex(first.toHex() + second.toHex());
  }

  // RFC 6275 11.7.3: "This option MUST be ignored if the acknowledgement came from a correspondent node."
  @Test
  @Tag("R6275-261")
  void refreshAdviceOfACorrespondentNodeIsIgnored() {
    scene.receive(header(List.of(new BindingRefreshAdvice(3))), scene.acknowledgementArrival());

    assertThat(scene.path()).isPresent();
    assertThat(packets(scene.talk(Duration.ofSeconds(178), Way.DIRECT_SENT))).isEmpty();
  }

  private MobilityHeader header(List<MobilityOption> options) {
    return CorrespondentScene.key(update)
        .authorize(
            new BindingAcknowledgement(0, false, 0, update.sequenceNumber(), update.lifetimeUnits(), options),
            scene.careOfAddress,
            CorrespondentScene.PEER);
  }

  @Test
  @Tag("R6275-044")
  @Tag("R6275-045")
  void reservedBitsAndUnknownOptionsDoNotMatter() {
    UnknownMobilityOption unknown = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    BindingAcknowledgement message =
        new BindingAcknowledgement(0, true, 0x7f, update.sequenceNumber(), 100, List.of(unknown));
    scene.receive(
        CorrespondentScene.key(update).authorize(message, scene.careOfAddress, CorrespondentScene.PEER),
        scene.acknowledgementArrival());

    assertThat(scene.path()).isPresent();
  }

  @Test
  @Tag("R6275-013")
  void longerLifetimeThanAskedForIsNotBelieved() {
    scene.acknowledge(update, 0, 65_535);

    assertThat(scene.path().orElseThrow().expiry())
        .isEqualTo(scene.scenario.now().plus(Duration.ofSeconds(419)));
  }

  @Test
  void acknowledgementOfAnEarlierTransmissionCounts() {
    scene.scenario.pass(Duration.ofSeconds(1));
    scene.acknowledge(update);

    assertThat(scene.path()).isPresent();
  }

  @Test
  void aLaterTransmissionThatAskedForLessMayHaveBeenAcceptedToo() {
    CorrespondentScene late = CorrespondentScene.away();
    late.scenario.pass(Duration.ofMinutes(4));
    Time sent = late.scenario.now();
    BindingUpdate first = late.update(late.answerTests(late.seen(Way.TUNNEL_SENT)));
    BindingUpdate again = sent(late.scenario.pass(Duration.ofSeconds(7)), BindingUpdate.class).getLast();
    assertThat(again.lifetimeUnits()).isLessThan(first.lifetimeUnits());
    late.acknowledge(first);

    assertThat(late.path().orElseThrow().expiry())
        .isLessThan(sent.plus(Duration.ofSeconds(4L * again.lifetimeUnits())));
  }

  @Test
  void sequenceNumberOutOfWindowIsCorrectedAtOnce() {
    int given = (update.sequenceNumber() + 500) % 65_536;
    BindingUpdate next =
        scene.update(
            scene.acknowledge(given, 135, 0, CorrespondentScene.key(update), scene.careOfAddress));

    assertThat(next.sequenceNumber()).isEqualTo((given + 1) % 65_536);
    scene.acknowledge(next);
    assertThat(scene.path()).isPresent();
  }

  @Test
  void endlessCorrectionsAreCutShort() {
    int given = update.sequenceNumber();
    int updates = 0;
    for (int i = 0; i < 20; i++) {
      given = (given + 100) % 65_536;
      updates +=
          sent(
                  scene.acknowledge(given, 135, 0, CorrespondentScene.key(update), scene.careOfAddress),
                  BindingUpdate.class)
              .size();
      updates += sent(scene.scenario.pass(Duration.ofMillis(400)), BindingUpdate.class).size();
    }

    assertThat(updates).isLessThanOrEqualTo(6);
  }

  @Test
  void expiredHomeNonceLeadsToTheHomeTestAlone() {
    List<Effect> again = scene.refuse(update, 136);

    assertThat(packets(again)).hasSize(1);
    assertThat(sent(again, HomeTestInit.class)).hasSize(1);
    scene.bind(again);
    assertThat(scene.path()).isPresent();
  }

  @Test
  void expiredCareOfNonceLeadsToTheCareOfTestAlone() {
    List<Effect> again = scene.refuse(update, 137);

    assertThat(packets(again)).hasSize(1);
    assertThat(sent(again, CareOfTestInit.class)).hasSize(1);
  }

  @Test
  void expiredNoncesLeadToBothTestsOnceAndThenToAPause() {
    List<Effect> again = scene.refuse(update, 138);
    assertThat(packets(again)).hasSize(2);
    BindingUpdate second = scene.update(scene.answerTests(again));

    assertThat(sent(scene.refuse(second, 138), HomeTestInit.class)).isEmpty();
    assertThat(scene.shown().untilRetry()).contains(Duration.ofMinutes(1));
  }

  @Test
  void refusalBecauseOfNoncesThatDoesNotFitTheUpdateIsIgnored() {
    assertThat(
            scene.receive(
                new BindingAcknowledgement(138, false, 0, update.sequenceNumber() ^ 1, 0, List.of()),
                scene.acknowledgementArrival()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129, 130, 132, 133, 139, 174, 255})
  void refusalLeadsToAPause(int status) {
    List<Effect> refused = scene.acknowledge(update, status, 0);

    assertThat(Scenario.notices(refused, MobileNodeNotice.RouteOptimizationFailed.class)).hasSize(1);
    assertThat(packets(refused)).isEmpty();
    assertThat(scene.path()).isEmpty();
    assertThat(scene.shown().untilRetry()).contains(Duration.ofMinutes(1));
  }

  @Test
  void invalidCareOfAddressIsForgottenByAMove() {
    scene.acknowledge(update, 174, 0);
    List<Effect> moved = scene.scenario.moveTo(VISITED_B);

    assertThat(sent(moved, CareOfTestInit.class)).hasSize(1);
  }

  @Test
  void otherRefusalsAreNot() {
    scene.acknowledge(update, 129, 0);

    assertThat(sent(scene.scenario.moveTo(VISITED_B), CareOfTestInit.class)).isEmpty();
  }

  @Test
  void updatesWithoutAnswerComeToAnEnd() {
    List<Effect> effects = scene.scenario.pass(Duration.ofMinutes(5));

    assertThat(sent(effects, BindingUpdate.class).stream().filter(sent -> sent.lifetimeUnits() > 0)).hasSize(3);
    assertThat(scene.shown().state()).isEqualTo("idle");
  }

  @Test
  @Tag("R6275-264")
  void neverMoreThanThreeUpdatesInASecond() {
    BindingUpdate last = update;
    int updates = 1;
    for (int i = 0; i < 9; i++) {
      List<Effect> effects =
          scene.acknowledge(
              (last.sequenceNumber() + 100) % 65_536, 135, 0, CorrespondentScene.key(update), scene.careOfAddress);
      List<BindingUpdate> sent = sent(effects, BindingUpdate.class);
      updates += sent.size();
      last = sent.isEmpty() ? last : sent.getFirst();
      scene.scenario.pass(Duration.ofMillis(100));
    }

    assertThat(updates).isEqualTo(3);
  }
}
