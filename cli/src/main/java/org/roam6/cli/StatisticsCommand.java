package org.roam6.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 stats}: the daemon's counters. */
@Command(
    name = "stats",
    description = "Show the daemon's counters, those of dropped packets by cause.",
    mixinStandardHelpOptions = true)
final class StatisticsCommand implements Callable<Integer> {
  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    return daemon.show("stats", StatisticsCommand::print);
  }

  private static void print(JsonNode document, PrintWriter out) {
    Table table = new Table("COUNTER", "VALUE");
    addAll(table, "", document);
    table.print(out);
  }

  private static void addAll(Table table, String prefix, JsonNode node) {
    node.properties()
        .forEach(
            member -> {
              if (member.getValue().isNumber()) {
                table.add(prefix + member.getKey(), member.getValue().asString());
              } else {
                addAll(table, prefix + member.getKey() + ".", member.getValue());
              }
            });
  }
}
