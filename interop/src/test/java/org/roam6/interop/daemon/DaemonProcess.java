package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.roam6.interop.Program;
import org.roam6.interop.TestNamespace;
import org.roam6.interop.dissection.Dissection;

/** A Roam6 as its users run it: a process of its own, in a namespace. */
final class DaemonProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final List<String> log = new ArrayList<>();
  // An empty entry is the end.
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

  /**
   * Starts it, and waits until it is ready or has ended.
   *
   * @param options what stands behind {@code roam6 run --config FILE}
   */
  DaemonProcess(TestNamespace namespace, Path configuration, String... options)
      throws IOException, InterruptedException {
    this(namespace, List.of(), configuration, options);
  }

  /** Starts it by a program that runs others, such as setpriv. */
  DaemonProcess(TestNamespace namespace, List<String> starter, Path configuration, String... options)
      throws IOException, InterruptedException {
    Dissection.daemonsRun();
    List<String> arguments = new ArrayList<>(List.of("run", "--config", configuration.toString()));
    arguments.addAll(List.of(options));
    List<String> command = new ArrayList<>(starter);
    command.addAll(Program.command("daemon.options", Program.classPath(), arguments));
    process = namespace.background(String.join(" ", command));
    Thread.ofPlatform().daemon().start(this::readAll);
    try {
      take("ready after");
    } catch (AssertionError | InterruptedException notReady) {
      close();
      throw notReady;
    }
  }

  private void readAll() {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      reader.lines().map(Optional::of).forEach(lines::add);
    } catch (IOException | UncheckedIOException killed) {
      lines.add(Optional.of("(its output ended: " + killed + ")"));
    } finally {
      lines.add(Optional.empty());
    }
  }

  /** Empty where it ends without having said {@code words}. */
  private Optional<String> take(String words) throws InterruptedException {
    while (true) {
      Optional<String> line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("waited for '" + words + "', it said only " + log);
      }
      line.ifPresent(log::add);
      if (line.isEmpty() || line.get().contains(words)) {
        return line;
      }
    }
  }

  /** Waits for the next line with {@code words}, after those that were waited for before. */
  String next(String words) throws InterruptedException {
    return take(words).orElseThrow(() -> new AssertionError("ended without '" + words + "': " + log));
  }

  /** What it said up to the last line that was waited for, at first until it was ready. */
  List<String> log() {
    return log;
  }

  /** Lets it do nothing until {@link #goOn}, while what it is to hear of waits for it. */
  void halt() throws IOException, InterruptedException {
    signal("STOP");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.readString(Path.of("/proc/" + process.pid() + "/status")).contains("State:\tT")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it does not halt");
      }
    }
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill ended with " + status);
    }
  }

  /** Sends SIGTERM, and waits for the end: the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exitStatus();
  }

  /** Sends SIGKILL, and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitStatus();
  }

  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  /** Kibibytes of memory that it occupies. */
  long residentKibibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
