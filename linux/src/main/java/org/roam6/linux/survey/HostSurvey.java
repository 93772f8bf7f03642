package org.roam6.linux.survey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.roam6.linux.abi.Socket;
import org.roam6.linux.libc.Libc;
import org.roam6.linux.libc.SystemCallException;

/** What the kernel has and how it is set, in the network namespace of the calling thread. */
public final class HostSurvey {

  /** The right to change interfaces, routes and packet filters: {@code CAP_NET_ADMIN}. */
  public static final int NET_ADMIN = 12;
  /** The right to packet sockets and raw sockets: {@code CAP_NET_RAW}. */
  public static final int NET_RAW = 13;

  private static final Path SETTINGS = Path.of("/proc/sys");
  private static final int PATIENCE_SECONDS = 5;

  private HostSurvey() {}

  /** The part of a kernel that may be loaded, built in, or neither. */
  public enum Part {
    /** It is at work. */
    LOADED,
    /** It is at work, and cannot be unloaded. */
    BUILT_IN,
    /** It is not at work. */
    ABSENT
  }

  /** Whether this thread has a right, by its number in {@code capability.h}. */
  public static boolean hasCapability(int number) {
    return text(Path.of("/proc/thread-self/status")).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16))
        .anyMatch(rights -> (rights >>> number & 1) != 0);
  }

  /** A setting below {@code /proc/sys}; empty where there is none or it may not be read. */
  public static Optional<String> setting(String name) {
    return text(SETTINGS.resolve(name)).map(String::strip);
  }

  /** The version of the kernel. */
  public static String kernelVersion() {
    return setting("kernel/osrelease").orElse("unknown");
  }

  /** The network namespace of this thread, as {@code /proc} names it; empty where it does not. */
  public static Optional<String> networkNamespace() {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a part of the kernel is at work.
   *
   * @param module its name as a module
   * @param option its name in the kernel's configuration, which tells where it is built in
   */
  public static Part part(String module, String option) {
    if (text(Path.of("/lib/modules", kernelVersion(), "modules.builtin"))
            .filter(list -> list.contains("/" + module + ".ko")).isPresent()
        || kernelConfiguration().filter(options -> options.contains("\n" + option + "=y")).isPresent()) {
      return Part.BUILT_IN;
    }
    return Files.exists(Path.of("/sys/module", module)) ? Part.LOADED : Part.ABSENT;
  }

  private static Optional<String> kernelConfiguration() {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(Path.of("/proc/config.gz"))))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return text(Path.of("/boot/config-" + kernelVersion()));
    }
  }

  /** Tries to open a packet socket. */
  public static void tryPacketSocket() throws SystemCallException {
    Libc libc = Libc.system();
    libc.close(libc.socket(Socket.AF_PACKET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, 0));
  }

  /** The rules of the older ip6tables, as {@code ip6tables-save} prints them; empty where there are none. */
  public static String legacyRules() throws IOException {
    // Asking where there are none would load the kernel's part of it.
    if (text(Path.of("/proc/thread-self/net/ip6_tables_names")).filter(names -> !names.isBlank()).isEmpty()) {
      return "";
    }
    Process process = new ProcessBuilder("ip6tables-legacy-save").redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String rules = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("ip6tables-legacy-save failed: " + rules.strip());
      }
      return rules;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      process.destroy();
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
