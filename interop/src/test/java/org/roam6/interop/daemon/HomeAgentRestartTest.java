package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.CORRESPONDENT;
import static org.roam6.interop.daemon.HomeAndAway.ping;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;

/** A home agent that is killed and has lost its memory when its mobile node sends through it again. */
@OnRealKernel
@Timeout(120)
final class HomeAgentRestartTest {

  /** Duplicate address detection takes a second; the rest is for slow machines. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void theMobileNodeIsServedAgainAtOnce() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess killed = network.startHomeAgent("");
        DaemonProcess mobileNode = network.startMobileNode("")) {
      mobileNode.next("at home as");
      network.move(HomeAndAway.VISITED);
      mobileNode.next("acknowledged, status 0");
      assertThat(ping(network.mobileNode(), "-c 1 -W 2 " + CORRESPONDENT)).contains(" 1 received");
      killed.kill();
      Files.delete(folder.resolve("ha.memory"));
      Process traffic = network.mobileNode().background("ping -n -q -i 0.01 " + CORRESPONDENT);
      try (DaemonProcess next = network.startHomeAgent("")) {
        long ready = System.nanoTime();
        assertThat(ping(network.mobileNode(), "-c 1 -i 0.01 -w " + PATIENCE.toSeconds() + " " + CORRESPONDENT))
            .doesNotContain(" 0 received");
        assertThat(Duration.ofNanos(System.nanoTime() - ready)).isLessThan(PATIENCE);
        assertThat(next.next("without a binding")).contains("2001:db8:1::100 sends from 2001:db8:a:");
        assertThat(mobileNode.next("Binding Error")).isNotEmpty();
      } finally {
        traffic.destroyForcibly();
      }
    }
  }
}
