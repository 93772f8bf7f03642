package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Desired;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.Memory;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** A home network without a link (RFC 4887 7): there is nobody on it to ask or to tell. */
class VirtualHomeLinkTest {

  private final Scene scene = Scene.withoutLink();

  @Test
  void routesThePrefixToTheDataPlaneAsAWhole() {
    assertThat(scene.always)
        .contains(
            new Desired.Route(254, Scene.HOME_PREFIX, Optional.empty(), Scene.TUNNEL),
            new Desired.InterfaceAddress(
                Scene.TUNNEL,
                Scene.HOME_AGENT,
                128,
                Desired.DuplicateDetection.NONE,
                Desired.SourceUse.PREFERRED));
  }

  @Test
  void answersABindingUpdateAtOnceAndWantsNothingForItButItsTunnel() {
    List<Effect> effects = scene.tell(Update.from(Scene.CARE_OF_A).linkLocal().plain());

    assertThat(Acknowledgement.onlyOneIn(effects).status()).isEqualTo(BindingAcknowledgementStatus.ACCEPTED.code());
    assertThat(scene.wanted.keySet()).containsExactly(new Desired.TunnelKey(BindingKey.of(Scene.HOME)));
    assertThat(Scene.neighborMessages(effects)).isEmpty();
    assertThat(Scene.neighborMessages(scene.pass(Duration.ofSeconds(10)))).isEmpty();
    assertThat(scene.onlyBinding().careOfAddress()).isEqualTo(Scene.CARE_OF_A);
    assertThat(scene.onlyBinding().linkLocalDefended()).isTrue();
  }

  @Test
  void takesTheTunnelAwayWithTheBinding() {
    scene.tell(Update.from(Scene.CARE_OF_A).plain());
    scene.tell(Update.from(Scene.CARE_OF_A).sequence(2).lifetime(0).plain());
    assertThat(scene.wanted).isEmpty();
    scene.tell(Update.from(Scene.CARE_OF_B).sequence(3).plain());
    assertThat(scene.tunnel(Scene.HOME)).isPresent();
    scene.pass(Duration.ofMinutes(2));
    assertThat(scene.wanted).isEmpty();
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  void goesOnWithTheBindingsOfAnEarlierRunWithoutTellingAnybody() {
    Memory.HomeRegistration remembered =
        new Memory.HomeRegistration(
            Scene.HOME,
            Scene.CARE_OF_A,
            new SequenceNumber(7),
            new Lifetime(15),
            true,
            scene.instant().plusSeconds(30));
    List<Effect> effects = scene.tell(new Event.Recalled(remembered));
    effects.addAll(
        scene.tell(
            new Event.LinkChanged(Scene.TUNNEL, Event.LinkPresence.NO_CARRIER, Scene.OWN_LINK_LAYER, 1500)));
    effects.addAll(
        scene.tell(new Event.LinkChanged(Scene.TUNNEL, Event.LinkPresence.CARRIER, Scene.OWN_LINK_LAYER, 1500)));
    effects.addAll(scene.pass(Duration.ofSeconds(5)));

    assertThat(Scene.neighborMessages(effects)).isEmpty();
    assertThat(scene.wanted.keySet()).containsExactly(new Desired.TunnelKey(BindingKey.of(Scene.HOME)));
  }

  @Test
  void givesNobodyTheHomeAgentsOwnAddress() {
    List<Effect> effects = scene.tell(Update.from(Scene.CARE_OF_A).homeAddress(Scene.HOME_AGENT).plain());
    assertThat(Acknowledgement.onlyOneIn(effects).status())
        .isEqualTo(BindingAcknowledgementStatus.DUPLICATE_ADDRESS_DETECTION_FAILED.code());
  }
}
