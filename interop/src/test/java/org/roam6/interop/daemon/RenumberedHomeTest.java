package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.HOME;
import static org.roam6.interop.daemon.HomeAndAway.HOME_ADDRESS;
import static org.roam6.interop.daemon.HomeAndAway.VISITED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.OnRealKernel;
import tools.jackson.databind.JsonNode;

/** The home network gets another prefix while a mobile node is away, on the kernel. */
@OnRealKernel
@Timeout(180)
final class RenumberedHomeTest {

  private static final String FORMED = "2001:db8:9::100";
  private static final List<String> BOTH = List.of(HOME_ADDRESS, FORMED);
  private static final String FOLLOW = "unprotected-prefix-discovery: accept\n  renumbering: follow";

  @TempDir private Path folder;

  private static void awaitBoth(HomeAndAway network) throws IOException {
    network.mobileNodeSocket().await("status", RenumberedHomeTest::areRegistered);
  }

  private static boolean areRegistered(JsonNode status) {
    JsonNode node = status.path("mobile_node");
    return node.path("registered").asBoolean() && node.path("home_addresses").size() == BOTH.size();
  }

  @Test
  @Tag("R6275-232")
  void whoIsAwayFollowsAndKeepsTheOldAddressAsLongAsItsPrefixLasts() throws Exception {
    try (HomeAndAway network = new HomeAndAway(folder)) {
      try (DaemonProcess mobileNode = network.startMobileNodeWith(FOLLOW)) {
        try (DaemonProcess _ = network.startHomeAgent("")) {
          mobileNode.next("at home as");
          network.move(VISITED);
          mobileNode.next("acknowledged, status 0");
        }
        try (DaemonProcess _ = network.startRenumberedHomeAgent()) {
          mobileNode.next("new home address " + FORMED);
          awaitBoth(network);
          network.reach(BOTH);
          assertThat(network.mobileNode().run("ip -6 addr show dev roam0 deprecated")).contains(HOME_ADDRESS);
          assertThat(network.chosenSource()).isEqualTo(FORMED);

          assertThat(mobileNode.terminate()).isZero();
          assertThat(network.mobileNode().run("ip -6 rule").lines()).as("nothing is left").hasSize(2);
          restart(network);
        }
      }
    }
  }

  /** What was formed is known after a restart, and is at home on the link with its prefix. */
  private void restart(HomeAndAway network) throws Exception {
    try (DaemonProcess _ = network.startMobileNodeWith(FOLLOW)) {
      awaitBoth(network);
      network.reach(BOTH);
      network.move(HOME);
      network.homeAgentSocket().await("bindings", answer -> answer.path("bindings").isEmpty());
      network.reach(BOTH);
      assertThat(network.mobileNode().run("ip -6 addr show dev eth0")).contains(BOTH);
    }
  }
}
