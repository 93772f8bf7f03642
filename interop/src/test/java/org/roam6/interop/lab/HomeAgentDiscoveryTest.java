package org.roam6.interop.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFolder;
import org.roam6.lab.LabStatus;
import org.roam6.lab.Switchboard;
import tools.jackson.databind.JsonNode;

/** Two home agents on real kernels, and a mobile node that was told neither (RFC 6275 11.4.1). */
@OnRealKernel
@Timeout(240)
class HomeAgentDiscoveryTest {

  private static final String ONE = "2001:db8:1::1";
  private static final String TWO = "2001:db8:1::2";
  private static final InetSocketAddress HOME = new InetSocketAddress("2001:db8:1::100", 6276);
  private static final InetSocketAddress CORRESPONDENT = new InetSocketAddress("2001:db8:c::2", 6277);

  /** 31 seconds of retransmissions, duplicate address detection, and the rest for slow machines. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Optional<Lab> lab = Optional.empty();

  @BeforeEach
  void up() throws IOException, LabFailure, InterruptedException {
    lab = Optional.of(Lab.up(Path.of(System.getProperty("roam6.root"), "examples", "two-home-agents.yaml")));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    lab.orElseThrow().down();
  }

  private static ControlSocket socket(String host) {
    return new ControlSocket(LabFolder.CURRENT.path().resolve(host + ".sock"));
  }

  private static String hostOf(String homeAgent) {
    return homeAgent.equals(ONE) ? "ha" : "ha2";
  }

  private static boolean isRegistered(JsonNode status) {
    return status.path("mobile_node").path("registered").asBoolean(false);
  }

  private void kill(String host) throws IOException {
    LabStatus.Host victim =
        lab.orElseThrow().status().hosts().stream().filter(each -> each.name().equals(host)).findFirst().orElseThrow();
    ProcessHandle process = ProcessHandle.of(victim.daemon().orElseThrow()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  private static List<String> boundAt(String host) throws IOException {
    return socket(host).ask("bindings").path("bindings").valueStream()
        .map(each -> each.path("home_address").asString(""))
        .toList();
  }

  @Test
  @Tag("R6275-226")
  void aKilledHomeAgentIsReplacedByTheOtherOne() throws Exception {
    JsonNode registered = socket("mn").await("status", HomeAgentDiscoveryTest::isRegistered);
    String first = registered.path("mobile_node").path("home_agent").asString("");
    String second = first.equals(ONE) ? TWO : ONE;
    assertThat(boundAt(hostOf(first))).containsExactly("2001:db8:1::100");

    try (Conversation conversation =
            Conversation.begin(
                lab.orElseThrow().namespace("cn"), CORRESPONDENT, lab.orElseThrow().namespace("mn"), HOME);
        Switchboard switchboard = lab.orElseThrow().switchboard()) {
      assertThat(conversation.isAnsweredWithin(PATIENCE)).isTrue();

      kill(hostOf(first));
      switchboard.replug("mn.eth0", "visited-b");
      long moved = System.nanoTime();

      assertThat(conversation.isAnsweredWithin(PATIENCE)).isTrue();
      System.out.printf("served by the other home agent %.1f s after the move%n", (System.nanoTime() - moved) / 1e9);
      JsonNode status = socket("mn").await("status", HomeAgentDiscoveryTest::isRegistered);
      assertThat(status.path("mobile_node").path("home_agent").asString("")).isEqualTo(second);
      assertThat(boundAt(hostOf(second))).containsExactly("2001:db8:1::100");

      theFormerOneGivesItsBindingUp(first);
      assertThat(conversation.isAnsweredWithin(PATIENCE)).isTrue();
    }
  }

  /** With its storage it has the binding again at first, and is told that the node has left it. */
  private void theFormerOneGivesItsBindingUp(String homeAgent) throws Exception {
    String host = hostOf(homeAgent);
    lab.orElseThrow().startDaemons(List.of(lab.orElseThrow().host(host)));
    assertThat(boundAt(host)).containsExactly("2001:db8:1::100");

    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!boundAt(host).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    assertThat(socket("mn").ask("home-agents").path("home_agents").valueStream())
        .anySatisfy(
            each -> {
              assertThat(each.path("used").asBoolean(false)).isTrue();
              assertThat(each.path("address").asString("")).isNotEqualTo(homeAgent);
            });
  }
}
