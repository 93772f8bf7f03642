package org.roam6.interop.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.dissection.Dissection;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabFolder;
import org.roam6.lab.LabStatus;
import org.roam6.lab.Switchboard;
import org.roam6.linux.namespace.NetworkNamespace;

/** The whole product: daemons in the hosts of the campus, and a mobile node that moves. */
@OnRealKernel
class CampusTest {

  private static final InetSocketAddress HOME = new InetSocketAddress("2001:db8:1::100", 6276);
  private static final int MOVES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Optional<Lab> lab = Optional.empty();

  @BeforeEach
  void up() throws IOException, LabFailure, InterruptedException {
    lab = Optional.of(Dissection.watched(Lab.up(Path.of(System.getProperty("roam6.root"), "examples", "campus.yaml"))));
  }

  @AfterEach
  void down() throws IOException, InterruptedException {
    lab.orElseThrow().down();
    assertThat(NetworkNamespace.list()).extracting(NetworkNamespace::name).noneMatch(name -> name.startsWith("r6-"));
    assertThat(LabFolder.CURRENT.path()).doesNotExist();
  }

  @Test
  @Tag("R6275-209")
  void aConnectionOutlivesAHundredMoves() throws IOException, LabFailure {
    NetworkNamespace mobileNode = lab.orElseThrow().namespace("mn");
    NetworkNamespace correspondent = lab.orElseThrow().namespace("cn");
    try (ServerSocket server = mobileNode.call(() -> bound(HOME));
        Socket client = correspondent.call(CampusTest::connected);
        Socket accepted = server.accept();
        Switchboard switchboard = lab.orElseThrow().switchboard()) {
      accepted.setSoTimeout((int) PATIENCE.toMillis());
      client.setSoTimeout((int) PATIENCE.toMillis());
      for (int i = 0; i < MOVES; i++) {
        switchboard.replug("mn.eth0", i == MOVES - 1 ? "home" : i % 2 == 0 ? "visited-a" : "visited-b");

        client.getOutputStream().write(i);
        assertThat(accepted.getInputStream().read()).isEqualTo(i);
        accepted.getOutputStream().write(i);
        assertThat(client.getInputStream().read()).isEqualTo(i);
      }
    }
  }

  private static ServerSocket bound(InetSocketAddress address) throws IOException {
    ServerSocket server = new ServerSocket();
    server.bind(address);
    return server;
  }

  private static Socket connected() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("2001:db8:c::2"), 0));
    socket.connect(HOME, (int) PATIENCE.toMillis());
    return socket;
  }

  @Test
  void goesDownAlsoWhereADaemonWasKilled() throws IOException {
    LabStatus.Host victim =
        lab.orElseThrow().status().hosts().stream().filter(host -> host.name().equals("mn")).findFirst().orElseThrow();
    ProcessHandle process = ProcessHandle.of(victim.daemon().orElseThrow()).orElseThrow();

    process.destroyForcibly();
    process.onExit().join();

    assertThat(lab.orElseThrow().status().hosts().stream().filter(host -> host.daemon().isPresent()))
        .extracting(LabStatus.Host::name)
        .containsExactly("core", "ha");
  }

  @Test
  void keysAreForTheirOwnerOnly() throws IOException {
    assertThat(Files.getPosixFilePermissions(LabFolder.CURRENT.path().resolve("mn.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
