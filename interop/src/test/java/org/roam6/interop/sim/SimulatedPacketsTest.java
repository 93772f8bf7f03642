package org.roam6.interop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.cli.ExitStatus;
import org.roam6.cli.Main;
import org.roam6.interop.OnRealKernel;
import org.roam6.interop.TestNamespace;
import org.roam6.interop.dissection.Dissection;

/** Tshark reads the packets that {@code roam6 sim --seed} leaves. */
@OnRealKernel
@Timeout(120)
final class SimulatedPacketsTest {

  private static final Pattern TOLD = Pattern.compile("Binding Update (\\d+) for");

  @TempDir private Path folder;
  private final TestNamespace namespace = new TestNamespace();

  private void simulate(String... arguments) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<String> command = new ArrayList<>(List.of("sim", "--out", folder.toString()));
    command.addAll(List.of(arguments));
    assertThat(Main.execute(nowhere, nowhere, command.toArray(String[]::new))).isEqualTo(ExitStatus.OK);
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
    simulate("--seed", "3");
    List<String> numbers = read("frame", "frame.number");
    assertThat(numbers).hasSizeGreaterThan(1000).allMatch(number -> number.matches("\\d+"));
    assertThat(numbers).last().isEqualTo(String.valueOf(numbers.size()));
  }

  @Test
  void bindingUpdatesAreThoseOfTheStory() throws IOException {
    simulate("--seed", "3");
    Matcher told = TOLD.matcher(Files.readString(folder.resolve("seed-3.timeline.txt")));
    assertThat(told.find()).isTrue();
    assertThat(read("mipv6&&mip6.mhtype==5&&!_ws.malformed", "mip6.bu.seqnr"))
        .allMatch(number -> number.matches("\\d+"))
        .contains(told.group(1));
  }

  /** Seeds have damaged frames; scenario files have none. */
  @Test
  void messagesOfAllScenariosAreWellFormed() throws IOException {
    try (Stream<Path> scenarios = Files.list(Path.of(System.getProperty("roam6.root"), "scenarios"))) {
      scenarios.sorted().forEach(file -> simulate(file.toString()));
    }
    List<String> command = new ArrayList<>(List.of("mergecap", "-w", folder.resolve("all").toString()));
    try (Stream<Path> files = Files.list(folder)) {
      files.map(Path::toString).filter(name -> name.endsWith(".pcapng")).forEach(command::add);
    }
    namespace.run(String.join(" ", command));
    assertThat(Dissection.malformed(folder.resolve("all"))).isEmpty();
  }
}
