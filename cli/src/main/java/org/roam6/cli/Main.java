package org.roam6.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The roam6 command line. A subcommand returns one of {@link ExitStatus}, or throws {@link
 * CommandFailure}.
 */
@Command(
    name = "roam6",
    description = "Mobile IPv6: connections that live on while the node moves.",
    mixinStandardHelpOptions = true,
    version = "roam6 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      BindingsCommand.class,
      BindingUpdateListCommand.class,
      HomeAgentsCommand.class,
      PreferCommand.class,
      StatisticsCommand.class,
      WatchCommand.class,
      LabCommand.class,
      DemoCommand.class,
      SimCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Runs the command and ends the process.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, UTF_8),
            new PrintWriter(System.err, true, UTF_8),
            arguments));
  }

  /**
   * Runs the command.
   *
   * @param out takes results
   * @param err takes errors
   * @param arguments the command line
   * @return the exit status, one of {@link ExitStatus}
   */
  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof CommandFailure expected) {
                err.println("roam6: " + expected.getMessage());
                return expected.exitStatus();
              }
              failure.printStackTrace(err);
              return ExitStatus.FAILURE;
            })
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing COMMAND");
  }
}
