package org.roam6.sim.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.binding.SequenceNumber;

/** The simulator finds the defects that are planted, and none where none is. */
class MutantsTest {

  /** Most are found within these seeds, and nearly all others by a scenario, which is quicker than more seeds. */
  private static final String FIRST_SEEDS = "0-6";

  private static final String MORE_SEEDS = "6-120";

  private static final String SCENARIOS = Path.of(System.getProperty("roam6.root"), "scenarios").toString();

  static List<Mutant> mutants() {
    return Mutant.all();
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(mutants()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(mutants()).allSatisfy(mutant -> assertThat(mutant.says()).contains("RFC"));
  }

  @Test
  void theLoaderReplacesWhatTheMutantSaysAndNothingElse() {
    Mutant plain =
        mutants().stream().filter(each -> each.name().equals("sequence-plain-compare")).findFirst().orElseThrow();
    assertThat(MutantLoader.call(plain, SeedSearch.class, "isGreaterThanAcrossTheWrap", "")).isEqualTo("false");
    assertThat(SeedSearch.isGreaterThanAcrossTheWrap("")).isEqualTo("true");
  }

  @Test
  void aMutantThatDoesNotFitIsAnError() {
    Mutant.Replacement gone =
        new Mutant.Replacement(
            SequenceNumber.class.getName(),
            "noSuchMethod",
            mutants().getFirst().replacements().getFirst().type());
    Mutant stale = new Mutant("stale", "", MutantsTest.class.getName(), List.of(gone));
    assertThatIllegalStateException()
        .isThrownBy(() -> MutantLoader.call(stale, SeedSearch.class, "isGreaterThanAcrossTheWrap", ""))
        .withMessageContaining("noSuchMethod");
  }

  // Each has a world of classes of its own.
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) {
    String found = MutantLoader.call(mutant, SeedSearch.class, "firstViolation", FIRST_SEEDS);
    if (found.isEmpty()) {
      found = MutantLoader.call(mutant, SeedSearch.class, "firstBrokenScenario", SCENARIOS);
    }
    if (found.isEmpty()) {
      found = MutantLoader.call(mutant, SeedSearch.class, "firstViolation", MORE_SEEDS);
    }
    assertThat(found).as("%s: %s", mutant.name(), mutant.says()).isNotEmpty();
    System.out.printf("%-45s %s%n", mutant.name(), found);
  }
}
