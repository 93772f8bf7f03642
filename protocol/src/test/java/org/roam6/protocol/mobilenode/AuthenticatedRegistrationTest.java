package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;
import static org.roam6.protocol.mobilenode.Scenario.notices;
import static org.roam6.protocol.mobilenode.Scenario.onlyUpdate;
import static org.roam6.protocol.mobilenode.Scenario.updates;
import static org.roam6.protocol.mobilenode.TestRouter.VISITED_A;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.AcknowledgementProtection;
import org.roam6.protocol.auth.MessageAuthenticator;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MessageReplayProtection;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;

/** RFC 4285: the mobile node's end. */
class AuthenticatedRegistrationTest {

  private static final SecurityAssociation ASSOCIATION = association("000102030405060708090a0b0c0d0e0f");
  private static final long AN_HOUR_OF_NTP = 3600L << 32;

  private final Scenario scenario =
      new Scenario(
          MobileNodeConfig.of(
              Scenario.ETH0,
              HOME_ADDRESS,
              Scenario.HOME_PREFIX,
              Scenario.HOME_AGENT,
              new Security.Authenticated(List.of(ASSOCIATION)),
              Scenario.ROAM0));
  private final Ipv6Address careOfAddress = VISITED_A.careOfAddress();

  private static SecurityAssociation association(String key) {
    return new SecurityAssociation(
        1000,
        new SecretKey(Octets.ofHex(key)),
        "mn@example.org",
        new TreeSet<>(List.of(HOME_ADDRESS)));
  }

  private List<Effect> answer(SecurityAssociation association, BindingUpdate update, int status, long timestamp) {
    MobilityHeader header =
        new AcknowledgementProtection.Authenticated(
                association, careOfAddress, HOME_ADDRESS, Optional.of(new NtpTimestamp(timestamp)))
            .protect(
                new BindingAcknowledgement(
                    status, false, 0, update.sequenceNumber(), update.lifetimeUnits(), List.of()));
    return scenario.receive(header, careOfAddress, UnaryOperator.identity());
  }

  private static long timestamp(BindingUpdate update) {
    return update.option(MessageReplayProtection.class).orElseThrow().timestamp();
  }

  @Test
  @Tag("R4285-001")
  @Tag("R4285-003")
  @Tag("R4285-006")
  void updateNamesTheNodeAndEndsWithTheAuthenticationOption() {
    Ipv6Packet packet = Scenario.updatePackets(scenario.moveTo(VISITED_A)).getFirst();
    MobilityHeader header = Scenario.mobilityHeader(packet);

    assertThat(header.message().options().getLast()).isInstanceOf(MessageAuthentication.class);
    assertThat(
            header
                .message()
                .option(MobileNodeIdentifier.class)
                .flatMap(MobileNodeIdentifier::networkAccessIdentifier))
        .contains("mn@example.org");
    assertThat(MessageAuthenticator.verifies(ASSOCIATION, careOfAddress, HOME_ADDRESS, header)).isTrue();
  }

  // RFC 4285 6: "a 64-bit value formatted as specified by the Network Time Protocol (NTP)"
  @Test
  @Tag("R4285-014")
  void timestampIsTheTimeOfDayAsNtpCountsIt() {
    long timeOfDay = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000L + 500_000_000L;
    scenario.handle(new Event.WallClockSet(timeOfDay - scenario.now().nanos()));

    assertThat(timestamp(onlyUpdate(scenario.moveTo(VISITED_A)))).isEqualTo(3_976_214_400L << 32 | 0x8000_0000L);
  }

  @Test
  void timestampsGrowWithEachTransmission() {
    scenario.moveTo(VISITED_A);
    scenario.pass(Duration.ofSeconds(30));

    assertThat(updates(scenario.all()).stream().map(AuthenticatedRegistrationTest::timestamp).toList())
        .hasSizeGreaterThan(3)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void genuineAcknowledgementIsBelieved() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));

    assertThat(
            notices(answer(ASSOCIATION, update, 0, timestamp(update)), MobileNodeNotice.BindingAcknowledged.class))
        .hasSize(1);
  }

  @Test
  @Tag("R6275-257")
  @Tag("R4285-008")
  @Tag("R4285-019")
  void acknowledgementWithoutAuthenticationOrWithAnotherKeyIsIgnored() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    scenario.acknowledge(update, careOfAddress);
    answer(association("ff0102030405060708090a0b0c0d0e0f"), update, 0, timestamp(update));
    answer(ASSOCIATION, update, 0, timestamp(update) + 1);

    assertThat(notices(scenario.all(), MobileNodeNotice.BindingAcknowledged.class)).isEmpty();
    assertThat(notices(scenario.all(), MobileNodeNotice.AcknowledgementIgnored.class)).hasSize(3);
  }

  @Test
  @Tag("R4285-018")
  void refusedTimeIsCorrectedAndTriedOnce() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    BindingUpdate again = onlyUpdate(answer(ASSOCIATION, update, 144, timestamp(update) + AN_HOUR_OF_NTP));
    List<Effect> refused = answer(ASSOCIATION, again, 144, timestamp(again) + AN_HOUR_OF_NTP);

    assertThat(timestamp(again) - timestamp(update)).isBetween(AN_HOUR_OF_NTP, AN_HOUR_OF_NTP + 2);
    assertThat(updates(refused)).isEmpty();
    assertThat(notices(refused, MobileNodeNotice.RegistrationFailed.class)).hasSize(1);
  }

  @Test
  @Tag("R4285-018")
  void correctionOfTheClockIsKept() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    BindingUpdate again = onlyUpdate(answer(ASSOCIATION, update, 144, timestamp(update) + AN_HOUR_OF_NTP));
    answer(ASSOCIATION, again, 0, timestamp(again));
    BindingUpdate refresh = onlyUpdate(scenario.pass(Duration.ofSeconds(510)));

    assertThat((timestamp(refresh) - timestamp(update)) >> 32).isBetween(3600L + 509, 3600L + 511);
  }

  @Test
  @Tag("R4285-018")
  void forgedRefusalsChangeNothing() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    SecurityAssociation forger = association("ff0102030405060708090a0b0c0d0e0f");
    for (int status : List.of(129, 134, 135, 144, 145, 146)) {
      answer(forger, update, status, timestamp(update) + AN_HOUR_OF_NTP);
      scenario.acknowledge(status, update.sequenceNumber(), 0, careOfAddress);
    }
    BindingUpdate again = onlyUpdate(scenario.pass(Duration.ofMillis(1600)));

    assertThat(again.sequenceNumber()).isEqualTo((update.sequenceNumber() + 1) % 65_536);
    assertThat(timestamp(again) - timestamp(update)).isLessThan(2L << 32);
  }

  // RFC 4285 5.3: "with status code MIPV6-AUTH-FAIL, the Mobile Node SHOULD stop sending new Binding Updates"
  @Test
  void genuineAuthenticationFailureStopsUpdates() {
    BindingUpdate update = onlyUpdate(scenario.moveTo(VISITED_A));
    answer(ASSOCIATION, update, 146, timestamp(update));

    assertThat(updates(scenario.pass(Duration.ofMinutes(4)))).isEmpty();
  }
}
