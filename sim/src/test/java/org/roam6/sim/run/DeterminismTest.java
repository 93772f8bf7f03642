package org.roam6.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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

  private static List<String> tracesOfAnotherVirtualMachine(String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            DeterminismTest.class.getName()));
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void twoVirtualMachinesSeeTheSame() throws IOException, InterruptedException {
    List<String> here = traces();
    assertThat(here).hasSizeGreaterThan(SEEDS + 100);
    // Hash codes of identity, language, time zone and charset differ.
    assertThat(
            tracesOfAnotherVirtualMachine(
                "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-Duser.language=tr", "-Duser.country=TR",
                "-Duser.timezone=Asia/Kathmandu", "-Dfile.encoding=ISO-8859-1", "-Dstdout.encoding=UTF-8"))
        .isEqualTo(here);
    assertThat(tracesOfAnotherVirtualMachine("-Dstdout.encoding=UTF-8")).isEqualTo(here);
  }
}
