package org.roam6.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.workload.Flow;

/** Writes a plan as a scenario, which {@link ScenarioReader} reads as the same plan. */
public final class ScenarioWriter {

  private static final int WIDTH = 12;

  private ScenarioWriter() {}

  /**
   * The text of {@code plan}, whose hosts are called so that their names tell what they are.
   *
   * @param name of the scenario
   * @param shows what it is about, in one line
   */
  public static String write(String name, String shows, Plan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("scenario " + name);
    lines.add("shows " + shows);
    section(lines, "network", network(plan.topology()));
    section(
        lines, "settings", SettingsGrammar.write(plan.seed(), plan.faults(), plan.extremes(), plan.settings()));
    section(lines, "flows", plan.flows().stream().map(ScenarioWriter::flow).toList());
    List<String> steps = new ArrayList<>(plan.steps().stream().map(StepGrammar::write).toList());
    steps.add("at " + SpanText.format(plan.calm().since(Time.ZERO)) + " calm");
    steps.add("at " + SpanText.format(plan.end().since(Time.ZERO)) + " end");
    section(lines, "steps", steps);
    return String.join("\n", lines) + "\n";
  }

  private static void section(List<String> lines, String head, List<String> content) {
    lines.add("");
    lines.add(head);
    content.forEach(line -> lines.add("  " + line));
  }

  private static String flow(Flow flow) {
    return flow + " every " + SpanText.format(flow.interval());
  }

  private static List<String> network(Topology topology) {
    List<String> lines = new ArrayList<>();
    for (String link : topology.links()) {
      List<String> on =
          topology.hosts().stream().filter(host -> host.links().contains(link)).map(HostPlan::name).toList();
      lines.add(link + " " + "-".repeat(Math.max(1, WIDTH - link.length())) + " " + String.join(", ", on));
    }
    return lines;
  }
}
