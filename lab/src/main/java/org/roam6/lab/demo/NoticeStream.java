package org.roam6.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.linux.abi.Clocks;
import org.roam6.linux.libc.Libc;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a daemon tells from now on. */
final class NoticeStream implements AutoCloseable {

  private final SocketChannel channel;
  private final List<Told> notices = new ArrayList<>();

  private NoticeStream(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * One notice.
   *
   * @param at when, on the clock of {@link System#nanoTime}
   * @param kind its kind, as in {@code binding-update-sent}
   */
  record Told(long at, String kind) {}

  /** Begins to listen at a daemon's control socket. */
  static NoticeStream open(Path controlSocket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(controlSocket));
    channel.write(ByteBuffer.wrap("{\"request\":\"watch\"}\n".getBytes(UTF_8)));
    NoticeStream stream = new NoticeStream(channel);
    Thread.ofPlatform().daemon().name("notices").start(stream::listen);
    return stream;
  }

  private void listen() {
    // The daemon's clock goes on while the machine sleeps, and nanoTime does not; it will not sleep during a demo.
    long ahead = Libc.system().clockGettime(Clocks.CLOCK_BOOTTIME) - System.nanoTime();
    try (BufferedReader reader = new BufferedReader(Channels.newReader(channel, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode notice = JsonMapper.shared().readTree(line);
        if (notice.has("kind")) {
          add(new Told(notice.path("monotonic_ns").asLong() - ahead, notice.path("kind").asString()));
        }
      }
    } catch (IOException | JacksonException ended) {
      add(new Told(System.nanoTime(), "ended"));
    }
  }

  private synchronized void add(Told notice) {
    notices.add(notice);
    notifyAll();
  }

  /** What was told from {@code start} on. */
  synchronized List<Told> since(long start) {
    return notices.stream().filter(notice -> notice.at() - start >= 0).toList();
  }

  /** Waits for a notice of one of these kinds from {@code start} on, until {@code deadline} at most. */
  synchronized Optional<Told> await(List<String> kinds, long start, long deadline) throws InterruptedException {
    while (true) {
      Optional<Told> found = since(start).stream().filter(notice -> kinds.contains(notice.kind())).findFirst();
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (found.isPresent() || left <= 0) {
        return found;
      }
      wait(left);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
