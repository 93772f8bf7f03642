package org.roam6.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.auth.Exchange.ASSOCIATION;
import static org.roam6.protocol.auth.Exchange.CARE_OF;
import static org.roam6.protocol.auth.Exchange.HOME;
import static org.roam6.protocol.auth.Exchange.NOON;
import static org.roam6.protocol.auth.Exchange.OTHER_ASSOCIATION;
import static org.roam6.protocol.auth.Exchange.OTHER_HOME;
import static org.roam6.protocol.auth.Exchange.SECOND;
import static org.roam6.protocol.auth.Exchange.signedUpdate;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Memory;
import org.roam6.protocol.Time;
import org.roam6.protocol.auth.BindingUpdateVerdict.Accepted;
import org.roam6.protocol.auth.BindingUpdateVerdict.Cause;
import org.roam6.protocol.auth.BindingUpdateVerdict.Early;
import org.roam6.protocol.auth.BindingUpdateVerdict.ForeignHomeAddress;
import org.roam6.protocol.auth.BindingUpdateVerdict.Reason;
import org.roam6.protocol.auth.BindingUpdateVerdict.Refused;
import org.roam6.protocol.auth.BindingUpdateVerdict.Unidentified;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityHeader;

class BindingUpdateAuthenticatorTest {

  private final BindingUpdateAuthenticator homeAgent =
      new BindingUpdateAuthenticator(new Security.Authenticated(List.of(ASSOCIATION, OTHER_ASSOCIATION)));

  private Time now = Time.ZERO;

  private BindingUpdateVerdict judge(MobilityHeader header, NtpTimestamp timeOfDay) {
    return homeAgent.judge(header, CARE_OF, HOME, timeOfDay, now);
  }

  private BindingUpdateVerdict judge(NtpTimestamp timestamp, NtpTimestamp timeOfDay) {
    return judge(signedUpdate(ASSOCIATION, timestamp), timeOfDay);
  }

  private static NtpTimestamp refusedWith(BindingUpdateVerdict verdict, Reason reason) {
    assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(refused.association()).isEqualTo(ASSOCIATION);
    });
    Refused refused = (Refused) verdict;
    return ((AcknowledgementProtection.Authenticated) refused.protection()).timestamp().orElse(NOON);
  }

  @Test
  void acceptsWithinSevenSecondsOnBothSides() {
    assertThat(judge(NOON.plusUnits(-7 * SECOND), NOON)).isInstanceOf(Accepted.class);
    assertThat(judge(NOON.plusUnits(7 * SECOND), NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  @Tag("R4285-017")
  void refusesTheTimestampBeyondSevenSecondsAndTellsItsOwnTime() {
    NtpTimestamp sent = NOON.plusUnits(-8 * SECOND + 99);
    NtpTimestamp told = refusedWith(judge(sent, NOON), Reason.TIMESTAMP);
    assertThat(told.value() >>> 32).isEqualTo(NOON.value() >>> 32);
    assertThat(told.value() & 0xffff_ffffL).isEqualTo(sent.value() & 0xffff_ffffL);
    assertThat(judge(NOON.plusUnits(7 * SECOND + 1), NOON)).isInstanceOf(Early.class);
  }

  @Test
  void refusesATimestampThatIsNotGreaterThanTheLastAccepted() {
    assertThat(judge(NOON, NOON)).isInstanceOf(Accepted.class);
    refusedWith(judge(NOON, NOON), Reason.TIMESTAMP);
    refusedWith(judge(NOON.plusUnits(-1), NOON), Reason.TIMESTAMP);
    assertThat(judge(NOON.plusUnits(1), NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void aRefusedTimestampIsNotRemembered() {
    refusedWith(judge(NOON.plusUnits(-60 * SECOND), NOON), Reason.TIMESTAMP);
    assertThat(judge(NOON.plusUnits(-7 * SECOND), NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void eachAssociationHasItsOwnTimestamps() {
    assertThat(judge(NOON.plusUnits(SECOND), NOON)).isInstanceOf(Accepted.class);
    assertThat(homeAgent.judge(signedUpdate(OTHER_ASSOCIATION, NOON), CARE_OF, OTHER_HOME, NOON, now))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void refusesWrongAuthenticationDataAndUsesUpNothing() {
    MobilityHeader forged =
        MessageAuthenticator.sign(
            Exchange.association(0x1000, "ff".repeat(16), "a@b", HOME), CARE_OF, HOME, Exchange.update("a@b", NOON));
    assertThat(refusedWith(judge(forged, NOON), Reason.AUTHENTICATION_DATA)).isEqualTo(NOON);
    assertThat(judge(NOON, NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void theCareOfAddressIsAuthenticatedToo() {
    refusedWith(
        homeAgent.judge(signedUpdate(ASSOCIATION, NOON), OTHER_HOME, HOME, NOON, now), Reason.AUTHENTICATION_DATA);
  }

  @Test
  void refusesWhatHasNoTimestamp() {
    BindingUpdate update =
        new BindingUpdate(
            7, true, true, false, false, 0, 15, List.of(MobileNodeIdentifier.ofNetworkAccessIdentifier("a@b")));
    refusedWith(judge(MessageAuthenticator.sign(ASSOCIATION, CARE_OF, HOME, update), NOON), Reason.TIMESTAMP_MISSING);
  }

  @Test
  @Tag("R4285-010")
  void cannotSayWhomAMessageIsFromWithoutOptionIdentifierOrAssociation() {
    assertThat(judge(MobilityHeader.of(Exchange.update("a@b", NOON)), NOON))
        .isEqualTo(new Unidentified(Cause.NO_AUTHENTICATION_OPTION));
    BindingUpdate anonymous = new BindingUpdate(7, true, true, false, false, 0, 15, List.of());
    assertThat(judge(MessageAuthenticator.sign(ASSOCIATION, CARE_OF, HOME, anonymous), NOON))
        .isEqualTo(new Unidentified(Cause.NO_IDENTIFIER));
    assertThat(judge(MessageAuthenticator.sign(ASSOCIATION, CARE_OF, HOME, Exchange.update("x@y", NOON)), NOON))
        .isEqualTo(new Unidentified(Cause.UNKNOWN_ASSOCIATION));
    SecurityAssociation otherSpi =
        Exchange.association(0x1001, ASSOCIATION.key().octets().toHex(), "a@b", HOME);
    assertThat(judge(signedUpdate(otherSpi, NOON), NOON)).isEqualTo(new Unidentified(Cause.UNKNOWN_ASSOCIATION));
  }

  @Test
  void anAssociationIsBoundToItsHomeAddresses() {
    MobilityHeader aboutAnother =
        MessageAuthenticator.sign(ASSOCIATION, CARE_OF, OTHER_HOME, Exchange.update("a@b", NOON));
    assertThat(homeAgent.judge(aboutAnother, CARE_OF, OTHER_HOME, NOON, now)).isInstanceOf(ForeignHomeAddress.class);
    assertThat(homeAgent.judge(signedUpdate(ASSOCIATION, NOON), CARE_OF, OTHER_HOME, NOON, now))
        .isEqualTo(new Unidentified(Cause.FOREIGN_HOME_ADDRESS));
  }

  @Test
  void withoutSecurityEverythingIsAcceptedAndAnsweredPlainly() {
    BindingUpdateAuthenticator trusting = new BindingUpdateAuthenticator(new Security.None());
    BindingUpdateVerdict verdict =
        trusting.judge(MobilityHeader.of(Exchange.update("a@b", NOON)), CARE_OF, HOME, NOON, now);
    assertThat(verdict).isEqualTo(new Accepted(new AcknowledgementProtection.None()));
  }

  /** The two rules of RFC 4285 6 contradict each other then; without a way out the mobile node is cut off for hours. */
  @Test
  void aClockThatWasSetBackDoesNotLockTheMobileNodeOut() {
    assertThat(judge(NOON, NOON)).isInstanceOf(Accepted.class);
    NtpTimestamp anHourBefore = NOON.plusUnits(-3600 * SECOND);
    now = now.plus(Duration.ofSeconds(60));
    NtpTimestamp told =
        refusedWith(judge(anHourBefore.plusUnits(60 * SECOND), anHourBefore.plusUnits(60 * SECOND)), Reason.TIMESTAMP);
    assertThat(told.value() >>> 32).isEqualTo(NOON.plusUnits(60 * SECOND).value() >>> 32);
    assertThat(judge(told, anHourBefore.plusUnits(60 * SECOND))).isInstanceOf(Accepted.class);
    refusedWith(judge(NOON, anHourBefore.plusUnits(60 * SECOND)), Reason.TIMESTAMP);
    refusedWith(judge(told, anHourBefore.plusUnits(60 * SECOND)), Reason.TIMESTAMP);
  }

  @Test
  void theTimeThatItTellsCanBeUsedAtOnce() {
    NtpTimestamp late = NOON.plusUnits(SECOND - 5);
    assertThat(judge(late, NOON)).isInstanceOf(Accepted.class);
    NtpTimestamp told = refusedWith(judge(NOON.plusUnits(3), NOON), Reason.TIMESTAMP);
    assertThat(judge(told, NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void theTimeThatItTellsIsBehindWhatItAcceptedHoweverFarThatIsAhead() {
    assertThat(judge(NOON.plusUnits(5 * SECOND), NOON)).isInstanceOf(Accepted.class);
    NtpTimestamp told = refusedWith(judge(NOON.plusUnits(3), NOON), Reason.TIMESTAMP);
    assertThat(told).isEqualTo(NOON.plusUnits(5 * SECOND + 3));
    assertThat(judge(told, NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void acceptsNothingFromBeforeItsStartOfAnAssociationThatItKnowsNothingOf() {
    homeAgent.clockSet(NOON, now);
    NtpTimestamp told = refusedWith(judge(NOON, NOON.plusUnits(SECOND)), Reason.TIMESTAMP);
    assertThat(judge(told, NOON.plusUnits(SECOND))).isInstanceOf(Accepted.class);
  }

  @Test
  void goesByItsMemoryWhereItHasOne() {
    homeAgent.clockSet(NOON, now);
    homeAgent.recall(new Memory.AcceptedTimestamp(0x1000, "a@b", NOON.plusUnits(-3 * SECOND)), now);
    assertThat(judge(NOON.plusUnits(-2 * SECOND), NOON)).isInstanceOf(Accepted.class);
  }

  @Test
  void takesAnEarlierTimeForItsStartWhenTheClockIsSetBehindIt() {
    homeAgent.clockSet(NOON.plusUnits(3600 * SECOND), now);
    homeAgent.clockSet(NOON, now);
    homeAgent.clockSet(NOON.plusUnits(3 * SECOND), now);
    assertThat(judge(NOON.plusUnits(1), NOON.plusUnits(3 * SECOND))).isInstanceOf(Accepted.class);
  }
}
