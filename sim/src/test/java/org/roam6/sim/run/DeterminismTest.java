package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.PlanMaker;

/** A seed is the same simulation each time, whichever virtual machine runs it. */
class DeterminismTest {

  private static final int SEEDS = 50;
  /** Of so many seeds the whole story is compared, word for word. */
  private static final int STORIES = 5;

  /** Prints what became of each seed, and of the first of them the whole story. */
  public static void main(String[] arguments) {
    traces().forEach(System.out::println);
  }

  private static List<String> traces() {
    List<String> traces = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Plan plan = PlanMaker.of(seed);
      Simulation simulation = new Simulation(plan);
      Timeline timeline = new Timeline(100_000);
      if (seed < STORIES) {
        simulation.observe(timeline);
      }
      Simulation.Outcome outcome = simulation.run();
      traces.addAll(timeline.lines());
      traces.add(seed + " " + outcome);
    }
    return traces;
  }

  /** Another virtual machine, which writes its traces into {@code file}. */
  private static Process start(Path file, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            DeterminismTest.class.getName()));
    return new ProcessBuilder(command)
        .redirectOutput(file.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> tracesOf(Process process, Path file) throws IOException, InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(file);
  }

  @Test
  void threeVirtualMachinesSeeTheSame(@TempDir Path folder) throws IOException, InterruptedException {
    Path elsewhere = folder.resolve("elsewhere");
    Path again = folder.resolve("again");
    // Hash codes of identity, language, time zone and charset differ.
    Process first =
        start(
            elsewhere,
            "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-Duser.language=tr", "-Duser.country=TR",
            "-Duser.timezone=Asia/Kathmandu", "-Dfile.encoding=ISO-8859-1", "-Dstdout.encoding=UTF-8");
    Process second = start(again, "-Dstdout.encoding=UTF-8");
    try {
      List<String> here = traces();
      assertThat(here).hasSizeGreaterThan(SEEDS + 100);
      assertThat(tracesOf(first, elsewhere)).isEqualTo(here);
      assertThat(tracesOf(second, again)).isEqualTo(here);
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }
}
