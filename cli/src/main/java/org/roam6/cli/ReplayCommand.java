package org.roam6.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.roam6.daemon.recording.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code roam6 sim replay}: what a daemon did, once more. */
@Command(
    name = "replay",
    description = "Takes the roles through what roam6 run --record has recorded, and compares what they do.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "a recording")
  private Path file = Path.of("");

  @Option(names = "--json", description = "print one document instead of the story")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return switch (replay()) {
      case Replay.Same same -> {
        if (json) {
          out.println(document(true).put("events", same.events()));
        } else {
          same.timeline().forEach(out::println);
          same.torn().ifPresent(text -> spec.commandLine().getErr().println("roam6: warning: " + text));
          out.println(same.events() + " events, and the roles do what they did");
        }
        yield ExitStatus.OK;
      }
      case Replay.Different different -> {
        if (json) {
          out.println(
              document(false)
                  .put("line", different.line())
                  .put("seconds", different.seconds())
                  .put("event", different.event())
                  .put("recorded", different.recorded())
                  .put("now", different.now()));
        } else {
          out.printf(
              "line %d, after %.6f s: the roles do something else today%n  event    %s%n  recorded %s%n  now      %s%n",
              different.line(), different.seconds(), different.event(), different.recorded(), different.now());
        }
        yield ExitStatus.FAILURE;
      }
      case Replay.Unreadable unreadable ->
          throw new CommandFailure(
              ExitStatus.CONFIGURATION, file + ":" + unreadable.line() + ":1: " + unreadable.message());
    };
  }

  private static ObjectNode document(boolean same) {
    return JsonMapper.shared().createObjectNode().put("schema", "roam6.replay/1").put("same", same);
  }

  private Replay.Result replay() {
    // What is no UTF-8 is read as U+FFFD, so that the line where it stands is told.
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      return Replay.of(reader.lines().iterator());
    } catch (IOException | UncheckedIOException failure) {
      throw new CommandFailure(ExitStatus.CONFIGURATION, "cannot read " + file + ": " + failure);
    }
  }
}
