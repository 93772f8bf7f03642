package org.roam6.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code roam6 watch}: facts as they happen. */
@Command(
    name = "watch",
    description = "Show what happens as it happens, until the daemon ends.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  @Mixin private DaemonOptions daemon = new DaemonOptions();

  @Override
  public Integer call() {
    try (ManagementClient client = daemon.connect()) {
      client.request("watch");
      DaemonOptions.parse(client.answer());
      for (Optional<String> line = client.next(); line.isPresent(); line = client.next()) {
        daemon.out().println(daemon.isJson() ? line.get() : text(DaemonOptions.parse(line.get())));
        daemon.out().flush();
      }
    }
    return ExitStatus.OK;
  }

  private static String text(JsonNode notice) {
    Instant moment = Instant.parse(notice.path("time").asString());
    return "%s  %-11s  %s"
        .formatted(
            TIME.format(moment.atZone(ZoneId.systemDefault())),
            notice.path("role").asString(),
            notice.path("text").asString());
  }
}
