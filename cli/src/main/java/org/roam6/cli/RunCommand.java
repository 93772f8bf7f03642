package org.roam6.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.roam6.daemon.Daemon;
import org.roam6.daemon.DaemonException;
import org.roam6.daemon.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roam6 run}: the daemon, in the foreground. */
@Command(
    name = "run",
    description = "Run the daemon in the foreground until SIGTERM or SIGINT.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "/etc/roam6/roam6.yaml",
      description = "The configuration file (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("");

  @Option(
      names = {"-v", "--verbose"},
      description = "Log all facts, also those for who follows packets.")
  private boolean verbose;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Record what happens, without keys, for: roam6 sim replay FILE. The file must not be there yet.")
  private @Nullable Path recording;

  @Override
  public Integer call() {
    if (recording != null && Files.exists(recording)) {
      throw new CommandFailure(
          ExitStatus.FAILURE, recording + " is there already\n  cure: move it away, or name another file");
    }
    Configuration configuration = CheckCommand.configuration(file);
    CountDownLatch ended = new CountDownLatch(1);
    try {
      Daemon.run(
          configuration,
          System.err,
          verbose,
          Optional.ofNullable(recording),
          stop -> stopOnSignal(stop, ended));
      return ExitStatus.OK;
    } catch (DaemonException failure) {
      throw new CommandFailure(exitStatus(failure), String.valueOf(failure.getMessage()));
    } finally {
      ended.countDown();
    }
  }

  private static int exitStatus(DaemonException failure) {
    return switch (failure.reason()) {
      case BUSY -> ExitStatus.BUSY;
      case UNAVAILABLE -> ExitStatus.UNAVAILABLE;
      case FAILED -> ExitStatus.FAILURE;
    };
  }

  /** Lets the virtual machine end only after the daemon did, and then as one that succeeded. */
  private static void stopOnSignal(Runnable stop, CountDownLatch ended) {
    Thread hook =
        new Thread(
            () -> {
              if (ended.getCount() == 0) {
                return;
              }
              stop.run();
              try {
                ended.await();
              } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(ExitStatus.OK);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
