package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code roam6 prefer}: has the mobile node use an interface before all others that could be used. */
@Command(
    name = "prefer",
    description = {
      "Have the mobile node use one of its interfaces before the others, while it works and the daemon runs.",
      "The home link is preferred to all others yet."
    },
    mixinStandardHelpOptions = true)
final class PreferCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @ArgGroup(multiplicity = "1")
  private Wish wish = new Wish();

  /** What is preferred. */
  private static final class Wish {
    @Parameters(paramLabel = "INTERFACE", description = "The interface that is preferred.")
    private String name = "";

    @Option(names = "--none", description = "Go back to the order of the configuration.")
    private boolean none;
  }

  @Override
  public Integer call() {
    return daemon.show(wish.none ? "prefer" : "prefer " + wish.name, PreferCommand::print);
  }

  private static void print(JsonNode document, PrintWriter out) {
    MobileInterfaces.print(document.path("interfaces"), out);
  }
}
