package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 home-agents}: the home agents that are known. */
@Command(
    name = "home-agents",
    description =
        "Show the home agents that were heard on any link or that the home link told of, the most preferable of each"
            + " link first; RANK is the order in which the mobile node tries them.",
    mixinStandardHelpOptions = true)
final class HomeAgentsCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    return daemon.show("home-agents", HomeAgentsCommand::print);
  }

  private static void print(JsonNode document, PrintWriter out) {
    Table table = new Table("HOME LINK", "HOME AGENT", "PREFERENCE", "REMAINING", "TOLD OF", "RANK", "USED");
    for (JsonNode each : document.path("home_agents")) {
      table.add(
          each.path("prefix").asString(),
          each.path("address").asString(),
          each.path("preference").asString("-"),
          Durations.millis(each.path("remaining_ms")),
          each.path("discovered").asBoolean(false) ? "yes" : "-",
          each.path("rank").asString("-"),
          each.path("used").asBoolean(false) ? "yes" : "-");
    }
    table.print(out);
  }
}
