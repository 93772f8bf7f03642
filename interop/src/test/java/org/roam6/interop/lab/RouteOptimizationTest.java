package org.roam6.interop.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roam6.interop.ControlSocket;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFolder;
import org.roam6.lab.LabStatus;
import org.roam6.lab.Switchboard;
import org.roam6.linux.namespace.NetworkNamespace;
import tools.jackson.databind.JsonNode;

/** The example of route optimization: daemons on all hosts, real sockets, and a mobile node that moves. */
@OnRealKernel
@Timeout(180)
class RouteOptimizationTest {

  private static final String CORRESPONDENT = "2001:db8:c::2";
  private static final InetSocketAddress HOME = new InetSocketAddress("2001:db8:1::100", 6276);
  private static final InetSocketAddress PEER = new InetSocketAddress(CORRESPONDENT, 6277);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOVES = 12;
  private static final int SEVERAL_SEGMENTS = 20_000;

  private Optional<Lab> lab = Optional.empty();

  @BeforeEach
  void up() throws IOException, LabFailure, InterruptedException {
    Path file = Path.of(System.getProperty("roam6.root"), "examples", "route-optimization.yaml");
    lab = Optional.of(Dissection.watched(Lab.up(file)));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    lab.orElseThrow().down();
  }

  private static ControlSocket socket(String host) {
    return new ControlSocket(LabFolder.CURRENT.path().resolve(host + ".sock"));
  }

  private NetworkNamespace namespace(String host) throws LabFailure {
    return lab.orElseThrow().namespace(host);
  }

  private static boolean hasDirectPath(JsonNode list) {
    return list.path("entries").valueStream()
        .anyMatch(
            each ->
                each.path("destination").asString("").equals(CORRESPONDENT)
                    && each.path("state").asString("").equals("bound"));
  }

  private void plugIn(String link) throws IOException, LabFailure {
    try (Switchboard switchboard = lab.orElseThrow().switchboard()) {
      switchboard.replug("mn.eth0", link);
    }
  }

  private void kill(String host) throws IOException {
    LabStatus.Host victim =
        lab.orElseThrow().status().hosts().stream().filter(each -> each.name().equals(host)).findFirst().orElseThrow();
    ProcessHandle process = ProcessHandle.of(victim.daemon().orElseThrow()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void packetsNeedNoHomeAgentOnceTheyGoDirectly() throws IOException, LabFailure {
    plugIn("visited-a");
    try (Conversation toHome = Conversation.begin(namespace("cn"), PEER, namespace("mn"), HOME);
        Conversation fromHome =
            Conversation.begin(
                namespace("mn"),
                new InetSocketAddress(HOME.getAddress(), 6278),
                namespace("cn"),
                new InetSocketAddress(PEER.getAddress(), 6279))) {
      assertThat(toHome.isAnsweredWithin(PATIENCE)).isTrue();
      assertThat(fromHome.isAnsweredWithin(PATIENCE)).isTrue();
      socket("mn").await("bul", RouteOptimizationTest::hasDirectPath);
      kill("ha");
      assertThat(toHome.isAnsweredWithin(PATIENCE)).isTrue();
      assertThat(fromHome.isAnsweredWithin(PATIENCE)).isTrue();
    }
  }

  @Test
  void aConnectionOutlivesMovesOnDirectPathsAndTheReturnHome() throws IOException, LabFailure {
    try (ServerSocket server = namespace("mn").call(() -> bound(HOME));
        Socket client = namespace("cn").call(RouteOptimizationTest::connected);
        Socket accepted = server.accept()) {
      accepted.setSoTimeout((int) PATIENCE.toMillis());
      client.setSoTimeout((int) PATIENCE.toMillis());
      for (int i = 0; i < MOVES; i++) {
        plugIn(i % 2 == 0 ? "visited-a" : "visited-b");
        exchange(client, accepted, i);
        socket("mn").await("bul", RouteOptimizationTest::hasDirectPath);
        exchange(client, accepted, i);
      }
      plugIn("home");
      exchange(client, accepted, MOVES);
      socket("cn").await("bindings", answer -> answer.path("correspondent_bindings").isEmpty());
      exchange(client, accepted, MOVES);
    }
  }

  /** Several full segments each way. */
  private static void exchange(Socket one, Socket other, int value) throws IOException {
    byte[] octets = new byte[SEVERAL_SEGMENTS];
    octets[SEVERAL_SEGMENTS - 1] = (byte) value;
    one.getOutputStream().write(octets);
    assertThat(other.getInputStream().readNBytes(SEVERAL_SEGMENTS)).isEqualTo(octets);
    other.getOutputStream().write(octets);
    assertThat(one.getInputStream().readNBytes(SEVERAL_SEGMENTS)).isEqualTo(octets);
  }

  @Test
  void aCorrespondentWhoseDaemonWasKilledIsReachedByTheHomeAgent() throws IOException, LabFailure {
    plugIn("visited-a");
    try (Conversation toHome = Conversation.begin(namespace("cn"), PEER, namespace("mn"), HOME)) {
      assertThat(toHome.isAnsweredWithin(PATIENCE)).isTrue();
      socket("mn").await("bul", RouteOptimizationTest::hasDirectPath);
      kill("cn");
      // Its kernel answers the Home Address option with an ICMPv6 Parameter Problem.
      assertThat(toHome.isAnsweredWithin(PATIENCE)).isTrue();
    }
  }

  private static ServerSocket bound(InetSocketAddress address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(address);
    return server;
  }

  private static Socket connected() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(CORRESPONDENT), 0));
    socket.connect(HOME, (int) PATIENCE.toMillis());
    return socket;
  }
}
