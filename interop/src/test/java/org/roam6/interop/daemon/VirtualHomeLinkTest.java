package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.CORRESPONDENT;
import static org.roam6.interop.daemon.HomeAndAway.ping;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import tools.jackson.databind.JsonNode;

/** A home network without a link, and a policy that knows visited networks. */
@OnRealKernel
@Timeout(120)
final class VirtualHomeLinkTest {

  private static final String HOME = "2001:db8:77::100";

  @TempDir private Path folder;

  @Test
  void theHomeAddressIsReachedFromWhereThePolicyAllows() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      network.router().run("ip -6 route add 2001:db8:77::/64 via 2001:db8:1::1");
      network.move(HomeAndAway.VISITED);
      try (DaemonProcess homeAgent = network.startVirtualHomeAgent();
          DaemonProcess refused = network.startMobileNodeOfVirtualHome()) {
        // The rule refuses what comes from the first visited network.
        assertThat(refused.next("refused")).contains("129");
        assertThat(homeAgent.next("rule 1 of the policy")).contains(HOME);
        // It would ask again five minutes later only, so that another one comes.
        assertThat(refused.terminate()).isZero();
        network.move(HomeAndAway.OTHER);
        checkServed(network);
        assertThat(homeAgent.terminate()).isZero();
      }
      assertThat(network.homeAgent().run("ip -6 route")).doesNotContain("2001:db8:77::");
    }
  }

  private void checkServed(HomeAndAway network) throws Exception {
    try (DaemonProcess mobileNode = network.startMobileNodeOfVirtualHome()) {
      mobileNode.next("acknowledged, status 0");
      assertThat(ping(network.router(), "-c 3 -i 0.05 -W 2 -I " + CORRESPONDENT + " " + HOME))
          .contains(" 3 received");

      // Neither the route nor a neighbour nor a group is there for the binding alone.
      assertThat(network.homeAgent().run("ip -6 route show dev roam0"))
          .contains("2001:db8:77::/64")
          .doesNotContain(HOME);
      assertThat(network.homeAgent().run("ip -6 maddress")).doesNotContain("ff02::1:ff00:100");
      JsonNode counters = network.homeAgentSocket().ask("stats");
      JsonNode sent = counters.path("sent").path("home_agent");
      assertThat(sent.path("acknowledgement_status").path("129").asLong()).isPositive();
      assertThat(sent.path("acknowledgement_status").path("0").asLong()).isPositive();
      assertThat(sent.path("messages").path("binding_acknowledgement").asLong())
          .isEqualTo(
              sent.path("acknowledgement_status").path("129").asLong()
                  + sent.path("acknowledgement_status").path("0").asLong());
      assertThat(counters.path("received").path("home_agent").path("messages").path("binding_update").asLong())
          .isGreaterThanOrEqualTo(2);
      assertThat(counters.path("home_agent").path("prohibited").path("1").asLong())
          .isEqualTo(sent.path("acknowledgement_status").path("129").asLong());
    }
  }
}
