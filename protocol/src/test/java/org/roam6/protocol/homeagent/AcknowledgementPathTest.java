package org.roam6.protocol.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.wire.Ipv6Address;

/** RFC 6275 9.5.4 and 10.3.2: where Binding Acknowledgements go. */
class AcknowledgementPathTest {

  private final Scene scene = Scene.unprotected();

  @Test
  @Tag("R6275-158")
  @Tag("R6275-159")
  void toAVisitedLinkItIsRoutedWithARoutingHeader() {
    Acknowledgement acknowledgement = scene.register(new Update());
    assertThat(acknowledgement.packet().header().source()).isEqualTo(Scene.HOME_AGENT);
    assertThat(acknowledgement.destination()).isEqualTo(Scene.CARE_OF_A);
    assertThat(acknowledgement.routingHeader()).contains(Scene.HOME);
    assertThat(acknowledgement.neighbor()).isEmpty();
    assertThat(acknowledgement.packet().extensionHeaders()).hasSize(1);
  }

  @Test
  @Tag("R6275-159")
  void toAMobileNodeAtHomeItGoesOnTheLinkWithoutRoutingHeader() {
    scene.register(new Update());
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(Update.atHome().sequence(2).plain()));
    assertThat(acknowledgement.destination()).isEqualTo(Scene.HOME);
    assertThat(acknowledgement.routingHeader()).isEmpty();
    assertThat(acknowledgement.neighbor()).contains(Scene.MOBILE_NODE_LINK_LAYER);
  }

  @Test
  void aHomeAddressOptionThatRepeatsTheSourceChangesNothing() {
    scene.register(new Update());
    Update update =
        Update.from(Scene.HOME).sequence(2).lifetime(0).on(Scene.HOME_LINK, Scene.MOBILE_NODE_LINK_LAYER);
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(update.plain()));
    assertThat(acknowledgement.status()).isZero();
    assertThat(acknowledgement.routingHeader()).isEmpty();
    assertThat(acknowledgement.neighbor()).contains(Scene.MOBILE_NODE_LINK_LAYER);
  }

  @Test
  @Tag("R6275-186")
  void aRefusalFindsAMobileNodeAtHomeToo() {
    Acknowledgement acknowledgement = Acknowledgement.onlyOneIn(scene.tell(Update.atHome().plain()));
    assertThat(acknowledgement.status()).isEqualTo(133);
    assertThat(acknowledgement.neighbor()).contains(Scene.MOBILE_NODE_LINK_LAYER);
  }

  @Test
  void aVisitedLinkBehindTheHomeLinkIsReachedByRouting() {
    Acknowledgement acknowledgement = scene.register(new Update().on(Scene.HOME_LINK, Update.CORE_ROUTER));
    assertThat(acknowledgement.neighbor()).isEmpty();
  }

  @Test
  void aLinkLocalSourceIsAnsweredOnItsLink() {
    Update update = new Update().source(Ipv6Address.parse("fe80::99"));
    Acknowledgement acknowledgement = scene.register(update.on(Scene.UPLINK, Scene.MOBILE_NODE_LINK_LAYER));
    assertThat(acknowledgement.neighbor()).contains(Scene.MOBILE_NODE_LINK_LAYER);
    assertThat(acknowledgement.destination()).isEqualTo(Ipv6Address.parse("fe80::99"));
  }
}
