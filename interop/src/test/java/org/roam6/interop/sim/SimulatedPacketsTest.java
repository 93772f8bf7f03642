package org.roam6.interop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.cli.Main;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;

/** Tshark reads the packets that {@code roam6 sim --seed} leaves. */
@OnRealKernel
@Timeout(60)
final class SimulatedPacketsTest {

  private static final Pattern TOLD = Pattern.compile("Binding Update (\\d+) for");

  @TempDir private Path folder;
  private final TestNamespace namespace = new TestNamespace();

  @BeforeEach
  void simulate() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    assertThat(Main.execute(nowhere, nowhere, "sim", "--seed", "3", "--out", folder.toString()))
        .isEqualTo(ExitStatus.OK);
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  /** A field of each packet that a filter takes; whatever else tshark said is no number. */
  private List<String> read(String filter, String field) {
    return namespace
        .run("tshark -r " + folder.resolve("seed-3.pcapng") + " -Y " + filter + " -T fields -e " + field)
        .lines()
        .filter(line -> !line.startsWith("Running as user"))
        .toList();
  }

  @Test
  void everyFrameIsRead() {
    List<String> numbers = read("frame", "frame.number");
    assertThat(numbers).hasSizeGreaterThan(1000).allMatch(number -> number.matches("\\d+"));
    assertThat(numbers).last().isEqualTo(String.valueOf(numbers.size()));
  }

  @Test
  void bindingUpdatesAreThoseOfTheStory() throws IOException {
    Matcher told = TOLD.matcher(Files.readString(folder.resolve("seed-3.timeline.txt")));
    assertThat(told.find()).isTrue();
    assertThat(read("mipv6&&mip6.mhtype==5&&!_ws.malformed", "mip6.bu.seqnr"))
        .allMatch(number -> number.matches("\\d+"))
        .contains(told.group(1));
  }
}
