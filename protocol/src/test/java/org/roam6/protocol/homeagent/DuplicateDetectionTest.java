package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.icmp.NeighborSolicitation;

/** RFC 6275 10.3.1 and RFC 4862 5.4: the home address is checked on the home link. */
class DuplicateDetectionTest {

  private final Scene scene = Scene.unprotected();

  @Test
  @Tag("R6275-172")
  void theGroupIsJoinedAndTheProbeSentWithoutDelay() {
    List<Effect> effects = scene.tell(new Update().plain());
    assertThat(effects.getFirst())
        .isEqualTo(new Effect.Want(new Desired.GroupMembership(Scene.HOME_LINK, Scene.HOME.solicitedNode())));
    List<Scene.Sent> sent = Scene.neighborMessages(effects);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().source()).isEqualTo(Ipv6Address.UNSPECIFIED);
    assertThat(sent.getFirst().destination()).isEqualTo(Scene.HOME.solicitedNode());
    assertThat(sent.getFirst().message()).isEqualTo(new NeighborSolicitation(Scene.HOME, List.of()));
    assertThat(scene.hasRoute(Scene.HOME)).isFalse();
  }

  @Test
  @Tag("R6275-172")
  void withTheLinkLocalBitBothAddressesAreChecked() {
    List<Scene.Sent> sent = Scene.neighborMessages(scene.tell(new Update().linkLocal().plain()));
    assertThat(sent).extracting(each -> ((NeighborSolicitation) each.message()).target())
        .containsExactly(Scene.HOME, Ipv6Address.linkLocal(Scene.HOME.low()));
  }

  @Test
  @Tag("R6275-173")
  void anAdvertisementForTheHomeAddressMakesItADuplicate() {
    scene.tell(new Update().plain());
    scene.pass(Duration.ofMillis(500));
    List<Effect> effects = scene.advertise(Scene.HOME);
    assertThat(Acknowledgement.onlyOneIn(effects).status()).isEqualTo(134);
    assertThat(Scene.notices(effects, HomeAgentNotice.DuplicateFound.class)).hasSize(1);
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.pass(Duration.ofSeconds(5))).isEmpty();
  }

  @Test
  @Tag("R6275-173")
  void anAdvertisementForTheLinkLocalAddressDoesSoToo() {
    scene.tell(new Update().linkLocal().plain());
    assertThat(Acknowledgement.onlyOneIn(scene.advertise(Ipv6Address.linkLocal(Scene.HOME.low()))).status())
        .isEqualTo(134);
    assertThat(scene.wanted).isEmpty();
  }

  @Test
  @Tag("R6275-173")
  void aProbeOfAnotherNodeMakesItADuplicate() {
    scene.tell(new Update().plain());
    assertThat(Acknowledgement.onlyOneIn(scene.solicit(Ipv6Address.UNSPECIFIED, Scene.HOME)).status())
        .isEqualTo(134);
  }

  @Test
  void theOwnProbeAndTheQuestionOfANeighborDoNot() {
    scene.tell(new Update().plain());
    scene.onHomeLink(
        Ipv6Address.UNSPECIFIED,
        Scene.HOME.solicitedNode(),
        Scene.OWN_LINK_LAYER,
        new NeighborSolicitation(Scene.HOME, List.of()));
    assertThat(Scene.neighborMessages(scene.solicit(Scene.NEIGHBOR, Scene.HOME))).isEmpty();
    scene.advertise(Scene.OTHER_HOME);
    assertThat(Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1))).status()).isZero();
  }

  /** It left home while its own detection or announcement was under way, and must not lose its address for that. */
  @Test
  void whatTheMobileNodeItselfSentBeforeItLeftIsNoDuplicate() {
    Ipv6Address careOf =
        new Ipv6Address(Scene.CARE_OF_B.high(), Scene.NEIGHBOR_LINK_LAYER.interfaceIdentifier());
    scene.tell(Update.from(careOf).plain());
    assertThat(Acknowledgement.in(scene.solicit(Ipv6Address.UNSPECIFIED, Scene.HOME))).isEmpty();
    assertThat(Acknowledgement.in(scene.advertise(Scene.HOME))).isEmpty();
    assertThat(Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1))).status()).isZero();
  }

  /** Its first care-of address was a duplicate; the second one says nothing of its link-layer address. */
  @Test
  void theMobileNodeIsKnownByAnEarlierCareOfAddressToo() {
    Ipv6Address careOf =
        new Ipv6Address(Scene.CARE_OF_B.high(), Scene.NEIGHBOR_LINK_LAYER.interfaceIdentifier());
    scene.tell(Update.from(careOf).plain());
    scene.tell(Update.from(Scene.CARE_OF_A).sequence(2).plain());
    assertThat(Acknowledgement.in(scene.solicit(Ipv6Address.UNSPECIFIED, Scene.HOME))).isEmpty();
    assertThat(Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1))).status()).isZero();
  }

  @Test
  void anAnswerInTheLastMomentCounts() {
    scene.tell(new Update().plain());
    scene.pass(Duration.ofSeconds(1).minusNanos(1));
    assertThat(Acknowledgement.onlyOneIn(scene.advertise(Scene.HOME)).status()).isEqualTo(134);
  }

  @Test
  void bindingUpdatesMeanwhileDoNotStartItAgainAndTheNewestIsAnswered() {
    scene.tell(new Update().plain());
    scene.pass(Duration.ofMillis(600));
    List<Effect> meanwhile = scene.tell(Update.from(Scene.CARE_OF_B).sequence(2).lifetime(20).plain());
    assertThat(Scene.neighborMessages(meanwhile)).isEmpty();
    assertThat(Acknowledgement.in(meanwhile)).isEmpty();
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.pass(Duration.ofMillis(400)));
    assertThat(acknowledgement.sequence()).isEqualTo(2);
    assertThat(acknowledgement.lifetime()).isEqualTo(20);
    assertThat(acknowledgement.destination()).isEqualTo(Scene.CARE_OF_B);
    assertThat(scene.tunnel(Scene.HOME).orElseThrow().remoteEnd()).isEqualTo(Scene.CARE_OF_B);
  }

  @Test
  void anOldBindingUpdateMeanwhileGets135() {
    scene.tell(new Update().sequence(7).plain());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(new Update().sequence(7).plain()));
    assertThat(acknowledgement.status()).isEqualTo(135);
    assertThat(acknowledgement.sequence()).isEqualTo(7);
    assertThat(Acknowledgement.onlyOneIn(scene.pass(Duration.ofSeconds(1))).status()).isZero();
  }

  @Test
  void aMobileNodeThatComesHomeMeanwhileIsLetGo() {
    scene.tell(new Update().plain());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(2).plain()));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.lifetime()).isZero();
    assertThat(scene.wanted).isEmpty();
    assertThat(Acknowledgement.in(scene.pass(Duration.ofSeconds(2)))).isEmpty();
  }

  @Test
  void theHomeAgentsOwnAddressAndThatOfAllRoutersAreNoHomeAddresses() {
    assertThat(statusFor(Scene.HOME_AGENT)).isEqualTo(134);
    assertThat(statusFor(Scene.HOME_PREFIX.address())).isEqualTo(129);
    assertThat(scene.wanted).isEmpty();
  }

  private int statusFor(Ipv6Address homeAddress) {
    return Acknowledgement.onlyOneIn(scene.tell(new Update().homeAddress(homeAddress).plain())).status();
  }
}
