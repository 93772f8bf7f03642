package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.ip.Ipv6Header;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.CareOfTest;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTest;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 9.4: the answers to Home and Care-of Test Init messages. */
class ReturnRoutabilityTest {

  private final Scene scene = new Scene();

  @Test
  @Tag("R6275-021")
  @Tag("R6275-130")
  @Tag("R6275-132")
  void aHomeTestGoesToTheHomeAddressWithTheCookie() {
    Scene.Sent answer =
        scene.answerTo(Peer.packet(Scene.HOME, Scene.OWN, new HomeTestInit(0x1122_3344_5566_7788L, List.of())));
    assertThat(answer.source()).isEqualTo(Scene.OWN);
    assertThat(answer.destination()).isEqualTo(Scene.HOME);
    assertThat(answer.packet().extensionHeaders()).isEmpty();
    assertThat(answer.message(HomeTest.class).cookie()).isEqualTo(0x1122_3344_5566_7788L);
  }

  @Test
  @Tag("R6275-021")
  @Tag("R6275-133")
  void aCareOfTestGoesToTheCareOfAddressWithTheCookie() {
    Scene.Sent answer =
        scene.answerTo(Peer.packet(Scene.CARE_OF, Scene.OWN, new CareOfTestInit(0x8877_6655_4433_2211L, List.of())));
    assertThat(answer.source()).isEqualTo(Scene.OWN);
    assertThat(answer.destination()).isEqualTo(Scene.CARE_OF);
    assertThat(answer.packet().extensionHeaders()).isEmpty();
    assertThat(answer.message(CareOfTest.class).cookie()).isEqualTo(0x8877_6655_4433_2211L);
  }

  @Test
  void tokensOfTheTwoKindsAndOfDifferentAddressesDiffer() {
    Peer peer = Peer.ready(scene);
    long home = peer.homeTest.keygenToken();
    assertThat(peer.askCareOf(Scene.HOME).careOfTest.keygenToken()).isNotEqualTo(home);
    assertThat(peer.askHome().homeTest.keygenToken()).isEqualTo(home);
    assertThat(new Peer(scene, Scene.OTHER_HOME, Scene.OWN).askHome().homeTest.keygenToken()).isNotEqualTo(home);
  }

  @Test
  @Tag("R6275-007")
  void tokensOfAnotherRunDiffer() {
    Peer before = Peer.ready(new Scene(CorrespondentConfig.of(Scene.TUNNEL), 1));
    Peer after = Peer.ready(new Scene(CorrespondentConfig.of(Scene.TUNNEL), 2));
    assertThat(after.homeTest.keygenToken()).isNotEqualTo(before.homeTest.keygenToken());
    assertThat(after.careOfTest.keygenToken()).isNotEqualTo(before.careOfTest.keygenToken());
  }

  @Test
  @Tag("R6275-030")
  @Tag("R6275-031")
  void unknownOptionsAndReservedBitsDoNotMatter() {
    UnknownMobilityOption option = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    scene.answerTo(Peer.packet(Scene.HOME, Scene.OWN, new HomeTestInit(0xffff, 1, List.of(option))));
    scene.answerTo(Peer.packet(Scene.CARE_OF, Scene.OWN, new CareOfTestInit(0xffff, 1, List.of(option))));
  }

  @Test
  @Tag("R6275-022")
  @Tag("R6275-129")
  @Tag("R6275-131")
  void aHomeAddressOptionIsMetWithSilence() {
    HomeTestInit init = new HomeTestInit(1, List.of());
    assertThat(scene.receive(withHomeAddressOption(Peer.packet(Scene.HOME, Scene.OWN, init)))).isEmpty();
    CareOfTestInit other = new CareOfTestInit(1, List.of());
    assertThat(scene.receive(withHomeAddressOption(Peer.packet(Scene.HOME, Scene.OWN, other)))).isEmpty();
    assertThat(scene.discarded(DiscardCause.HOME_ADDRESS_OPTION)).isEqualTo(2);
    assertThat(scene.snapshot().nonces()).isZero();
  }

  // The checksum is the one of the home address, as the receiver sees it.
  private static Ipv6Packet withHomeAddressOption(Ipv6Packet packet) {
    Ipv6Header header = new Ipv6Header(0, 0, 60, Scene.CARE_OF, packet.header().destination());
    return new Ipv6Packet(header, packet.extensionHeaders(), packet.protocol(), packet.payload())
        .withHomeAddressOption(Scene.HOME);
  }

  @Test
  void sourcesThatAreNotUnicastRoutableGetNoAnswer() {
    for (String source : List.of("::", "::1", "fe80::1", "ff0e::1", "::ffff:192.0.2.1")) {
      Ipv6Address address = Ipv6Address.parse(source);
      assertThat(scene.receive(Peer.homeTestInit(address, Scene.OWN))).as(source).isEmpty();
      assertThat(scene.receive(Peer.careOfTestInit(address, Scene.OWN))).as(source).isEmpty();
    }
    assertThat(scene.snapshot().nonces()).isZero();
  }

  @Test
  void onlyAnOwnRoutableAddressAnswers() {
    Ipv6Address linkLocal = Ipv6Address.parse("fe80::1");
    scene.tell(new Event.AddressChanged(Scene.UPLINK, linkLocal, Event.AddressState.READY));
    for (String own : List.of("2001:db8:c::99", "ff02::1", "fe80::1")) {
      Ipv6Address address = Ipv6Address.parse(own);
      assertThat(scene.receive(Peer.homeTestInit(Scene.HOME, address))).as(own).isEmpty();
      assertThat(scene.receive(Peer.careOfTestInit(Scene.CARE_OF, address))).as(own).isEmpty();
    }
  }

  @Test
  void aFloodOfRequestsIsAnsweredOneForOneAndLeavesNothing() {
    Peer peer = Peer.ready(scene);
    for (int i = 0; i < 20_000; i++) {
      Ipv6Address source = new Ipv6Address(Scene.CARE_OF.high(), i + 1_000);
      Scene.Sent home = scene.answerTo(Peer.homeTestInit(source, Scene.OWN));
      Scene.Sent careOf = scene.answerTo(Peer.careOfTestInit(source, Scene.OWN));
      assertThat(List.of(home.destination(), careOf.destination())).containsOnly(source);
    }
    CorrespondentSnapshot after = scene.snapshot();
    assertThat(after.bindings()).isEmpty();
    assertThat(after.remembered()).isZero();
    assertThat(after.nonces()).isEqualTo(1);
    assertThat(after.homeTests()).isEqualTo(20_001);
    assertThat(after.careOfTests()).isEqualTo(20_001);
    assertThat(scene.wanted).isEmpty();
    assertThat(peer.update().acknowledgement().isAccepted()).isTrue();
  }

  @Test
  void anAnswerIsNoLongerThanItsRequestByMoreThanTheToken() {
    int asked = Peer.homeTestInit(Scene.HOME, Scene.OWN).encode().length();
    int answered = scene.answerTo(Peer.homeTestInit(Scene.HOME, Scene.OWN)).packet().encode().length();
    assertThat(answered - asked).isEqualTo(Long.BYTES);
  }

  @Test
  void askingTellsNobodyAndMakesNoDeadlineButThatOfTheNonce() {
    scene.tell(new Event.PacketReceived(Scene.UPLINK, Scene.ROUTER, Peer.homeTestInit(Scene.HOME, Scene.OWN).encode()))
        .forEach(effect -> assertThat(effect).isInstanceOf(Effect.SendRouted.class));
    assertThat(scene.correspondent.nextDeadline()).isEqualTo(scene.now().plus(Duration.ofMinutes(4)));
  }
}
