package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.auth.BindingManagementKey;
import org.roam6.protocol.auth.KeygenToken;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingAcknowledgement;
import org.roam6.wire.mobility.BindingAuthorizationData;
import org.roam6.wire.mobility.MobilityOption;
import org.roam6.wire.mobility.NonceIndices;
import org.roam6.wire.mobility.PadN;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 9.5.1: what Binding Updates are tested for, and what those get that fail. */
class BindingUpdateCheckTest {

  private final Scene scene = new Scene();
  private final Peer peer = Peer.ready(scene);

  private void assertSilence(DiscardCause cause, Ipv6Packet update) {
    long before = scene.discarded(cause);
    assertThat(scene.receive(update)).as(cause.toString()).isEmpty();
    assertThat(scene.discarded(cause)).as(cause.toString()).isEqualTo(before + 1);
    assertThat(scene.bindings()).isEmpty();
  }

  private void assertRefused(int status, Peer.Update update, boolean authorized) {
    BindingAcknowledgement acknowledgement = update.acknowledgement();
    assertThat(acknowledgement.status()).isEqualTo(status);
    assertThat(acknowledgement.option(BindingAuthorizationData.class).isPresent()).isEqualTo(authorized);
    assertThat(acknowledgement.sequenceNumber()).isEqualTo(1);
    assertThat(scene.bindings()).isEmpty();
    assertThat(scene.snapshot().refused()).containsEntry(status, 1L);
  }

  @Test
  @Tag("R6275-134")
  @Tag("R6275-157")
  void theSourceHasToBeAnAddressThatAnAnswerCanGoTo() {
    for (String source : List.of("::", "::1", "fe80::1", "ff0e::1")) {
      Ipv6Address address = Ipv6Address.parse(source);
      assertSilence(
          DiscardCause.SOURCE_NOT_ROUTABLE, peer.update().from(address).alternate(Scene.CARE_OF).packet());
      assertSilence(DiscardCause.SOURCE_NOT_ROUTABLE, peer.goodbye().from(address).packet());
    }
  }

  @Test
  @Tag("R6275-001")
  @Tag("R6275-041")
  void theAlternateCareOfAddressHasToBeRoutable() {
    for (String address : List.of("::", "::1", "fe80::1", "ff0e::1", "::ffff:192.0.2.1")) {
      assertSilence(
          DiscardCause.CARE_OF_ADDRESS_NOT_ROUTABLE,
          peer.update().alternate(Ipv6Address.parse(address)).packet());
    }
  }

  @Test
  @Tag("R6275-137")
  @Tag("R6275-144")
  void theNonceIndicesHaveToBeThere() {
    assertSilence(DiscardCause.NO_NONCE_INDICES, peer.update().withoutIndices().packet());
  }

  @Test
  @Tag("R6275-047")
  @Tag("R6275-052")
  @Tag("R6275-140")
  void theAuthorizationHasToBeThereAndLast() {
    assertSilence(DiscardCause.NO_AUTHORIZATION_DATA, peer.update().unauthorized());
    MobilityOption data = new BindingAuthorizationData(Octets.of(new byte[12]));
    assertSilence(
        DiscardCause.NO_AUTHORIZATION_DATA, peer.update().option(data).option(PadN.ofLength(8)).unauthorized());
  }

  @Test
  @Tag("R6275-138")
  @Tag("R6275-144")
  @Tag("R6275-152")
  void theAuthorizationHasToBeThatOfTheTokens() {
    KeygenToken home = new KeygenToken(peer.homeTest.keygenToken());
    KeygenToken careOf = new KeygenToken(peer.careOfTest.keygenToken());
    for (BindingManagementKey key :
        List.of(
            BindingManagementKey.of(careOf, home),
            BindingManagementKey.of(home, new KeygenToken(careOf.bits() ^ 1)),
            BindingManagementKey.of(new KeygenToken(home.bits() ^ 1), careOf),
            BindingManagementKey.ofHome(home))) {
      assertSilence(DiscardCause.AUTHENTICATOR, peer.update().key(key).packet());
    }
    assertSilence(DiscardCause.AUTHENTICATOR, peer.goodbye().key(peer.key()).packet());
  }

  @Test
  void anAuthenticatorOfAnotherLengthAuthorizesNothing() {
    for (int length : new int[] {4, 20}) {
      MobilityOption data = new BindingAuthorizationData(Octets.of(new byte[length]));
      Peer.Update update = peer.update().option(new NonceIndices(
          peer.homeTest.nonceIndex(), peer.careOfTest.nonceIndex())).option(data).withoutIndices();
      assertSilence(DiscardCause.AUTHENTICATOR, update.unauthorized());
    }
  }

  @Test
  @Tag("R6275-014")
  @Tag("R6275-139")
  void aTestedAddressCannotVouchForAnotherOne() {
    assertSilence(
        DiscardCause.AUTHENTICATOR, peer.update().alternate(Scene.OTHER_CARE_OF).packet());
    assertSilence(
        DiscardCause.AUTHENTICATOR,
        peer.update().alternate(Scene.OTHER_CARE_OF).authorizing(Scene.CARE_OF).packet());
    assertSilence(DiscardCause.AUTHENTICATOR, peer.update().from(Scene.OTHER_CARE_OF).packet());
    Peer other = new Peer(scene, Scene.OTHER_HOME, Scene.OWN);
    other.homeTest = peer.homeTest;
    other.careOfTest = peer.careOfTest;
    assertSilence(DiscardCause.AUTHENTICATOR, other.update().packet());
  }

  @Test
  @Tag("R6275-014")
  @Tag("R6275-139")
  @Tag("R6275-146")
  @Tag("R6275-158")
  void theAlternateCareOfAddressIsTheOneThatIsTestedAndBound() {
    peer.askCareOf(Scene.OTHER_CARE_OF);
    Scene.Sent answer = scene.answerTo(peer.update().alternate(Scene.OTHER_CARE_OF).packet());
    assertThat(answer.message(BindingAcknowledgement.class).status()).isZero();
    assertThat(answer.destination()).isEqualTo(Scene.CARE_OF);
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.OTHER_CARE_OF);
  }

  @Test
  void changedOctetsAreFound() {
    Octets octets = peer.update().packet().encode();
    assertThat(scene.receive(Scene.value(Ipv6Packet.decode(octets.with(octets.length() - 1, 0))))).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-008")
  @Tag("R6275-137")
  @Tag("R6275-143")
  @Tag("R6275-155")
  @Tag("R6275-156")
  void unknownNonceIndicesGet136To138WithoutAuthorization() {
    int home = peer.homeTest.nonceIndex();
    int careOf = peer.careOfTest.nonceIndex();
    int unknown = (home + 100) % 65536;
    assertRefused(136, peer.update().indices(unknown, careOf), false);
    assertRefused(137, peer.update().indices(home, unknown), false);
    assertRefused(138, peer.update().indices(unknown, unknown), false);
  }

  @Test
  @Tag("R6275-143")
  @Tag("R6275-154")
  void expiredNonceIndicesAreAnsweredTooWhereNoAnswerWasAskedFor() {
    scene.pass(Duration.ofSeconds(235));
    Peer late = new Peer(scene, Scene.HOME, Scene.OWN);
    late.homeTest = peer.homeTest;
    late.askCareOf(Scene.CARE_OF);
    scene.pass(Duration.ofSeconds(5));
    assertRefused(136, late.update().notAcknowledged(), false);
    assertRefused(138, peer.update().notAcknowledged(), false);
  }

  @Test
  @Tag("R6275-145")
  void deletingDoesNotDependOnTheCareOfNonce() {
    peer.update().acknowledgement();
    int home = peer.homeTest.nonceIndex();
    assertThat(peer.goodbye().sequence(2).indices(home, home + 100).acknowledgement().status()).isZero();
    assertThat(scene.bindings()).isEmpty();
    assertRefused(136, peer.goodbye().sequence(1).indices((home + 100) % 65536, home), false);
  }

  @Test
  @Tag("R6275-166")
  void aHomeRegistrationGets131() {
    assertRefused(131, peer.update().withoutIndices().homeRegistration(), false);
  }

  @Test
  void aHomeRegistrationWithNonceIndicesIsMetWithSilence() {
    assertSilence(
        DiscardCause.NONCE_INDICES_IN_HOME_REGISTRATION, peer.update().homeRegistration().packet());
  }

  @Test
  void aCareOfAddressWhosePacketsWouldComeBackGets174() {
    assertRefused(174, peer.askCareOf(Scene.OTHER_OWN).update().alternate(Scene.OTHER_OWN), true);
    Peer.Update atHome = peer.askCareOf(Scene.HOME).update().from(Scene.HOME).withoutHomeAddressOption();
    assertThat(atHome.acknowledgement().status()).isEqualTo(174);
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-037")
  @Tag("R6275-038")
  @Tag("R6275-040")
  @Tag("R6275-043")
  @Tag("R6275-044")
  @Tag("R6275-048")
  void ignoredBitsAndUnknownOptionsDoNotMatter() {
    UnknownMobilityOption option = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    BindingAcknowledgement acknowledgement = peer.update().withUnknownFlags().option(option).acknowledgement();
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.keyManagement()).isFalse();
    assertThat(acknowledgement.reserved()).isZero();
  }

  @Test
  @Tag("R6275-049")
  void whatPaddingHoldsDoesNotMatter() {
    Peer.Update update = peer.update().option(new PadN(Octets.ofHex("c9ff00"))).alternate(Scene.CARE_OF);
    assertThat(update.acknowledgement().status()).isZero();
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF);
  }

  @Test
  @Tag("R6275-142")
  void besideAHomeAgentHomeRegistrationsAreItsAffair() {
    Scene beside =
        new Scene(CorrespondentConfig.of(Scene.TUNNEL).withHomePrefix(Ipv6Prefix.parse("2001:db8:1::/64")));
    Peer registered = Peer.ready(beside);
    assertThat(registered.update().withoutIndices().homeRegistration().send()).isEmpty();
    assertThat(beside.snapshot().refused()).isEmpty();

    BindingAcknowledgement acknowledgement = registered.update().acknowledgement();
    assertThat(acknowledgement.status()).isEqualTo(139);
    assertThat(acknowledgement.option(BindingAuthorizationData.class)).isPresent();
    assertThat(registered.goodbye().acknowledgement().status()).isEqualTo(139);
    assertThat(beside.bindings()).isEmpty();

    Peer stranger = new Peer(beside, Ipv6Address.parse("2001:db8:2::100"), Scene.OWN);
    assertThat(stranger.askHome().askCareOf(Scene.CARE_OF).update().acknowledgement().status()).isZero();
  }
}
