package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event;
import org.roam6.protocol.auth.Security;
import org.roam6.protocol.forwarding.BindingKey;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;

class LimitsTest {

  private final Scene scene =
      new Scene(Scene.config(new Security.None(), new HomeAgentLimits(2, 5, Duration.ofSeconds(1))));

  private static Update of(int number) {
    return new Update().homeAddress(address(number));
  }

  private static Ipv6Address address(int number) {
    return new Ipv6Address(Scene.HOME.high(), 0x1000 + number);
  }

  @Test
  void noMoreBindingsThanConfiguredAndTheRestGets130() {
    scene.register(of(1));
    scene.register(of(2));
    assertThat(Acknowledgement.onlyOneIn(scene.tell(of(3).plain())).status()).isEqualTo(130);
    assertThat(scene.bindings()).hasSize(2);
    assertThat(Acknowledgement.onlyOneIn(scene.tell(of(2).sequence(2).plain())).status()).isZero();
    scene.pass(Duration.ofSeconds(60));
    assertThat(scene.register(of(3)).status()).isZero();
  }

  @Test
  void refusedDeregistrationsAreRememberedAsFarAsThereIsRoom() {
    scene.tell(Update.atHome(Ipv6Address.parse("2001:db8:2::1")).plain());
    scene.register(of(1));
    scene.tell(Update.atHome(address(2)).sequence(9).plain());
    assertThat(Acknowledgement.onlyOneIn(scene.tell(of(3).plain())).status()).isEqualTo(130);
    scene.pass(Duration.ofSeconds(10));
    scene.register(of(3));
    scene.tell(Update.atHome(address(4)).sequence(9).plain());
    assertThat(Acknowledgement.onlyOneIn(scene.tell(of(4).plain())).status()).isEqualTo(130);
    scene.pass(Duration.ofSeconds(60));
    assertThat(scene.register(of(4)).status()).isZero();
  }

  @Test
  @Tag("R6275-171")
  void homeRegistrationsAreNotReplacedByOthers() {
    scene.register(of(1));
    scene.register(of(2));
    for (int i = 3; i < 100; i++) {
      scene.tell(of(i).plain());
    }
    assertThat(scene.hasRoute(address(1))).isTrue();
    assertThat(scene.hasRoute(address(2))).isTrue();
    assertThat(scene.bindings())
        .extracting(HomeAgentSnapshot.Binding::homeAddress)
        .containsExactly(address(1), address(2));
  }

  @Test
  void withoutHomeInterfaceNobodyCanBeRegistered() {
    scene.tell(new Event.LinkChanged(Scene.HOME_LINK, Event.LinkPresence.ABSENT, Scene.OWN_LINK_LAYER, 0));
    assertThat(Acknowledgement.onlyOneIn(scene.tell(of(1).plain())).status()).isEqualTo(128);
  }

  @Test
  void tellsWhatCannotBeForwarded() {
    scene.register(new Update());
    Event failure = new Event.ForwardingFailed(BindingKey.of(Scene.HOME), "no TUN");
    assertThat(Scene.notices(scene.tell(failure), HomeAgentNotice.ForwardingImpossible.class)).hasSize(1);
  }

  @Test
  void refusesConfigurationsThatDoNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HomeAgentLimits(0, 5, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new HomeAgentLimits(1, 0, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new HomeAgentLimits(1, 1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HomeAgentConfig.of(
                    Scene.HOME_LINK,
                    Scene.HOME_AGENT,
                    Ipv6Prefix.parse("2001:db8:2::/64"),
                    new Security.None(),
                    Scene.TUNNEL))
        .withMessageContaining("homePrefix");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HomeAgentConfig(
                    Scene.HOME_LINK,
                    Scene.HOME_AGENT,
                    Scene.HOME_PREFIX,
                    List.of(),
                    new Security.None(),
                    Scene.TUNNEL,
                    Duration.ofSeconds(3),
                    0,
                    PrefixDiscoveryPolicy.OFF,
                    HomeAgentLimits.DEFAULT))
        .withMessageContaining("maximumLifetime");
  }
}
