package org.roam6.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.roam6.daemon.configuration.Configuration;
import org.roam6.daemon.doctor.Doctor;
import org.roam6.daemon.doctor.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code roam6 doctor}: what of this host helps Roam6, and what stands in its way. */
@Command(
    name = "doctor",
    description = "Say what this host offers and what stands in Roam6's way; exit status 1 where there is a problem.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration file (default: /etc/roam6/roam6.yaml, where it is there).")
  private @Nullable Path file;

  @Option(
      names = "--json",
      description = "Print the findings as one line of JSON, whose member schema names its form.")
  private boolean json;

  @Override
  public Integer call() {
    List<Finding> findings = Doctor.examine(configuration());
    boolean problem = findings.stream().anyMatch(each -> each.grade() == Finding.Grade.PROBLEM);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(findings, problem));
    } else {
      findings.forEach(each -> print(each, out));
    }
    return problem ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  private Optional<Configuration> configuration() {
    if (file != null) {
      return Optional.of(CheckCommand.configuration(file));
    }
    return Files.exists(Configuration.DEFAULT_FILE)
        ? Optional.of(CheckCommand.configuration(Configuration.DEFAULT_FILE))
        : Optional.empty();
  }

  private static String grade(Finding finding) {
    return finding.grade().name().toLowerCase(Locale.ROOT);
  }

  private static void print(Finding finding, PrintWriter out) {
    out.printf("%-8s %s: %s%n", grade(finding), finding.subject(), finding.text());
    if (!finding.cure().isEmpty()) {
      out.println("         cure: " + finding.cure());
    }
  }

  private static ObjectNode document(List<Finding> findings, boolean problem) {
    ObjectNode document = JsonMapper.shared().createObjectNode().put("schema", "roam6.doctor/1");
    document.put("problem", problem);
    ArrayNode list = document.putArray("findings");
    for (Finding each : findings) {
      list.addObject()
          .put("grade", grade(each))
          .put("subject", each.subject())
          .put("text", each.text())
          .put("cure", each.cure());
    }
    return document;
  }
}
