package org.roam6.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of the commands that ask a running daemon. */
final class DaemonOptions {

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--json",
      description = "Print the answer as one line of JSON, whose member schema names its form.")
  private boolean json;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      defaultValue = "/run/roam6/control.sock",
      description = "The daemon's management socket (default: ${DEFAULT-VALUE}).")
  private Path socket = Path.of("");

  boolean isJson() {
    return json;
  }

  ManagementClient connect() {
    return ManagementClient.connect(socket);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Asks for a document, and prints it as JSON or as {@code table} does. */
  int show(String request, BiConsumer<JsonNode, PrintWriter> table) {
    String answer;
    try (ManagementClient client = connect()) {
      client.request(request);
      answer = client.answer();
    }
    if (json) {
      out().println(answer);
    } else {
      table.accept(parse(answer), out());
    }
    return ExitStatus.OK;
  }

  static JsonNode parse(String line) {
    JsonNode document;
    try {
      document = JsonMapper.shared().readTree(line);
    } catch (JacksonException notJson) {
      throw new CommandFailure(ExitStatus.FAILURE, "the daemon did not answer in JSON: " + line);
    }
    if (document.has("error")) {
      throw new CommandFailure(
          ExitStatus.FAILURE, "the daemon says: " + document.get("error").asString());
    }
    return document;
  }
}
