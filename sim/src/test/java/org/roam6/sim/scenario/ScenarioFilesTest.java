package org.roam6.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of the folder {@code scenarios} go as they say. */
class ScenarioFilesTest {

  private static final Path FOLDER = Path.of(System.getProperty("roam6.root", ".."), "scenarios");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
    }
  }

  private static ScenarioResult run(String text) {
    return switch (ScenarioReader.read(text)) {
      case ScenarioReader.Valid(Scenario scenario) -> new ScenarioRun(scenario).run();
      case ScenarioReader.Invalid(List<ScenarioProblem> problems) -> fail(problems.toString());
    };
  }

  @Test
  void thereAreMany() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(65);
  }

  @ParameterizedTest
  @MethodSource("files")
  void goesAsItSays(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains("scenario " + file.getFileName().toString().replace(".scenario", "") + "\n");
    ScenarioResult result = run(text);
    assertThat(result.outcome().violations()).isEmpty();
    assertThat(result.unmet()).isEmpty();
  }

  /** Each kind of expectation is looked at: what is not so is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registration-11.7.1-leaves-home | mn binding-update-sent once | mn binding-update-sent 2 times",
        "registration-11.7.1-leaves-home | at 6.2s mn is at visited-a | at 6.2s mn is at visited-b",
        "registration-11.7.1-leaves-home | at 6.2s mn is at visited-a | at 5.9s mn is at visited-a",
        "registration-11.7.1-leaves-home | cn -> mn loses at most 105 | cn -> mn loses at most 95",
        "registration-11.7.1-moves-between-links | pauses at most 40ms from 8s to | pauses at most 9ms from 8s to",
        "duplicate-10.3.1-somebody-has-the-address | ha binding-created never | ha binding-created at least 1 times",
        "returning-11.5.5-comes-home | at 10.2s mn is at home | at 9.9s mn is at home",
        "retransmission-11.8-back-off | mn binding-update-sent 6 times to 60s | mn binding-update-sent 7 times to 60s",
        "lifetime-10.3.1-granted-less | saying \"20 s\" | saying \"420 s\"",
        "route-optimization-11.7.2-both-ways | mn -> cn goes directly from 2s | mn -> cn goes directly from 1s",
        "route-optimization-11.7.2-both-ways | cn -> mn goes directly from | cn -> mn goes by the home agent from",
        "route-optimization-11.7.2-kept-private | mn -> cn goes by the home agent | mn -> cn goes directly",
        "sequence-9.5.1-late-update | ha binding-update-refused once | ha binding-update-refused never"
      })
  void anotherOutcomeIsNotAsExpected(String name, String expected, String changed) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + ".scenario"));
    assertThat(text).contains(expected);
    assertThat(run(text.replace(expected, changed)).unmet()).isNotEmpty();
  }
}
