package org.roam6.lab;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roam6.lab.LabFailure.Kind;
import org.roam6.linux.namespace.NetworkNamespace;

/** The daemon of one host: a process that outlives whoever started it. */
final class LabDaemon {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final int LOG_LINES = 12;

  /** A socket that is bound but not yet listening refuses: how soon it is tried again. */
  private static final Duration RETRY = Duration.ofMillis(20);

  /** Process number, and when it started in milliseconds since 1970. */
  private static final Pattern RECORD = Pattern.compile("(\\d{1,10}) (\\d{1,18})");

  private final LabFolder folder;
  private final String host;

  LabDaemon(LabFolder folder, String host) {
    this.folder = folder;
    this.host = host;
  }

  /** Starts the daemon in its host's namespace; {@link #awaitReady} tells when it works. */
  void start(NetworkNamespace namespace) throws IOException {
    List<String> command =
        JavaProgram.command("daemon.options", List.of("run", "--config", folder.configuration(host).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log(host).toFile()));
    Process process = namespace.start(builder);
    Files.writeString(folder.process(host), process.pid() + " " + started(process.toHandle()));
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The running process: that number may have been given to another one since, which started at another time. */
  Optional<ProcessHandle> process() throws IOException {
    Path file = folder.process(host);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher record = RECORD.matcher(Files.readString(file));
    if (!record.matches()) {
      return Optional.empty();
    }
    long start = Long.parseLong(record.group(2));
    return ProcessHandle.of(Long.parseLong(record.group(1)))
        .filter(each -> each.isAlive() && started(each) == start);
  }

  /** Waits until the daemon answers on its control socket. */
  void awaitReady() throws IOException, LabFailure, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    try (WatchService watch = folder.path().getFileSystem().newWatchService()) {
      folder.path().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!answers()) {
        if (process().isEmpty()) {
          throw new LabFailure(Kind.FAILED, "the daemon of " + host + " ended:\n" + endOfLog());
        }
        if (System.nanoTime() > deadline) {
          String after = "does not answer after " + START.toSeconds() + " s:\n";
          throw new LabFailure(Kind.FAILED, "the daemon of " + host + " " + after + endOfLog());
        }
        WatchKey key = watch.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
  }

  private boolean answers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(folder.controlSocket(host)));
    } catch (IOException notYet) {
      return false;
    }
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(folder.log(host));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** Asks the daemon to end; {@link #awaitStopped} waits for it. */
  void stop() throws IOException {
    process().ifPresent(ProcessHandle::destroy);
  }

  /** Waits for the end of the daemon, which is forced in the end. */
  void awaitStopped() throws IOException, InterruptedException {
    Optional<ProcessHandle> process = process();
    if (process.isPresent()) {
      try {
        process.get().onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        process.get().destroyForcibly();
      } catch (ExecutionException e) {
        throw new IOException("waiting for the daemon of " + host, e);
      }
    }
    Files.deleteIfExists(folder.process(host));
  }
}
