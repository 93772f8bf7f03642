package org.roam6.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.roam6.lab.demo.Demo;
import org.roam6.lab.demo.Isolation;
import org.roam6.lab.demo.SimulatedDemo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code roam6 demo}: a mobile node moves between real networks and its connections live on. */
@Command(
    name = "demo",
    description = "Moves a mobile node between networks of this machine while its connections live on.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--out", paramLabel = "DIR", description = "where result.json and packets go; ${DEFAULT-VALUE}")
  private Path folder = Path.of("out");

  @Option(names = "--json", description = "print result.json, and the time line to standard error")
  private boolean json;

  @Option(names = "--sim", description = "simulate it: on any system, without root, in virtual time")
  private boolean simulated;

  @Override
  public Integer call() {
    Path target = folder.toAbsolutePath().normalize();
    if (simulated) {
      PrintWriter story = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
      return LabCommand.run(() -> show(new SimulatedDemo(story, target).run(), target));
    }
    if (!Isolation.isInside()) {
      List<String> arguments = new ArrayList<>(List.of("demo", "--out", target.toString()));
      if (json) {
        arguments.add("--json");
      }
      return LabCommand.run(() -> Isolation.runInside(arguments));
    }
    Path campus = Path.of(System.getProperty("roam6.root", "."), "examples", "campus.yaml");
    PrintWriter out = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    return LabCommand.run(() -> show(new Demo(out, target).run(campus), target));
  }

  private int show(boolean good, Path target) throws IOException {
    if (json) {
      spec.commandLine().getOut().print(Files.readString(target.resolve("result.json")));
    }
    return good ? ExitStatus.OK : ExitStatus.FAILURE;
  }
}
