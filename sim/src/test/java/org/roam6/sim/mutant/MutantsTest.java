package org.roam6.sim.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roam6.protocol.binding.SequenceNumber;

/** The simulator finds the defects that are planted, and none where none is. */
@Tag("mutants")
class MutantsTest {

  private static final Path SCENARIOS = Path.of(System.getProperty("roam6.root"), "scenarios");

  /** Most are found within a few seeds, and nearly all others by a scenario, which is quicker than more seeds. */
  private static final List<Place> EVERYWHERE =
      List.of(
          new Place("firstViolation", "0-6"),
          new Place("firstBrokenScenario", SCENARIOS.toString()),
          new Place("firstViolation", "6-120"));

  /** Where a defect is looked for: a method of {@link SeedSearch} and what it is called with. */
  private record Place(String method, String argument) {}

  /** Where it is known to be found. What is told there may no longer hold: then it is looked for everywhere. */
  private static Stream<Place> where(Mutant mutant) {
    if (mutant.seed() >= 0) {
      return Stream.of(new Place("firstViolation", mutant.seed() + "-" + (mutant.seed() + 1)));
    }
    return mutant.scenario().isEmpty()
        ? Stream.empty()
        : Stream.of(new Place("firstBrokenScenario", SCENARIOS.resolve(mutant.scenario() + ".scenario").toString()));
  }

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
    Mutant stale = new Mutant("stale", "", -1, "", MutantsTest.class.getName(), List.of(gone));
    assertThatIllegalStateException()
        .isThrownBy(() -> MutantLoader.call(stale, SeedSearch.class, "isGreaterThanAcrossTheWrap", ""))
        .withMessageContaining("noSuchMethod");
  }

  // Each has a world of classes of its own.
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("mutants")
  void isFound(Mutant mutant) {
    String found =
        Stream.concat(where(mutant), EVERYWHERE.stream())
            .map(place -> MutantLoader.call(mutant, SeedSearch.class, place.method(), place.argument()))
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("");
    assertThat(found).as("%s: %s", mutant.name(), mutant.says()).isNotEmpty();
    System.out.printf("%-45s %s%n", mutant.name(), found);
  }
}
