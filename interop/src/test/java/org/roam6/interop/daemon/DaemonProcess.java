package org.roam6.interop.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.roam6.interop.TestNamespace;

/** A Roam6 as its users run it: a process of its own, in a namespace. */
final class DaemonProcess implements AutoCloseable {
  private static final Path JVM_OPTIONS =
      Path.of(System.getProperty("roam6.root"), "cli/src/main/jvm/daemon.options");

  private final Process process;
  private final List<String> log = new ArrayList<>();

  /** Starts it, and waits until it is ready or has ended. */
  DaemonProcess(TestNamespace namespace, Path configuration) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The tests run from the class path, where all code is in one nameless module.
    Files.readAllLines(JVM_OPTIONS).stream()
        .filter(line -> line.startsWith("-") && !line.contains("native-access"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.roam6.cli.Main",
            "run",
            "--config",
            configuration.toString()));
    process = namespace.background(String.join(" ", command));
    // It ends by itself, or when the test does.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      if (line.contains("ready after")) {
        break;
      }
    }
  }

  /** What it said until it was ready. */
  List<String> log() {
    return log;
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
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
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
