package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;

/** RFC 6059 on a real kernel: a router that does not advertise itself is recognized by its answer. */
@OnRealKernel
@Timeout(120)
final class KnownLinkTest {

  @TempDir private Path folder;

  @Test
  void linkIsRecognizedThoughItsRouterAdvertisesNothingAnyMore() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess homeAgent = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      network.stopAdvertising();
      network.move(HomeAndAway.VISITED);

      assertThat(mobileNode.next(" answers")).contains("[2001:db8:a::/64] answers: the same link");
      assertThat(homeAgent.terminate()).isZero();
    }
  }
}
