package org.roam6.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.sim.SeededRandomness;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.PlanMaker;

class ScenarioReaderTest {

  private static final String GOOD =
      """
      # a comment
      scenario good
      shows RFC 6275 11.7.1

      network
        home ------- core, ha, mn
        visited-a -- core
        far -------- core, cn

      settings
        lifetime 60s

      flows
        cn -> mn every 10ms

      steps
        at 5s mn moves to visited-a
        3ms after mn binding-update-sent 2, mn moves to home
        at 10s end

      expect
        at 9s mn is at home
      """;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static Plan planOf(String text) {
    return switch (ScenarioReader.read(text)) {
      case ScenarioReader.Valid(Scenario scenario) -> scenario.plan();
      case ScenarioReader.Invalid(List<ScenarioProblem> problems) -> fail(problems.toString());
    };
  }

  private static List<ScenarioProblem> problemsOf(String text) {
    return switch (ScenarioReader.read(text)) {
      case ScenarioReader.Valid _ -> List.of();
      case ScenarioReader.Invalid(List<ScenarioProblem> problems) -> problems;
    };
  }

  /** So a shrunk seed can be kept as a file, and is the same simulation. */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatWasWrittenIsReadBack(long seed) {
    Plan plan = PlanMaker.of(seed);
    assertThat(planOf(ScenarioWriter.write("seed-" + seed, "a seed", plan))).isEqualTo(plan);
  }

  @Test
  void aGoodOneHasNoProblems() {
    assertThat(problemsOf(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mn moves to visited-a|mn moves to visited-q|17|21|did you mean 'visited-a'?",
        "mn moves to visited-a|mn moves to visited-a quietly|17|31|'quietly' is unexpected",
        "mn moves to visited-a|mn mvoes to visited-a|17|12|did you mean 'moves'?",
        "mn moves to visited-a|link visited-a refuses leases by silence for 1s|17|24|no addresses are leased",
        "at 5s mn|at soon mn|17|6|a time such as 30s",
        "binding-update-sent 2|binding-update-snt 2|18|16|did you mean 'binding-update-sent'?",
        "lifetime 60s|correspondents xx|11|18|expected host: core, ha, mn, cn",
        "lifetime 60s|route-optimization cn|11|22|is no mobile node, did you mean 'mn'?",
        "lifetime 60s|correspondent-lifetime 421s|11|26|too long",
        "mn moves to visited-a|cn forges home-tests between mn and cn|17|19|did you mean 'home-test'?",
        "lifetime 60s|lifetime 1s|11|12|too short",
        "lifetime 60s|lifetime -60s|11|12|a time such as",
        "cn -> mn every 10ms|cn -> mn every 0s|14|18|more than zero",
        "cn -> mn every 10ms|cn -> xx every 10ms|14|9|expected host: core, ha, mn, cn",
        "home ------- core|home core|6|8|is no link, expected a line of dashes",
        "core, ha, mn|core, mn|8|24|needs a home agent",
        "at 10s end||1|1|has no end",
        "scenario good||1|1|has no name",
        "settings|setings|10|1|did you mean 'settings'?",
        "at 9s mn is at home|at 9s mn is at|22|17|the line ends, expected link",
      })
  void whatIsWrongIsToldWithItsPlace(String good, String bad, int line, int column, String message) {
    String text = GOOD.replace(good, bad == null ? "" : bad);
    assertThat(problemsOf(text))
        .as(text)
        .anySatisfy(
            problem -> {
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.column()).isEqualTo(column);
              assertThat(problem.message()).contains(message);
            });
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(problemsOf(GOOD.replace("moves", "runs").replace("every", "each"))).hasSize(3);
  }

  @Test
  void damagedTextsNeverThrow() {
    SeededRandomness random = new SeededRandomness(6275);
    for (int i = 0; i < 3000; i++) {
      byte[] octets = GOOD.getBytes(StandardCharsets.UTF_8);
      for (int j = 0; j <= random.jitter(8); j++) {
        octets[(int) random.jitter(octets.length)] = (byte) random.jitter(256);
      }
      assertThat(ScenarioReader.read(new String(octets, StandardCharsets.ISO_8859_1))).isNotNull();
    }
  }

  @Test
  void linesInAnyOrderNeverThrow() {
    SeededRandomness random = new SeededRandomness(1);
    for (int i = 0; i < 500; i++) {
      List<String> lines = new ArrayList<>(GOOD.lines().toList());
      for (int j = lines.size() - 1; j > 0; j--) {
        Collections.swap(lines, j, (int) random.jitter(j + 1L));
      }
      assertThat(ScenarioReader.read(String.join("\n", lines))).isNotNull();
    }
  }

  @Test
  void hugeTextsAreRefused() {
    assertThat(problemsOf(GOOD + "  x\n".repeat(100_000))).singleElement().asString().contains("more than 10000 lines");
    assertThat(problemsOf(GOOD + "  " + "z".repeat(1_000_000))).isNotEmpty();
    assertThat(problemsOf(GOOD.replace("5s", "99999999999h"))).isNotEmpty();
  }

  @Test
  void aCalmBehindTheEndIsTheEnd() {
    Plan plan = planOf(GOOD.replace("at 10s end", "at 10s end\n  at 20s calm"));
    assertThat(plan.calm()).isEqualTo(plan.end());
  }
}
