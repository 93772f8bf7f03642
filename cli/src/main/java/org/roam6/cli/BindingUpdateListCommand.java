package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 bul}: the mobile node's Binding Update List. */
@Command(
    name = "bul",
    description = "Show the mobile node's Binding Update List: where it has told to be.",
    mixinStandardHelpOptions = true)
final class BindingUpdateListCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    return daemon.show("bul", BindingUpdateListCommand::print);
  }

  private static void print(JsonNode document, PrintWriter out) {
    Table table =
        new Table(
            "DESTINATION",
            "HOME ADDRESS",
            "CARE-OF ADDRESS",
            "STATE",
            "SEQ",
            "REMAINING",
            "SENT",
            "NEXT");
    for (JsonNode each : document.path("entries")) {
      table.add(
          each.path("destination").asString(),
          each.path("home_address").asString(),
          each.path("care_of_address").asString("-"),
          each.path("state").asString(),
          each.path("sequence").asString(),
          Durations.millis(each.path("remaining_ms")),
          each.path("transmissions").asString("-"),
          Durations.millis(each.path("next_update_ms")));
    }
    table.print(out);
  }
}
