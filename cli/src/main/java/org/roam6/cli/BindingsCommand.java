package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 bindings}: the binding caches of home agent and correspondent node. */
@Command(
    name = "bindings",
    description = "Show the bindings of home agent and correspondent node: home addresses and where they are now.",
    mixinStandardHelpOptions = true)
final class BindingsCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    return daemon.show("bindings", BindingsCommand::print);
  }

  private static void print(JsonNode document, PrintWriter out) {
    boolean correspondent = document.has("correspondent_bindings");
    // A host that is a correspondent node alone has no bindings of a home agent to show.
    if (!correspondent || !document.path("bindings").isEmpty()) {
      printHomeAgent(document, out);
    }
    if (correspondent) {
      printCorrespondent(document, out);
    }
  }

  private static void printHomeAgent(JsonNode document, PrintWriter out) {
    Table table =
        new Table("HOME ADDRESS", "CARE-OF ADDRESS", "STATE", "SEQ", "LIFETIME", "REMAINING");
    for (JsonNode each : document.path("bindings")) {
      table.add(
          each.path("home_address").asString(),
          each.path("care_of_address").asString(),
          each.path("state").asString(),
          each.path("sequence").asString(),
          Durations.seconds(each.path("lifetime_s")),
          Durations.millis(each.path("remaining_ms")));
    }
    table.print(out);
  }

  private static void printCorrespondent(JsonNode document, PrintWriter out) {
    Table table =
        new Table("HOME ADDRESS", "CARE-OF ADDRESS", "FOR", "SEQ", "LIFETIME", "REMAINING", "IDLE");
    for (JsonNode each : document.path("correspondent_bindings")) {
      table.add(
          each.path("home_address").asString(),
          each.path("care_of_address").asString(),
          each.path("own_address").asString(),
          each.path("sequence").asString(),
          Durations.seconds(each.path("lifetime_s")),
          Durations.millis(each.path("remaining_ms")),
          Durations.millis(each.path("idle_ms")));
    }
    table.print(out);
  }
}
