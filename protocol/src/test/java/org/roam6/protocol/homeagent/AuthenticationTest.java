package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.homeagent.Scene.ASSOCIATION;
import static org.roam6.protocol.homeagent.Scene.OTHER_ASSOCIATION;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.AcknowledgementAuthenticator;
import org.roam6.protocol.auth.AcknowledgementVerdict;
import org.roam6.protocol.auth.NtpTimestamp;
import org.roam6.protocol.auth.SecretKey;
import org.roam6.protocol.auth.SecurityAssociation;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.mobility.MessageAuthentication;
import org.roam6.wire.mobility.MobileNodeIdentifier;
import org.roam6.wire.mobility.MobilityOption;

/** RFC 4285 5 and 6: who may register. */
class AuthenticationTest {

  private static final SecurityAssociation FORGER =
      new SecurityAssociation(
          ASSOCIATION.securityParameterIndex(),
          new SecretKey(Octets.ofHex("ff".repeat(16))),
          ASSOCIATION.networkAccessIdentifier(),
          ASSOCIATION.homeAddresses());

  private final Scene scene = Scene.authenticated();

  private Acknowledgement registered() {
    scene.tell(new Update().signed(ASSOCIATION, scene.timeOfDay()));
    return Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1)));
  }

  private List<Effect> forge(int sequence) {
    return scene.tell(new Update().sequence(sequence).lifetime(0).signed(FORGER, scene.timeOfDay()));
  }

  private static AcknowledgementVerdict verdict(Acknowledgement acknowledgement, NtpTimestamp sent) {
    return AcknowledgementAuthenticator.judge(
        ASSOCIATION, acknowledgement.header(), acknowledgement.message(), Scene.CARE_OF_A, Scene.HOME, sent);
  }

  @Test
  @Tag("R4285-007")
  @Tag("R4285-013")
  void anAuthenticBindingUpdateIsAcceptedAndTheAnswerIsAuthentic() {
    NtpTimestamp sent = scene.timeOfDay();
    Acknowledgement acknowledgement = registered();
    assertThat(acknowledgement.status()).isZero();
    assertThat(verdict(acknowledgement, sent)).isEqualTo(new AcknowledgementVerdict.Believed());
    assertThat(acknowledgement.message().option(MobileNodeIdentifier.class))
        .contains(MobileNodeIdentifier.ofNetworkAccessIdentifier("mn1@example.org"));
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
  }

  @Test
  @Tag("R6275-165")
  void withoutAuthenticationThereIsSilence() {
    registered();
    List<Effect> effects = scene.tell(new Update().sequence(2).lifetime(0).plain());
    assertThat(effects).allMatch(Effect.Notify.class::isInstance);
    assertThat(scene.discarded(DiscardCause.NO_AUTHENTICATION_OPTION)).isEqualTo(1);
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
  }

  // RFC 4285 5: "the MN-HA authentication option must be present before the MN-AAA authentication option (else, the HA
  // MUST discard the message)"
  @Test
  @Tag("R4285-002")
  void authenticationForAServerBeforeThatForTheHomeAgentIsMetWithSilence() {
    MobilityOption forServer = new MessageAuthentication(2, 3, Octets.of(new byte[12]));
    assertThat(scene.tell(new Update().option(forServer).signed(ASSOCIATION, scene.timeOfDay())))
        .allMatch(Effect.Notify.class::isInstance);
    assertThat(scene.discarded(DiscardCause.NO_AUTHENTICATION_OPTION)).isEqualTo(1);
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R4285-010")
  void anUnknownAssociationIsMetWithSilence() {
    SecurityAssociation unknown =
        new SecurityAssociation(4711, ASSOCIATION.key(), "mn1@example.org", ASSOCIATION.homeAddresses());
    assertThat(scene.tell(new Update().signed(unknown, scene.timeOfDay())))
        .allMatch(Effect.Notify.class::isInstance);
    assertThat(scene.discarded(DiscardCause.UNKNOWN_ASSOCIATION)).isEqualTo(1);
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-165")
  @Tag("R4285-009")
  @Tag("R4285-008")
  void wrongAuthenticationDataGetAnAuthentic146AndChangeNothing() {
    registered();
    NtpTimestamp sent = scene.timeOfDay();
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(forge(2));
    assertThat(acknowledgement.status()).isEqualTo(146);
    assertThat(acknowledgement.sequence()).isEqualTo(2);
    assertThat(verdict(acknowledgement, sent)).isEqualTo(new AcknowledgementVerdict.Believed());
    assertThat(scene.hasRoute(Scene.HOME)).isTrue();
    assertThat(scene.onlyBinding().sequence().value()).isEqualTo(1);
  }

  @Test
  void refusalsAreRateLimitedAndDoNotCostOthersTheirs() {
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      answered += Acknowledgement.in(forge(i)).size();
    }
    assertThat(answered).isEqualTo(5);
    assertThat(scene.discarded(DiscardCause.REFUSAL_LIMIT)).isEqualTo(95);
    Update other = new Update().homeAddress(Scene.OTHER_HOME);
    NtpTimestamp old = scene.timeOfDay().plusUnits(-60L << 32);
    assertThat(Acknowledgement.onlyOneIn(scene.tell(other.signed(OTHER_ASSOCIATION, old))).status()).isEqualTo(144);
    assertThat(Acknowledgement.onlyOneIn(scene.tell(new Update().signed(ASSOCIATION, old))).status()).isEqualTo(144);
    assertThat(registered().status()).isZero();
    assertThat(Acknowledgement.in(forge(9))).hasSize(1);
    assertThat(Acknowledgement.in(forge(9))).isEmpty();
  }

  @Test
  @Tag("R4285-017")
  void aWrongClockGetsAnAuthentic144WithTheHomeAgentsTime() {
    NtpTimestamp sent = scene.timeOfDay().plusUnits(-3600L << 32);
    Acknowledgement acknowledgement =
        Acknowledgement.onlyOneIn(scene.tell(new Update().signed(ASSOCIATION, sent)));
    assertThat(acknowledgement.status()).isEqualTo(144);
    assertThat(verdict(acknowledgement, sent))
        .isEqualTo(new AcknowledgementVerdict.ClockRefused(sent.plusUnits(3600L << 32)));
    assertThat(scene.pass(Duration.ofSeconds(2))).isEmpty();
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R4285-017")
  void aReplayGets144AndChangesNothing() {
    Event.PacketReceived first = new Update().signed(ASSOCIATION, scene.timeOfDay());
    scene.tell(first);
    scene.pass(Duration.ofSeconds(1));
    scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).signed(ASSOCIATION, scene.timeOfDay()));
    assertThat(Acknowledgement.onlyOneIn(scene.tell(first)).status()).isEqualTo(144);
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_B);
  }

  @Test
  void aReplayAfterTheEndOfTheBindingIsRefusedToo() {
    Event.PacketReceived first = new Update().lifetime(1).signed(ASSOCIATION, scene.timeOfDay());
    scene.tell(first);
    scene.pass(Duration.ofSeconds(5));
    assertThat(scene.bindings()).isEmpty();
    assertThat(Acknowledgement.onlyOneIn(scene.tell(first)).status()).isEqualTo(144);
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void theClockMayBeSet() {
    scene.tell(new Event.WallClockSet(-scene.now().nanos()));
    NtpTimestamp epoch = NtpTimestamp.ofUnixNanos(0);
    scene.tell(new Update().signed(ASSOCIATION, epoch.plusUnits(1)));
    assertThat(scene.bindings()).hasSize(1);
  }

  @Test
  @Tag("R6275-004")
  @Tag("R6275-165")
  void nobodyRegistersTheHomeAddressOfAnother() {
    Update update = new Update().homeAddress(Scene.OTHER_HOME);
    assertThat(scene.tell(update.signed(ASSOCIATION, scene.timeOfDay())))
        .allMatch(Effect.Notify.class::isInstance);
    assertThat(scene.discarded(DiscardCause.FOREIGN_HOME_ADDRESS)).isEqualTo(1);
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-167")
  void anAuthenticMobileNodeIsToldThatItsHomeAddressIsNoneOfThisNetwork() {
    Update update = new Update().homeAddress(Ipv6Address.parse("2001:db8:2::100"));
    assertThat(Acknowledgement.onlyOneIn(scene.tell(update.signed(ASSOCIATION, scene.timeOfDay()))).status())
        .isEqualTo(132);
  }

  @Test
  void aRefusalOfTheHomeAgentItselfIsAuthentic() {
    registered();
    NtpTimestamp sent = scene.timeOfDay();
    Acknowledgement acknowledgement =
        Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(1).signed(ASSOCIATION, sent)));
    assertThat(acknowledgement.status()).isEqualTo(135);
    assertThat(verdict(acknowledgement, sent)).isEqualTo(new AcknowledgementVerdict.Believed());
  }

  @Test
  void aMobileNodeAtHomeIsAnsweredAuthentically() {
    registered();
    NtpTimestamp sent = scene.timeOfDay();
    Acknowledgement acknowledgement =
        Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(2).signed(ASSOCIATION, sent)));
    assertThat(acknowledgement.status()).isZero();
    assertThat(
            AcknowledgementAuthenticator.judge(
                ASSOCIATION,
                acknowledgement.header(),
                acknowledgement.message(),
                Scene.HOME,
                Scene.HOME,
                sent))
        .isEqualTo(new AcknowledgementVerdict.Believed());
  }
}
