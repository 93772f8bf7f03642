package org.roam6.daemon.management;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Serves the management socket on a thread of its own, which sleeps while no client is there.
 *
 * <p>{@link #publish} may be called from any thread and never waits: a client that does not read
 * its notices loses its connection.
 */
public final class ManagementServer implements AutoCloseable {

  /**
   * What the server may do to its clients and its clients to it.
   *
   * @param clients connections at once
   * @param requestOctets octets of a request line
   * @param unsentOctets octets that wait for a client that does not read
   * @param idle how long a client that does not watch may stay without a request, or leave an
   *     answer unread
   */
  public record Limits(int clients, int requestOctets, int unsentOctets, Duration idle) {
    /** 32 clients, 4 KiB, 4 MiB, 30 seconds. */
    public static final Limits DEFAULT = new Limits(32, 4096, 4 << 20, Duration.ofSeconds(30));
  }

  /** Answers requests. */
  public interface Backend {

    /**
     * Answers one request.
     *
     * @param request its name
     * @param reply takes the answer, from any thread; called once
     * @return whether there is such a request
     */
    boolean answer(String request, Reply reply);
  }

  /** Takes the answer to a request. */
  @FunctionalInterface
  public interface Reply {
    /** The answer: one line of JSON without line end, written on the server's thread. */
    void send(Supplier<String> line);
  }

  private final Path path;
  private final Limits limits;
  private final Backend backend;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean watched;
  private volatile boolean closed;

  private ManagementServer(
      Path path, Limits limits, Backend backend, Selector selector, ServerSocketChannel listener) {
    this.path = path;
    this.limits = limits;
    this.backend = backend;
    this.selector = selector;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("management").unstarted(this::serve);
  }

  /**
   * Opens the socket and begins to serve. A socket file that a dead process left is replaced. Only
   * the owner may connect (mode 0600), from the first moment on.
   *
   * @param path where the socket is; missing folders are made
   * @throws IOException where it cannot be made; the message says why
   */
  public static ManagementServer open(Path path, Limits limits, Backend backend)
      throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.exists(path) && isServed(path)) {
      throw new IOException(
          "another process serves " + path + "; give this one its own control-socket");
    }
    // Bound under another name, since the mode can only be set after binding.
    Path unready =
        path.resolveSibling("." + path.getFileName() + "." + ProcessHandle.current().pid());
    Files.deleteIfExists(unready);
    Selector selector = Selector.open();
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(unready));
      Files.setPosixFilePermissions(unready, PosixFilePermissions.fromString("rw-------"));
      Files.move(unready, path, StandardCopyOption.ATOMIC_MOVE);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException failure) {
      listener.close();
      selector.close();
      throw failure;
    }
    ManagementServer server = new ManagementServer(path, limits, backend, selector, listener);
    server.thread.start();
    return server;
  }

  private static boolean isServed(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException nobody) {
      return false;
    }
  }

  /**
   * Sends a line to all who watch.
   *
   * @param line JSON without line end, written on the server's thread, if anybody watches
   */
  public void publish(Supplier<String> line) {
    if (watched) {
      submit(() -> tellWatchers(line.get()));
    }
  }

  private void tellWatchers(String line) {
    clients().stream().filter(Client::isWatching).forEach(client -> client.send(line));
  }

  private void submit(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void serve() {
    try {
      while (!closed) {
        selector.select(this::ready, waitMillis());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        closeIdle();
      }
    } catch (IOException | ClosedSelectorException ended) {
      // Closed by close(), or out of descriptors: then nobody can be served any more, and roaming
      // goes on.
      watched = false;
    }
  }

  private void ready(SelectionKey key) {
    if (key.attachment() instanceof Client client) {
      if (key.isValid() && key.isWritable()) {
        client.flush();
      }
      if (key.isValid() && key.isReadable()) {
        client.read();
      }
      return;
    }
    try {
      accept();
    } catch (IOException failed) {
      // The client went away again.
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    if (channel == null) {
      return;
    }
    if (clients().size() >= limits.clients()) {
      channel.close();
      return;
    }
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    key.attach(new Client(channel, key, limits, this::request));
  }

  private void request(Client client, String request) {
    if (request.equals("watch")) {
      client.watch();
      watched = true;
      client.send("{\"schema\":\"roam6.watch/1\"}");
      return;
    }
    if (!backend.answer(request, line -> submit(() -> client.send(line.get())))) {
      client.refuse("unknown request; known are status, bindings, bul, home-agents, stats, prefer, watch");
    }
  }

  private List<Client> clients() {
    List<Client> clients = new ArrayList<>();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() instanceof Client client) {
        clients.add(client);
      }
    }
    return clients;
  }

  private void closeIdle() {
    long now = System.nanoTime();
    boolean anyWatches = false;
    for (Client client : clients()) {
      if (client.idleNanos(now) >= limits.idle().toNanos()) {
        client.close();
      } else {
        anyWatches |= client.isWatching();
      }
    }
    watched = anyWatches;
  }

  /** Until the next client has been idle for too long; 0 waits for ever. */
  private long waitMillis() {
    long now = System.nanoTime();
    long longest = -1;
    for (Client client : clients()) {
      longest = Math.max(longest, client.idleNanos(now));
    }
    return longest < 0 ? 0 : Math.max(1, limits.idle().toMillis() - longest / 1_000_000 + 1);
  }

  /** Ends all connections and takes the socket away. */
  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    joinThread();
    for (Client client : clients()) {
      client.close();
    }
    listener.close();
    selector.close();
    Files.deleteIfExists(path);
  }

  private void joinThread() {
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
