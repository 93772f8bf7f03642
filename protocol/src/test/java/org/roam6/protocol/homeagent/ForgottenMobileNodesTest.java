package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.protocol.homeagent.Scene.CARE_OF_A;
import static org.roam6.protocol.homeagent.Scene.CARE_OF_B;
import static org.roam6.protocol.homeagent.Scene.HOME;
import static org.roam6.protocol.homeagent.Scene.HOME_AGENT;
import static org.roam6.protocol.homeagent.Scene.OTHER_HOME;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Effect;
import org.roam6.protocol.Event;
import org.roam6.protocol.homeagent.HomeAgentNotice.MobileNodeForgotten;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingErrorStatus;
import org.roam6.wire.iana.IpProtocol;
import org.roam6.wire.ip.Ipv6Packet;
import org.roam6.wire.mobility.BindingError;
import org.roam6.wire.mobility.MobilityHeader;

/** A home agent without memory, and what mobile nodes send through it meanwhile. */
class ForgottenMobileNodesTest {

  private final Scene scene = Scene.authenticated();

  private List<Effect> tunnelled(Scene to, Ipv6Address outerSource, Ipv6Address innerSource) {
    return to.tell(new Event.UnboundTunnelPacket(outerSource, HOME_AGENT, innerSource));
  }

  private static List<Effect.SendRouted> sent(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.SendRouted.class::isInstance)
        .map(Effect.SendRouted.class::cast)
        .toList();
  }

  @Test
  void tellsAMobileNodeThatItHasNoBinding() {
    List<Effect> effects = tunnelled(scene, CARE_OF_A, HOME);

    assertThat(Scene.notices(effects, MobileNodeForgotten.class))
        .containsExactly(new MobileNodeForgotten(HOME, CARE_OF_A));
    Ipv6Packet packet = Acknowledgement.value(Ipv6Packet.decode(sent(effects).getFirst().packet()));
    assertThat(packet.header().source()).isEqualTo(HOME_AGENT);
    assertThat(packet.header().destination()).isEqualTo(CARE_OF_A);
    assertThat(packet.protocol()).isEqualTo(IpProtocol.MOBILITY);
    MobilityHeader header = Acknowledgement.value(MobilityHeader.decode(packet.payload(), HOME_AGENT, CARE_OF_A));
    assertThat(header.message())
        .isEqualTo(new BindingError(BindingErrorStatus.UNKNOWN_BINDING.code(), HOME, List.of()));
    // An IPv6 header in an IPv6 header is the least that brings it about.
    assertThat(packet.encode().length()).isLessThan(80);
  }

  @Test
  void tellsItOnceASecond() {
    assertThat(tunnelled(scene, CARE_OF_A, HOME)).isNotEmpty();
    scene.pass(Duration.ofMillis(999));
    assertThat(tunnelled(scene, CARE_OF_A, HOME)).isEmpty();
    assertThat(tunnelled(scene, CARE_OF_B, HOME)).isEmpty();
    assertThat(tunnelled(scene, CARE_OF_A, OTHER_HOME)).isNotEmpty();
    scene.pass(Duration.ofMillis(1));
    assertThat(tunnelled(scene, CARE_OF_A, HOME)).isNotEmpty();
  }

  @Test
  @Tag("R6275-127")
  void tellsAllTogetherNoMoreThanAHundredTimesASecond() {
    Scene open = Scene.unprotected();
    int told = 0;
    for (int i = 0; i < 1000; i++) {
      told += sent(tunnelled(open, CARE_OF_A, new Ipv6Address(HOME.high(), 0x1000 + i))).size();
    }
    assertThat(told).isEqualTo(10);
    open.pass(Duration.ofMillis(100));
    for (int i = 0; i < 1000; i++) {
      told += sent(tunnelled(open, CARE_OF_A, new Ipv6Address(HOME.high(), 0x2000 + i))).size();
    }
    assertThat(told).isEqualTo(20);
  }

  @Test
  @Tag("R6275-125")
  void tellsNobodyElse() {
    Ipv6Address stranger = Ipv6Address.parse("2001:db8:c::1");
    assertThat(tunnelled(scene, CARE_OF_A, stranger)).isEmpty();
    assertThat(tunnelled(scene, CARE_OF_A, Ipv6Address.parse("2001:db8:1::777"))).isEmpty();
    assertThat(tunnelled(scene, Ipv6Address.parse("ff02::1"), HOME)).isEmpty();
    assertThat(tunnelled(scene, Ipv6Address.parse("2001:db8:1::5"), HOME)).isEmpty();
    assertThat(scene.tell(new Event.UnboundTunnelPacket(CARE_OF_A, stranger, HOME))).isEmpty();
    Scene open = Scene.unprotected();
    assertThat(tunnelled(open, CARE_OF_A, HOME_AGENT)).isEmpty();
    assertThat(tunnelled(open, CARE_OF_A, Ipv6Address.parse("2001:db8:1::"))).isEmpty();
    assertThat(tunnelled(open, CARE_OF_A, stranger)).isEmpty();
  }

  @Test
  void leavesAMobileNodeAloneThatIsRegisteringOrRegistered() {
    Scene open = Scene.unprotected();
    open.tell(Update.from(CARE_OF_A).plain());
    assertThat(tunnelled(open, CARE_OF_A, HOME)).isEmpty();
    open.pass(Duration.ofSeconds(1));
    assertThat(open.tunnel(HOME)).isPresent();
    assertThat(tunnelled(open, CARE_OF_B, HOME)).isEmpty();
  }
}
