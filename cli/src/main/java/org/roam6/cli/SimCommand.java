package org.roam6.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.roam6.sim.report.ScenarioReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roam6 sim}: the protocol in virtual time, with faults of every kind. */
@Command(
    name = "sim",
    description = {
      "Simulates networks that run the same protocol code as the daemon, in virtual time.",
      "With FILE it runs a scenario; with --seeds it draws networks, moves and faults from numbers."
    },
    subcommands = ReplayCommand.class,
    mixinStandardHelpOptions = true)
final class SimCommand implements Callable<Integer> {
  private static final int MOST_LINES = 2000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "a scenario")
  private @Nullable Path file;

  @Option(names = "--seeds", paramLabel = "N", description = "run so many seeds")
  private @Nullable Long seeds;

  @Option(names = "--seed", paramLabel = "S", description = "run one seed and tell what happens")
  private @Nullable Long seed;

  @Option(names = "--from", paramLabel = "S", description = "the first of the seeds; ${DEFAULT-VALUE}")
  private long from;

  @Option(names = "--threads", paramLabel = "T", description = "seeds at once; one for each core")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--out", paramLabel = "DIR", description = "where stories and packets go; ${DEFAULT-VALUE}")
  private Path folder = Path.of("out");

  @Option(names = "--json", description = "print the result as JSON in the last line")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (seeds != null && seeds >= 1 && threads >= 1 && file == null && seed == null) {
      return new SeedCampaign(out, spec.commandLine().getErr(), folder, json).run(from, seeds, threads);
    }
    if (seed != null && file == null && seeds == null) {
      return new SeedStory(out, folder).tell(seed, 0) ? ExitStatus.OK : ExitStatus.FAILURE;
    }
    if (file != null && seeds == null && seed == null) {
      return scenario(file, out);
    }
    throw new ParameterException(spec.commandLine(), "Give one of FILE, --seeds N (1 or more) and --seed S");
  }

  private int scenario(Path path, PrintWriter out) throws IOException {
    String text = read(path);
    Files.createDirectories(folder);
    Path packets = folder.resolve(path.getFileName() + ".pcapng");
    ScenarioReport report;
    try (var stream = new java.io.BufferedOutputStream(Files.newOutputStream(packets))) {
      report = ScenarioReport.of(text, MOST_LINES, stream);
    }
    return switch (report) {
      case ScenarioReport.Ran ran -> {
        ran.timeline().forEach(out::println);
        out.printf("%n%s: %s%n", ran.name(), ran.shows());
        ran.faults().forEach(fault -> out.println("  NOT " + fault));
        out.println(
            (ran.faults().isEmpty() ? "as expected" : "not as expected") + ", " + ran.events() + " events, packets in "
                + packets);
        if (json) {
          out.println(SimDocuments.ofScenario(ran));
        }
        yield ran.faults().isEmpty() ? ExitStatus.OK : ExitStatus.FAILURE;
      }
      case ScenarioReport.Unreadable(List<ScenarioReport.Problem> problems) ->
          throw new CommandFailure(ExitStatus.CONFIGURATION, message(path, problems));
    };
  }

  private static String read(Path path) {
    try {
      // What is no UTF-8 is read as U+FFFD, so that its place is told.
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new CommandFailure(ExitStatus.CONFIGURATION, "cannot read " + path + ": " + failure);
    }
  }

  private static String message(Path path, List<ScenarioReport.Problem> problems) {
    StringBuilder message =
        new StringBuilder("the scenario has " + (problems.size() == 1 ? "an error" : problems.size() + " errors"));
    for (ScenarioReport.Problem each : problems) {
      message.append('\n').append(path).append(':').append(each.line()).append(':').append(each.column());
      message.append(": ").append(each.message());
    }
    return message.toString();
  }
}
