package org.roam6.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a running daemon. Each failure is a {@link CommandFailure} that names the socket and the
 * cure.
 */
final class ManagementClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path path;
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(1 << 16).flip();

  private ManagementClient(Path path, SocketChannel channel, Selector selector) {
    this.path = path;
    this.channel = channel;
    this.selector = selector;
  }

  static ManagementClient connect(Path path) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ManagementClient(path, channel, selector);
    } catch (IOException | IllegalArgumentException failure) {
      throw unavailable(path, failure);
    }
  }

  private static CommandFailure unavailable(Path path, Exception failure) {
    boolean denied =
        failure instanceof AccessDeniedException
            || String.valueOf(failure.getMessage()).contains("Permission denied");
    String message =
        denied
            ? "you may not ask the daemon at "
                + path
                + "\n  cure: do so as the user that it runs as, usually root"
            : "no daemon answers at "
                + path
                + (Files.exists(path) ? ", which a dead one left" : "")
                + "\n"
                + "  cure: start one with 'roam6 run --config FILE', or name its socket with"
                + " --socket PATH";
    return new CommandFailure(ExitStatus.UNAVAILABLE, message);
  }

  /** Sends a request by its name. */
  void request(String name) {
    try {
      ByteBuffer line = ByteBuffer.wrap(("{\"request\":\"" + name + "\"}\n").getBytes(UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException failure) {
      throw unavailable(path, failure);
    }
  }

  /** The answer to a request: one line. */
  String answer() {
    return line(PATIENCE).orElseThrow(() -> unavailable(path, new IOException("closed")));
  }

  /** The next line, however long it takes; empty where the daemon ended. */
  Optional<String> next() {
    return line(Duration.ZERO);
  }

  private Optional<String> line(Duration patience) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      while (true) {
        while (received.hasRemaining()) {
          byte octet = received.get();
          if (octet == '\n') {
            return Optional.of(line.toString(UTF_8));
          }
          line.write(octet);
        }
        if (selector.select(patience.toMillis()) == 0 && !patience.isZero()) {
          throw new CommandFailure(
              ExitStatus.UNAVAILABLE,
              "the daemon at " + path + " does not answer within " + patience.toSeconds() + " s");
        }
        selector.selectedKeys().clear();
        int count = channel.read(received.clear());
        received.flip();
        if (count < 0) {
          return Optional.empty();
        }
      }
    } catch (IOException failure) {
      throw unavailable(path, failure);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException failure) {
      throw new CommandFailure(
          ExitStatus.FAILURE, "cannot close " + path + ": " + failure.getMessage());
    }
  }
}
