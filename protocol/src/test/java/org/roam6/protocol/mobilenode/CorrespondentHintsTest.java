package org.roam6.protocol.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.mobilenode.CorrespondentScene.PEER;
import static org.roam6.protocol.mobilenode.CorrespondentScene.packets;
import static org.roam6.protocol.mobilenode.CorrespondentScene.sent;
import static org.roam6.protocol.mobilenode.Scenario.HOME_ADDRESS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Event.Way;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Octets;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.icmp.ParameterProblem;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.BindingUpdate;
import org.roam6.wire.mobility.CareOfTestInit;
import org.roam6.wire.mobility.HomeTestInit;
import org.roam6.wire.mobility.UnknownMobilityOption;

/** RFC 6275 11.3.5 and 11.3.6: errors, which anyone can send, lead back to the tunnel and nowhere else. */
class CorrespondentHintsTest {

  private static final int NEXT_HEADER = 1;
  private static final int OPTION = 2;

  private List<Effect> bindingError(CorrespondentScene scene, int status) {
    return bindingError(scene, status, HOME_ADDRESS);
  }

  private static List<Effect> bindingError(CorrespondentScene scene, int status, Ipv6Address homeAddress) {
    return scene.receive(
        new BindingError(status, homeAddress, List.of()),
        CorrespondentScene.arrival(Scenario.ETH0, scene.careOfAddress, Optional.empty()));
  }

  private static List<Effect> parameterProblem(CorrespondentScene scene, int code, int pointer, Octets quoted) {
    return scene.scenario.handle(
        new Event.ErrorReceived(
            CorrespondentScene.arrival(Scenario.ETH0, scene.careOfAddress, Optional.empty()),
            new ParameterProblem(code, pointer, quoted)));
  }

  private static List<Effect> quoting(CorrespondentScene scene, Effect never) {
    return parameterProblem(scene, NEXT_HEADER, 6, ((Effect.SendRouted) never).packet());
  }

  private static void assertLeftAlone(CorrespondentScene scene) {
    assertThat(scene.path()).isEmpty();
    assertThat(packets(scene.talk(Duration.ofSeconds(595), Way.TUNNEL_SENT))).isEmpty();
    assertThat(packets(scene.talk(Duration.ofSeconds(10), Way.TUNNEL_SENT))).isNotEmpty();
  }

  @Test
  @Tag("R6275-224")
  void unknownBindingLeadsBackToTheTunnelAtOnceAndToNewTests() {
    CorrespondentScene scene = CorrespondentScene.bound();
    List<Effect> effects = bindingError(scene, 1);

    assertThat(scene.path()).isEmpty();
    assertThat(sent(effects, HomeTestInit.class)).hasSize(1);
    assertThat(sent(effects, CareOfTestInit.class)).hasSize(1);
    scene.bind(effects);
    assertThat(scene.path()).isPresent();
  }

  @Test
  @Tag("R6275-046")
  void reservedBitsAndUnknownOptionsOfABindingErrorDoNotMatter() {
    CorrespondentScene scene = CorrespondentScene.bound();
    UnknownMobilityOption unknown = new UnknownMobilityOption(200, Octets.ofHex("0102"));
    scene.receive(
        new BindingError(1, 0xff, HOME_ADDRESS, List.of(unknown)),
        CorrespondentScene.arrival(Scenario.ETH0, scene.careOfAddress, Optional.empty()));

    assertThat(scene.path()).isEmpty();
  }

  @Test
  @Tag("R6275-223")
  void unknownBindingOfAnotherHomeAddressOrFromAStrangerIsIgnored() {
    CorrespondentScene scene = CorrespondentScene.bound();

    assertThat(bindingError(scene, 1, Ipv6Address.parse("2001:db8:1::98"))).isEmpty();
    assertThat(bindingError(CorrespondentScene.away(), 1)).isEmpty();
    assertThat(scene.path()).isPresent();
  }

  @Test
  void unknownBindingIsIgnoredWhereNothingWentTheDirectWay() {
    CorrespondentScene scene = CorrespondentScene.away();
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);

    assertThat(bindingError(scene, 1)).isEmpty();
    scene.update(scene.answerTests(tests));
  }

  @Test
  void floodOfBindingErrorsLeadsToFewTestsAndLeavesTheTunnel() {
    CorrespondentScene scene = CorrespondentScene.bound();
    int tests = 0;
    for (int i = 0; i < 600; i++) {
      List<Effect> effects = new ArrayList<>(bindingError(scene, 1));
      effects.addAll(scene.scenario.pass(Duration.ofMillis(100)));
      effects.addAll(scene.seen(Way.TUNNEL_SENT));
      tests += sent(effects, HomeTestInit.class).size();
      List<Effect> answered = scene.answerTests(effects);
      sent(answered, BindingUpdate.class).forEach(scene::acknowledge);
    }

    assertThat(tests).isBetween(3, 12);
  }

  @Test
  void messageThatTheCorrespondentNodeDoesNotKnowMeansThatItDoesNotTakePart() {
    CorrespondentScene scene = CorrespondentScene.away();
    scene.seen(Way.TUNNEL_SENT);
    bindingError(scene, 2, Ipv6Address.UNSPECIFIED);

    assertLeftAlone(scene);
  }

  @Test
  void unknownMessageIsIgnoredWhereNoAnswerIsAwaited() {
    CorrespondentScene scene = CorrespondentScene.bound();

    assertThat(bindingError(scene, 2)).isEmpty();
    assertThat(scene.path()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void nodeThatDoesNotKnowTheMobilityHeaderIsLeftAlone(int test) {
    CorrespondentScene scene = CorrespondentScene.away();
    Ipv6Packet quoted = packets(scene.seen(Way.TUNNEL_SENT)).get(test);
    parameterProblem(scene, NEXT_HEADER, 6, quoted.encode());

    assertLeftAlone(scene);
  }

  @Test
  void nodeThatRefusesTheBindingUpdateSoIsLeftAloneToo() {
    CorrespondentScene scene = CorrespondentScene.away();
    List<Effect> answered = scene.answerTests(scene.seen(Way.TUNNEL_SENT));
    parameterProblem(scene, NEXT_HEADER, 40, packets(answered).getFirst().encode());

    assertLeftAlone(scene);
  }

  @Test
  void errorsThatQuoteWhatWasNeverSentAreIgnored() {
    CorrespondentScene scene = CorrespondentScene.away();
    List<Effect> tests = scene.seen(Way.TUNNEL_SENT);
    Octets home = packets(tests).getFirst().encode();
    long cookie = sent(tests, HomeTestInit.class).getFirst().cookie();

    assertThat(quoting(scene, CorrespondentPackets.homeTestInit(HOME_ADDRESS, PEER, cookie + 1))).isEmpty();
    assertThat(quoting(scene, CorrespondentPackets.homeTestInit(scene.careOfAddress, PEER, cookie))).isEmpty();
    assertThat(quoting(scene, CorrespondentPackets.careOfTestInit(scene.careOfAddress, PEER, cookie))).isEmpty();
    assertThat(quoting(scene, CorrespondentPackets.homeTestInit(HOME_ADDRESS, HOME_ADDRESS, cookie))).isEmpty();
    assertThat(parameterProblem(scene, NEXT_HEADER, 6, home.with(home.length() - 1, 0))).isEmpty();
    assertThat(parameterProblem(scene, NEXT_HEADER, 6, home.slice(0, 39))).isEmpty();
    assertThat(parameterProblem(scene, NEXT_HEADER, 6, home.slice(0, 50))).isEmpty();
    assertThat(parameterProblem(scene, NEXT_HEADER, 6, Octets.EMPTY)).isEmpty();
    assertThat(parameterProblem(scene, OPTION, 42, home)).isEmpty();
    assertThat(parameterProblem(scene, 0, 6, home)).isEmpty();
    scene.update(scene.answerTests(tests));
  }

  private static Octets direct(Ipv6Address source, int length) {
    Ipv6Packet packet = Ipv6Packet.of(source, PEER, 64, IpProtocol.UDP, Octets.of(new byte[1400]));
    return packet.withHomeAddressOption(HOME_ADDRESS).encode().slice(0, length);
  }

  @Test
  void homeAddressOptionThatIsNotKnownLeadsBackToTheTunnel() {
    CorrespondentScene scene = CorrespondentScene.bound();
    parameterProblem(scene, OPTION, 44, direct(scene.careOfAddress, 1232));

    assertLeftAlone(scene);
  }

  @Test
  void homeAddressOptionIsNotBelievedToBeUnknownWhereItWasNotSent() {
    CorrespondentScene scene = CorrespondentScene.bound();

    assertThat(
            parameterProblem(
                scene, OPTION, 44, direct(TestRouter.VISITED_B.careOfAddress(), 1232)))
        .isEmpty();
    assertThat(scene.path()).isPresent();
  }

  @Test
  @Tag("R6275-221")
  void errorsMakeNoEntries() {
    CorrespondentScene scene = CorrespondentScene.away();
    Octets quoted = direct(scene.careOfAddress, 1232);

    parameterProblem(scene, OPTION, 44, quoted);
    parameterProblem(scene, NEXT_HEADER, 6, quoted);
    assertThat(scene.scenario.node.snapshot(scene.scenario.now()).correspondents()).isEmpty();
  }
}
