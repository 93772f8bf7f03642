package org.roam6.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roam6.lab.Lab;
import org.roam6.lab.LabFailure;
import org.roam6.lab.LabStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code roam6 lab}: networks of namespaces on one machine. */
@Command(
    name = "lab",
    description = "Builds networks of namespaces on this machine, with a daemon in each host.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class LabCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing COMMAND");
  }

  /** What a subcommand does. */
  interface Work {
    int run() throws IOException, LabFailure, InterruptedException;
  }

  static int run(Work work) {
    try {
      return work.run();
    } catch (LabFailure failure) {
      throw new CommandFailure(failure.kind().exitStatus(), Optional.ofNullable(failure.getMessage()).orElse(""));
    } catch (IOException failure) {
      throw new CommandFailure(ExitStatus.FAILURE, failure.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitStatus.FAILURE, "interrupted");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(description = "Builds the network of a file and starts its daemons.", mixinStandardHelpOptions = true)
  int up(@Parameters(paramLabel = "FILE", description = "the lab file") Path file) {
    return run(
        () -> {
          print(Lab.up(file).status());
          return ExitStatus.OK;
        });
  }

  @Command(description = "Plugs a host's cable into another link.", mixinStandardHelpOptions = true)
  int move(
      @Parameters(paramLabel = "HOST", description = "the host that moves") String host,
      @Parameters(paramLabel = "LINK", description = "the link that it moves to") String link,
      @Option(names = "--interface", description = "which interface, where the host has several")
          @Nullable String interfaceName) {
    return run(
        () -> {
          Lab.current().move(host, Optional.ofNullable(interfaceName), link);
          return ExitStatus.OK;
        });
  }

  @Command(description = "Runs a program in a host.", mixinStandardHelpOptions = true)
  int exec(
      @Parameters(paramLabel = "HOST", description = "the host") String host,
      @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "the program and its arguments, after --")
          List<String> command) {
    return run(() -> Lab.current().exec(host, command));
  }

  @Command(description = "Says what is up.", mixinStandardHelpOptions = true)
  int status(@Option(names = "--json", description = "as JSON") boolean json) {
    return run(
        () -> {
          LabStatus status = Lab.current().status();
          if (json) {
            out().println(JsonMapper.shared().writeValueAsString(json(status)));
          } else {
            print(status);
          }
          return ExitStatus.OK;
        });
  }

  @Command(description = "Removes the network and ends its daemons.", mixinStandardHelpOptions = true)
  int down() {
    return run(
        () -> {
          Lab.current().down();
          return ExitStatus.OK;
        });
  }

  private void print(LabStatus status) {
    String format = "%-12s %-14s %-12s %s%n";
    out().printf(format, "HOST", "NAMESPACE", "DAEMON", "PLUGGED IN");
    for (LabStatus.Host host : status.hosts()) {
      String daemon = host.daemonWanted() ? host.daemon().map(pid -> "pid " + pid).orElse("not running") : "-";
      String plugs =
          host.interfaces().stream().map(each -> each.name() + ": " + each.link()).collect(Collectors.joining(", "));
      out().printf(format, host.name(), host.namespace(), daemon, plugs);
    }
    out().println("Logs and control sockets: " + status.folder());
  }

  private static Map<String, Object> json(LabStatus status) {
    Map<String, Object> lab = new LinkedHashMap<>();
    lab.put("schema", "roam6.lab/1");
    lab.put("name", status.name());
    lab.put("folder", status.folder().toString());
    lab.put("hosts", status.hosts().stream().map(LabCommand::json).toList());
    return lab;
  }

  private static Map<String, Object> json(LabStatus.Host host) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", host.name());
    json.put("namespace", host.namespace());
    Map<String, String> interfaces = new LinkedHashMap<>();
    host.interfaces().forEach(each -> interfaces.put(each.name(), each.link()));
    json.put("interfaces", interfaces);
    json.put("daemon_wanted", host.daemonWanted());
    host.daemon().ifPresent(pid -> json.put("daemon_pid", pid));
    return json;
  }
}
