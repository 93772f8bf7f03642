package org.roam6.interop.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roam6.interop.daemon.HomeAndAway.CORRESPONDENT;
import static org.roam6.interop.daemon.HomeAndAway.HOME;
import static org.roam6.interop.daemon.HomeAndAway.HOME_ADDRESS;
import static org.roam6.interop.daemon.HomeAndAway.OTHER;
import static org.roam6.interop.daemon.HomeAndAway.VISITED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import tools.jackson.databind.JsonNode;

/**
 * A mobile node with a home address and a home agent on each of two home links: on one of them it is at home for one
 * home address and away for the other, and is reached at both wherever it goes.
 */
@OnRealKernel
@Timeout(180)
final class TwoHomeLinksTest {

  private static final String AT_OTHER = "2001:db8:b::100";
  private static final List<String> BOTH = List.of(HOME_ADDRESS, AT_OTHER);
  private static final int PINGS = 300;
  // It leaves a home link twice: there the home agent detects duplicates for a second before it accepts.
  private static final int MOST_LOST = PINGS / 5;

  private static final String OTHER_HOME_AGENT_FILE =
      """
      control-socket: ha2.sock
      home-agent:
        interface: eth0
        address: 2001:db8:b::1
        prefix: 2001:db8:b::/64
        mobile-nodes:
          - {identifier: mn@example.com, spi: 2000, key-file: mn2.key, home-addresses: [2001:db8:b::100]}
      router:
        interfaces:
          eth0:
            prefixes: [2001:db8:b::1/64]
            router-lifetime: 0s
            home-agent: {lifetime: 30m}
            fast-solicited-ra: true
      """;
  private static final String MOBILE_NODE_FILE =
      """
      control-socket: mn.sock
      mobile-node:
        interface: eth0
        home-addresses:
          - home-address: 2001:db8:1::100/64
            home-agent: 2001:db8:1::1
            identifier: mn@example.org
            spi: 1000
            key-file: mn.key
          - home-address: 2001:db8:b::100/64
            home-agent: 2001:db8:b::1
            identifier: mn@example.com
            spi: 2000
            key-file: mn2.key
      """;

  @TempDir private Path folder;
  private final TestNamespace otherHomeAgent = new TestNamespace();
  private HomeAndAway network;

  @BeforeEach
  void build() throws Exception {
    network = new HomeAndAway(folder);
    network.makeKey("mn2.key", HomeAndAway.KEY.repeat(2));
    otherHomeAgent.run("sysctl -qw net.ipv6.conf.all.forwarding=1");
    network.plug("ha2", otherHomeAgent, "eth0", OTHER, "2001:db8:b::1");
    otherHomeAgent.run("ip -6 route add default via 2001:db8:b::ff");
  }

  @AfterEach
  void leaveNothing() {
    network.close();
    otherHomeAgent.close();
  }

  private DaemonProcess startOtherHomeAgent() throws Exception {
    return new DaemonProcess(otherHomeAgent, Files.writeString(folder.resolve("ha2.yaml"), OTHER_HOME_AGENT_FILE));
  }

  private DaemonProcess startMobileNode() throws Exception {
    return new DaemonProcess(network.mobileNode(), Files.writeString(folder.resolve("mn.yaml"), MOBILE_NODE_FILE));
  }

  /** Waits until the node is where these words say for its home addresses, and all is registered that should be. */
  private void await(String... whereabouts) throws IOException {
    network
        .mobileNodeSocket()
        .await(
            "status",
            status ->
                status.at("/mobile_node/registered").asBoolean()
                    && strings(status.at("/mobile_node/home_addresses"), "whereabouts").equals(List.of(whereabouts)));
  }

  private static List<String> strings(JsonNode list, String field) {
    return list.valueStream().map(each -> each.path(field).asString()).toList();
  }

  /** Waits until a home agent has a binding with a care-of address that begins so, or none where that is empty. */
  private void awaitBinding(ControlSocket homeAgent, String careOf) throws IOException {
    homeAgent.await(
        "bindings",
        answer -> {
          List<String> all = strings(answer.path("bindings"), "care_of_address");
          return careOf.isEmpty() ? all.isEmpty() : all.size() == 1 && all.getFirst().startsWith(careOf);
        });
  }

  private void awaitBindings(String atHome, String atOther) throws IOException {
    awaitBinding(network.homeAgentSocket(), atHome);
    awaitBinding(new ControlSocket(folder.resolve("ha2.sock")), atOther);
  }

  private List<String> onLink() {
    return network.mobileNode().run("ip -6 -o addr show dev eth0 scope global").lines()
        .map(line -> line.replaceAll(".* inet6 (\\S+)/.*", "$1"))
        .toList();
  }

  private void goHome() throws IOException {
    network.move(HOME);
    await("home", "away");
    awaitBindings("", "2001:db8:1:");
    network.reach(BOTH);
    assertThat(onLink()).hasSize(2).contains(HOME_ADDRESS);
    assertThat(network.chosenSource()).isEqualTo(HOME_ADDRESS);
  }

  private void goToOtherHome() throws IOException {
    network.move(OTHER);
    await("away", "home");
    awaitBindings("2001:db8:b:", "");
    network.reach(BOTH);
    assertThat(onLink()).hasSize(2).contains(AT_OTHER);
    assertThat(network.chosenSource()).isIn(BOTH);
  }

  private void visit() throws IOException {
    network.move(VISITED);
    await("away", "away");
    awaitBindings("2001:db8:a:", "2001:db8:a:");
    network.reach(BOTH);
    assertThat(onLink()).hasSize(1).doesNotContainAnyElementsOf(BOTH);
    assertThat(network.chosenSource()).isIn(BOTH);
  }

  @Test
  void itIsReachedAtBothWhereverItGoes() throws Exception {
    try (DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess _ = startOtherHomeAgent()) {
      try (DaemonProcess mobileNode = startMobileNode()) {
        await("home", "away");
        List<Process> pings = BOTH.stream().map(this::ping).toList();
        visit();
        goToOtherHome();
        goHome();
        goToOtherHome();
        for (Process each : pings) {
          assertThat(lost(each)).isLessThan(MOST_LOST);
        }
        assertThat(mobileNode.terminate()).isZero();
      }
      assertThat(onLink()).as("nothing is left").isEmpty();
      assertThat(network.mobileNode().run("ip -6 rule").lines()).as("nothing is left").hasSize(2);
    }
  }

  @Test
  void killedAndStartedAgainItIsAtHomeForOneAndAwayForTheOther() throws Exception {
    // By detecting duplicates it finds out that the home agent has a binding of its former life.
    network.mobileNode().run("sysctl -qw net.ipv6.conf.all.accept_dad=1 net.ipv6.conf.eth0.accept_dad=1");
    try (DaemonProcess _ = network.startHomeAgent("");
        DaemonProcess _ = startOtherHomeAgent()) {
      try (DaemonProcess mobileNode = startMobileNode()) {
        await("home", "away");
        visit();
        mobileNode.kill();
      }
      network.move(HOME);
      try (DaemonProcess _ = startMobileNode()) {
        await("home", "away");
        awaitBindings("", "2001:db8:1:");
        network.reach(BOTH);
        goToOtherHome();
      }
    }
  }

  /** The correspondent node asks the mobile node at a home address again and again. */
  private Process ping(String homeAddress) {
    return network
        .router()
        .background("ping -6 -q -n -c %d -i 0.05 -W 1 -I %s %s".formatted(PINGS, CORRESPONDENT, homeAddress));
  }

  private static int lost(Process ping) throws IOException {
    String words = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher received = Pattern.compile("(\\d+) received").matcher(words);
    assertThat(received.find()).as(words).isTrue();
    return PINGS - Integer.parseInt(received.group(1));
  }
}
