package org.roam6.protocol.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.protocol.Event.Way;
import org.roam6.wire.mobility.BindingRefreshRequest;

/** RFC 6275 9.5.5: whose binding is in use is asked to renew it. */
class RefreshRequestTest {

  private final Scene scene = new Scene();
  private final Peer peer = Peer.ready(scene);

  private List<Scene.Sent> pass(int seconds, boolean inUse) {
    List<Scene.Sent> sent = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      if (inUse) {
        scene.traffic(Scene.HOME, Way.DIRECT_SENT);
      }
      sent.addAll(Scene.Sent.in(scene.pass(Duration.ofSeconds(1))));
    }
    return sent;
  }

  @Test
  @Tag("R6275-021")
  @Tag("R6275-023")
  void itGoesToTheHomeAddressNearTheEnd() {
    peer.update().acknowledgement();
    assertThat(pass(79, true)).isEmpty();
    List<Scene.Sent> sent = pass(1, true);
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().source()).isEqualTo(Scene.OWN);
    assertThat(sent.getFirst().destination()).isEqualTo(Scene.HOME);
    assertThat(sent.getFirst().packet().extensionHeaders()).isEmpty();
    sent.getFirst().message(BindingRefreshRequest.class);
  }

  @Test
  void itIsRepeatedAtALimitedRateUntilTheEnd() {
    peer.update().acknowledgement();
    assertThat(pass(120, true)).hasSize(4);
    assertThat(scene.bindings()).isEmpty();
  }

  @Test
  @Tag("R6275-160")
  void aBindingUpdateEndsIt() {
    peer.update().acknowledgement();
    pass(80, true);
    peer.update().sequence(2).acknowledgement();
    assertThat(pass(79, true)).isEmpty();
    assertThat(pass(1, true)).hasSize(1);
  }

  @Test
  void whoseBindingIsNotInUseIsNotAsked() {
    peer.update().acknowledgement();
    assertThat(pass(100, false)).isEmpty();
    peer.askHome().askCareOf(Scene.CARE_OF).update().sequence(2).acknowledgement();
    pass(50, true);
    assertThat(pass(50, false)).isEmpty();
  }

  @Test
  void useThatBeginsLateIsInTime() {
    peer.update().acknowledgement();
    assertThat(pass(90, false)).isEmpty();
    assertThat(pass(10, true)).hasSize(1);
  }

  @Test
  void aShortBindingIsAskedForHalfWay() {
    peer.update().lifetime(2).acknowledgement();
    assertThat(pass(3, true)).isEmpty();
    assertThat(pass(1, true)).hasSize(1);
    assertThat(pass(4, true)).isEmpty();
  }
}
