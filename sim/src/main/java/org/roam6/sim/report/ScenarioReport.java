package org.roam6.sim.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.roam6.sim.run.PacketRecorder;
import org.roam6.sim.run.Timeline;
import org.roam6.sim.scenario.ScenarioProblem;
import org.roam6.sim.scenario.ScenarioReader;
import org.roam6.sim.scenario.ScenarioResult;
import org.roam6.sim.scenario.ScenarioRun;

/** What became of the text of a scenario. */
public sealed interface ScenarioReport {

  /**
   * It ran.
   *
   * @param name of the scenario
   * @param shows what it is about
   * @param events how many things happened
   * @param faults what is not as it should be; none where all is
   * @param timeline what happened, line by line
   */
  record Ran(String name, String shows, long events, List<String> faults, List<String> timeline)
      implements ScenarioReport {
    /** Takes copies of the lists. */
    public Ran {
      faults = List.copyOf(faults);
      timeline = List.copyOf(timeline);
    }
  }

  /** It cannot be read. */
  record Unreadable(List<Problem> problems) implements ScenarioReport {
    /** Takes a copy of the list. */
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /**
   * What is wrong with the text.
   *
   * @param line 1 for the first
   * @param column 1 for the first
   * @param message what was found and what was expected
   */
  record Problem(int line, int column, String message) {}

  /**
   * Reads and runs a scenario.
   *
   * @param text of the scenario
   * @param mostLines how much of the timeline is kept
   * @param packets takes all frames as pcapng; stays the caller's to close
   */
  static ScenarioReport of(String text, int mostLines, OutputStream packets) throws IOException {
    return switch (ScenarioReader.read(text)) {
      case ScenarioReader.Invalid(List<ScenarioProblem> problems) ->
          new Unreadable(
              problems.stream().map(each -> new Problem(each.line(), each.column(), each.message())).toList());
      case ScenarioReader.Valid(var scenario) -> {
        ScenarioRun run = new ScenarioRun(scenario);
        Timeline timeline = new Timeline(mostLines);
        run.simulation().observe(timeline);
        run.simulation().observe(new PacketRecorder(run.simulation().network().world(), packets));
        ScenarioResult result = run.run();
        List<String> faults = new ArrayList<>();
        result.outcome().violations().forEach(violation -> faults.add(violation.toString()));
        faults.addAll(result.unmet());
        yield new Ran(scenario.name(), scenario.shows(), result.outcome().events(), faults, timeline.lines());
      }
    };
  }
}
