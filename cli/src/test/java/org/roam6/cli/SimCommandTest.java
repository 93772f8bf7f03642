package org.roam6.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code roam6 sim} and {@code roam6 demo --sim} print, leave, and end with. */
@Timeout(60)
class SimCommandTest {
  private static final String SCENARIO =
      """
      scenario leaves-home
      shows RFC 6275 11.7.1: one exchange

      network
        home ---- core, ha, mn
        visited - core

      steps
        at 5s mn moves to visited
        at 8s end

      expect
        ha binding-created once
        at 7s mn is at visited
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Path results() {
    return folder.resolve("out");
  }

  private int scenario(Path file, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "sim";
    arguments[1] = file.toString();
    arguments[2] = "--out";
    arguments[3] = results().toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return run(arguments);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.scenario"), text);
  }

  private JsonNode lastLine() {
    return JsonMapper.shared().readTree(out.toString().lines().toList().getLast());
  }

  @Test
  void seedsEndWithTheirResultForPrograms() {
    assertThat(run("sim", "--seeds", "5", "--json", "--out", results().toString())).isEqualTo(ExitStatus.OK);
    JsonNode result = lastLine();
    assertThat(result.propertyNames()).containsExactly("schema", "seeds", "failed", "events", "events_per_s");
    assertThat(result.path("schema").asString()).isEqualTo("roam6.sim/1");
    assertThat(result.path("seeds").asLong()).isEqualTo(5);
    assertThat(result.path("failed").isArray()).isTrue();
    assertThat(result.path("failed")).isEmpty();
    assertThat(result.path("events").asLong()).isGreaterThan(1000);
    assertThat(result.path("events_per_s").asLong()).isPositive();
  }

  @Test
  void oneSeedLeavesItsStory() {
    assertThat(run("sim", "--seed", "3", "--out", results().toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("seed 3: all invariants hold");
    assertThat(results().resolve("seed-3.timeline.txt")).content().contains("Binding Update");
    assertThat(results().resolve("seed-3.pcapng")).isNotEmptyFile();
    // The plan is a scenario that goes as expected.
    assertThat(scenario(results().resolve("seed-3.scenario"))).isEqualTo(ExitStatus.OK);
  }

  @Test
  void aScenarioOfTheTreeGoesAsExpected() {
    Path file =
        Path.of(System.getProperty("roam6.root"), "scenarios", "returning-11.5.5-comes-home.scenario");
    assertThat(scenario(file, "--json")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains(System.lineSeparator() + "as expected, ");
    assertThat(lastLine().path("schema").asString()).isEqualTo("roam6.scenario/1");
    assertThat(lastLine().path("faults").isArray()).isTrue();
    assertThat(lastLine().path("faults")).isEmpty();
    assertThat(results().resolve("returning-11.5.5-comes-home.scenario.pcapng")).isNotEmptyFile();
  }

  @Test
  void whatDoesNotGoAsExpectedIsToldWithItsLine() throws IOException {
    assertThat(scenario(file(SCENARIO))).isEqualTo(ExitStatus.OK);
    Path other = file(SCENARIO.replace("binding-created once", "binding-created never"));
    assertThat(scenario(other, "--json")).isEqualTo(ExitStatus.FAILURE);
    assertThat(out.toString()).contains("NOT line 13: ha told binding-created 1 time", "not as expected, ");
    assertThat(lastLine().path("faults")).hasSize(1);
  }

  @Test
  void aWordThatIsMeantOtherwiseIsToldWithItsPlaceAndWhatIsMeant() throws IOException {
    Path file = file(SCENARIO.replace("mn moves to", "mn mvoes to"));
    assertThat(scenario(file)).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString()).contains(file + ":9:12: 'mvoes'", "did you mean 'moves'?");
  }

  @Test
  void anUnknownNameIsToldWithItsPlaceAndWhatIsExpected() throws IOException {
    Path file = file(SCENARIO.replace("at 5s mn moves", "at 5s nobody moves"));
    assertThat(scenario(file)).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString()).contains(file + ":9:9: 'nobody' is unexpected, expected host: core, ha, mn");
  }

  @Test
  void octetsThatAreNoTextAreToldWithTheirPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("my.scenario"), SCENARIO.replace("moves", "\u00ff"), ISO_8859_1);
    assertThat(scenario(file)).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString()).contains(file + ":9:12: ");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThat(scenario(folder.resolve("none"))).isEqualTo(ExitStatus.CONFIGURATION);
    assertThat(err.toString()).contains("cannot read " + folder.resolve("none"));
  }

  @Test
  void oneOfThreeKindsOfRunsHasToBeChosen() {
    assertThat(run("sim")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("sim", "--seed", "3", "--seeds", "5")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("Give one of FILE, --seeds N (1 or more) and --seed S");
  }

  @Test
  void theSimulatedDemoPrintsTheResultThatItLeaves() throws IOException {
    assertThat(run("demo", "--sim", "--json", "--out", results().toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).isEqualTo(Files.readString(results().resolve("result.json")));
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.path("schema").asString()).isEqualTo("roam6.demo/1");
    assertThat(result.path("moves").valueStream().map(move -> move.path("kind").asString()))
        .hasSize(12)
        .startsWith("leave", "visited")
        .endsWith("visited", "return");
    assertThat(result.at("/control/datagrams_after_leaving").asLong(-1)).isZero();
    assertThat(err.toString()).contains("Simulating the campus");
  }
}
