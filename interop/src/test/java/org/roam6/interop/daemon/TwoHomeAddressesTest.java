package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.HOME;
import static org.roam6.interop.daemon.HomeAndAway.HOME_ADDRESS;
import static org.roam6.interop.daemon.HomeAndAway.OTHER;
import static org.roam6.interop.daemon.HomeAndAway.SECOND_HOME_ADDRESS;
import static org.roam6.interop.daemon.HomeAndAway.VISITED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import tools.jackson.databind.JsonNode;

/** A mobile node with two home addresses moves and comes home, and both are reached all the time. */
@OnRealKernel
@Timeout(180)
final class TwoHomeAddressesTest {

  private static final List<String> BOTH = List.of(HOME_ADDRESS, SECOND_HOME_ADDRESS);

  @TempDir private Path folder;

  private static boolean areRegistered(JsonNode status, String prefix) {
    JsonNode node = status.path("mobile_node");
    return node.path("registered").asBoolean() && node.path("care_of_address").asString("").startsWith(prefix);
  }

  @Test
  void bothAreReachedAtHomeAndAway() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder);
        DaemonProcess _ = network.startHomeAgentOfTwo()) {
      try (DaemonProcess mobileNode = network.startMobileNodeWithBothHomeAddresses()) {
        mobileNode.next("mobile-node: " + SECOND_HOME_ADDRESS + ": at home as");
        network.reach(BOTH);
        visit(network, VISITED, "2001:db8:a:");
        visit(network, OTHER, "2001:db8:b:");
        network.move(HOME);
        network.homeAgentSocket().await("bindings", answer -> answer.path("bindings").isEmpty());
        network.reach(BOTH);
        assertThat(network.mobileNode().run("ip -6 addr show dev eth0")).contains(BOTH);
        assertThat(network.chosenSource()).isIn(BOTH);
        assertThat(mobileNode.terminate()).isZero();
      }
      assertThat(network.mobileNode().run("ip -6 rule").lines()).as("nothing is left").hasSize(2);
    }
  }

  private static void visit(HomeAndAway network, String link, String prefix) throws IOException {
    network.move(link);
    JsonNode status = network.mobileNodeSocket().await("status", answer -> areRegistered(answer, prefix));
    assertThat(status.at("/mobile_node/home_addresses").valueStream())
        .extracting(each -> each.path("home_address").asString())
        .containsExactlyElementsOf(BOTH);
    JsonNode bindings =
        network.homeAgentSocket().await("bindings", answer -> answer.path("bindings").size() == BOTH.size());
    assertThat(bindings.path("bindings").valueStream())
        .extracting(each -> each.path("care_of_address").asString())
        .containsOnly(status.at("/mobile_node/care_of_address").asString());
    network.reach(BOTH);
    assertThat(network.chosenSource()).isEqualTo(HOME_ADDRESS);
  }
}
