package org.roam6.interop.dissection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.roam6.lab.Lab;
import org.roam6.linux.raw.LinkCapture;
import org.roam6.wire.Octets;

/**
 * Has tshark, an independent reader, take apart all signalling on the links of a class of tests in which daemons run. A
 * message that tshark finds malformed fails the class, unless a test forged it.
 */
public final class Dissection implements BeforeAllCallback, AfterAllCallback {

  /** Tshark 4.0 only warns of a mobility option that is longer than what is left of its header. */
  private static final int WARNING = 0x600000;

  // One class of tests runs at a time.
  private static Optional<Dissection> current = Optional.empty();

  private Optional<SignallingCapture> capture = Optional.empty();
  private Optional<Path> file = Optional.empty();
  private boolean daemons;

  /** Ends the watching of a link. */
  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path here = Files.createTempFile("roam6-dissection", ".pcapng");
    file = Optional.of(here);
    capture = Optional.of(new SignallingCapture(here));
    current = Optional.of(this);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    current = Optional.empty();
    Path here = file.orElseThrow();
    try (SignallingCapture ending = capture.orElseThrow()) {
      int frames = ending.finish();
      if (daemons && frames > 0) {
        System.out.printf("%s: tshark reads %d messages%n", context.getDisplayName(), frames);
        assertThat(malformed(here)).as("malformed to tshark").isEmpty();
      }
    } finally {
      Files.delete(here);
    }
  }

  /** Watches a link until the end of the class, or until what is returned is closed. */
  public static Watch watch(LinkCapture link) {
    return current.flatMap(each -> each.capture).<Watch>map(each -> each.follow(link)::close).orElse(link::close);
  }

  /** From now on the messages of the class are those of daemons, and must be well-formed. */
  public static void daemonsRun() {
    current.ifPresent(each -> each.daemons = true);
  }

  /** A test sends this packet itself, and need not do so well. */
  public static void forged(Octets packet) {
    SignallingFrame.messageIn(packet)
        .ifPresent(message -> current.flatMap(each -> each.capture).ifPresent(each -> each.leaveOut(message)));
  }

  /** Watches all links of a lab until the end of the class. */
  public static Lab watched(Lab lab) throws IOException {
    for (String link : lab.description().links()) {
      watch(lab.capture(link));
    }
    daemonsRun();
    return lab;
  }

  /** The signalling of a file in which tshark finds something malformed or warns of it, a line for each frame. */
  public static List<String> malformed(Path file) throws IOException {
    return read(
        file, "(mipv6 || icmpv6 || dhcpv6) && (_ws.malformed || _ws.expert.severity >= " + WARNING + ")");
  }

  /** The frames of a file that tshark's {@code filter} takes, a line each. */
  static List<String> read(Path file, String filter) throws IOException {
    Process tshark =
        new ProcessBuilder("tshark", "-r", file.toString(), "-Y", filter)
            .redirectErrorStream(true)
            .start();
    String output = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output.lines().filter(line -> !line.startsWith("Running as user")).toList();
  }
}
