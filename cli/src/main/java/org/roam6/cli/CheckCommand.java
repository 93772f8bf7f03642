package org.roam6.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.daemon.configuration.ConfigurationFile;
import org.roam6.daemon.configuration.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code roam6 check}: whether a configuration file is right. */
@Command(
    name = "check",
    description =
        "Say whether a configuration file is right, and if not, everything that is wrong.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = "/etc/roam6/roam6.yaml",
      description = "The configuration file (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    Configuration configuration = configuration(file);
    spec.commandLine()
        .getOut()
        .println(file + " is right: " + String.join(", ", configuration.roles()));
    configuration
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("roam6: warning: " + warning));
    return ExitStatus.OK;
  }

  /** What a file says; where it is wrong, a failure with all that is wrong. */
  static Configuration configuration(Path file) {
    return switch (ConfigurationFile.read(file)) {
      case Reading.Valid(Configuration configuration) -> configuration;
      case Reading.Invalid(var errors) -> {
        String count = errors.size() == 1 ? "an error" : errors.size() + " errors";
        StringBuilder message = new StringBuilder("the configuration has " + count);
        errors.forEach(error -> message.append('\n').append(error.message()));
        throw new CommandFailure(ExitStatus.CONFIGURATION, message.toString());
      }
    };
  }
}
