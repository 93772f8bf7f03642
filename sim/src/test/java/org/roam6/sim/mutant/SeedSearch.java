package org.roam6.sim.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.roam6.protocol.binding.SequenceNumber;
import org.roam6.sim.plan.PlanMaker;
import org.roam6.sim.run.Simulation;
import org.roam6.sim.scenario.Scenario;
import org.roam6.sim.scenario.ScenarioReader;
import org.roam6.sim.scenario.ScenarioResult;
import org.roam6.sim.scenario.ScenarioRun;

/** What is called within the loader of a mutant: only texts go in and out. */
public final class SeedSearch {

  private SeedSearch() {}

  /**
   * The first seed in which an invariant does not hold, and which; nothing where there is none.
   *
   * @param range the first seed and the one behind the last, with a hyphen between
   */
  public static String firstViolation(String range) {
    List<String> ends = List.of(range.split("-", -1));
    for (long seed = Long.parseLong(ends.getFirst()); seed < Long.parseLong(ends.getLast()); seed++) {
      String found = violation(seed);
      if (!found.isEmpty()) {
        return "seed " + seed + ": " + found;
      }
    }
    return "";
  }

  private static String violation(long seed) {
    try {
      Simulation.Outcome outcome = new Simulation(PlanMaker.of(seed)).run();
      return outcome.isGood() ? "" : outcome.violations().getFirst().toString();
    } catch (IllegalArgumentException | IllegalStateException thrown) {
      return "thrown: " + thrown;
    }
  }

  /** The first of the scenarios in a folder, or in a file, that does not go as it says; nothing where there is none. */
  public static String firstBrokenScenario(String where) {
    try (Stream<Path> files = Files.walk(Path.of(where))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .filter(SeedSearch::isBroken)
          .map(Path::toString)
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBroken(Path file) {
    try {
      return ScenarioReader.read(Files.readString(file)) instanceof ScenarioReader.Valid(Scenario scenario)
          && isBroken(new ScenarioRun(scenario).run());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBroken(ScenarioResult result) {
    return !result.outcome().isGood() || !result.unmet().isEmpty();
  }

  /** Whether 1 follows 65535. */
  public static String isGreaterThanAcrossTheWrap(String ignored) {
    return String.valueOf(new SequenceNumber(1).isGreaterThan(new SequenceNumber(65_535)));
  }
}
