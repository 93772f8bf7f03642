package org.roam6.daemon.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ManagementServerTest {
  private static final ManagementServer.Limits SMALL =
      new ManagementServer.Limits(2, 64, 1 << 16, Duration.ofMillis(200));
  private static final ManagementServer.Backend ECHO =
      (request, reply) -> {
        if (!request.startsWith("echo")) {
          return false;
        }
        reply.send(() -> "{\"schema\":\"test/1\",\"request\":\"" + request + "\"}");
        return true;
      };

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("made/control.sock");
  }

  /** A client as anybody could write one. */
  private final class Peer implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader reader;

    Peer() throws IOException {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path()));
      reader = new BufferedReader(Channels.newReader(channel, UTF_8));
    }

    void write(String text) throws IOException {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    String ask(String text) throws IOException {
      write(text + "\n");
      return String.valueOf(reader.readLine());
    }

    boolean isClosedByServer() throws IOException {
      return reader.readLine() == null;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Test
  void answersEachLineOnOneConnection() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO);
        var peer = new Peer()) {
      assertThat(peer.ask("{\"request\":\"echo1\"}"))
          .isEqualTo("{\"schema\":\"test/1\",\"request\":\"echo1\"}");
      peer.write("{\"requ");
      assertThat(peer.ask("est\":\"echo2\"}")).contains("echo2");
    }
  }

  @Test
  void onlyTheOwnerMayConnect() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void saysWhatIsWrongWithARequest() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO);
        var peer = new Peer()) {
      assertThat(peer.ask("hello")).contains("roam6.error/1", "not JSON");
      assertThat(peer.ask("{}")).contains("no member");
      assertThat(peer.ask("{\"request\":\"reboot\"}"))
          .contains("unknown request", "status, bindings, bul");
    }
  }

  @Test
  void endsRequestsThatAreTooLong() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO);
        var peer = new Peer()) {
      peer.write("x".repeat(64));
      assertThat(String.valueOf(peer.reader.readLine())).contains("longer than 64 octets");
      assertThat(peer.isClosedByServer()).isTrue();
    }
  }

  @Test
  void turnsAwayMoreClientsThanItMayHave() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO);
        var first = new Peer();
        var second = new Peer()) {
      assertThat(first.ask("{\"request\":\"echo\"}")).contains("echo");
      assertThat(second.ask("{\"request\":\"echo\"}")).contains("echo");
      try (var third = new Peer()) {
        assertThat(third.isClosedByServer()).isTrue();
      }
    }
  }

  @Test
  void endsClientsThatAskNothing() throws IOException {
    try (var _ = ManagementServer.open(path(), SMALL, ECHO);
        var peer = new Peer()) {
      assertThat(peer.isClosedByServer()).isTrue();
    }
  }

  @Test
  void sendsNoticesToThoseWhoWatchAndLetsThemWait() throws IOException {
    try (var server = ManagementServer.open(path(), SMALL, ECHO);
        var watcher = new Peer()) {
      assertThat(watcher.ask("{\"request\":\"watch\"}")).contains("roam6.watch/1");
      try (var idle = new Peer()) {
        assertThat(idle.isClosedByServer())
            .as("closed after longer than a watcher would have to wait")
            .isTrue();
      }
      server.publish(() -> "{\"n\":1}");
      server.publish(() -> "{\"n\":2}");
      assertThat(watcher.reader.readLine()).isEqualTo("{\"n\":1}");
      assertThat(watcher.reader.readLine()).isEqualTo("{\"n\":2}");
    }
  }

  @Test
  void endsWatchersThatDoNotRead() throws IOException {
    try (var server = ManagementServer.open(path(), SMALL, ECHO);
        var watcher = new Peer()) {
      assertThat(watcher.ask("{\"request\":\"watch\"}")).contains("roam6.watch/1");
      String line = "\"" + "x".repeat(10_000) + "\"";
      for (int i = 0; i < 200; i++) {
        server.publish(() -> line);
      }
      int lines = 0;
      while (watcher.reader.readLine() != null) {
        lines++;
      }
      assertThat(lines).isLessThan(200);
    }
  }

  @Test
  void replacesTheSocketOfADeadProcessButNotOfALivingOne() throws IOException {
    Files.createDirectories(path().getParent());
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path()));
    }
    try (var _ = ManagementServer.open(path(), SMALL, ECHO)) {
      assertThatThrownBy(() -> ManagementServer.open(path(), SMALL, ECHO))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process serves");
    }
    assertThat(path()).doesNotExist();
  }
}
