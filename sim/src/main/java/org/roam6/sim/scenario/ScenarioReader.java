package org.roam6.sim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roam6.protocol.Time;
import org.roam6.sim.network.Topology;
import org.roam6.sim.network.Topology.HostPlan;
import org.roam6.sim.network.Topology.Kind;
import org.roam6.sim.plan.Plan;
import org.roam6.sim.plan.Step;
import org.roam6.sim.scenario.Words.Misread;
import org.roam6.sim.workload.Flow;

/** Reads the text of a scenario. */
public final class ScenarioReader {

  /** A scenario that is longer is refused. */
  public static final int MOST_LINES = 10_000;

  private static final List<String> HEADS =
      List.of("scenario", "shows", "network", "settings", "flows", "steps", "expect");

  private final List<ScenarioProblem> problems = new ArrayList<>();
  private final Map<String, List<Words>> sections = new LinkedHashMap<>();
  private String name = "";
  private String shows = "";

  private ScenarioReader() {}

  /** What reading gave. */
  public sealed interface Reading {}

  /** The text is right. */
  public record Valid(Scenario scenario) implements Reading {}

  /** The text is wrong: what is wrong with it, in the order of the lines, at least one. */
  public record Invalid(List<ScenarioProblem> problems) implements Reading {
    /** Takes a copy. */
    public Invalid {
      problems = List.copyOf(problems);
    }
  }

  /** Reads {@code text}. */
  public static Reading read(String text) {
    return new ScenarioReader().readAll(text.lines().toList());
  }

  private Reading readAll(List<String> lines) {
    if (lines.size() > MOST_LINES) {
      String what = "the scenario has more than " + MOST_LINES + " lines";
      return new Invalid(List.of(new ScenarioProblem(MOST_LINES, 1, what)));
    }
    sort(lines);
    Optional<Topology> topology = problems.isEmpty() ? topology() : Optional.empty();
    Optional<Scenario> scenario = topology.flatMap(this::scenario);
    return scenario.isPresent() && problems.isEmpty()
        ? new Valid(scenario.get())
        : new Invalid(problems);
  }

  /** Puts each line into the section where it stands. */
  private void sort(List<String> lines) {
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Words words = new Words(i + 1, line);
      if (!Character.isWhitespace(line.charAt(0))) {
        section = reading(words, () -> head(words)).orElse(section);
      } else if (section.isEmpty()) {
        problem(words.misread("a line outside of all sections, expected one of " + String.join(", ", HEADS)));
      } else {
        sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(words);
      }
    }
    if (name.isEmpty()) {
      problems.add(new ScenarioProblem(1, 1, "the scenario has no name, expected a line 'scenario NAME'"));
    }
  }

  private String head(Words words) {
    String head = words.oneOf("section", HEADS);
    switch (head) {
      case "scenario" -> {
        name = words.next("the name of the scenario");
        words.end();
      }
      case "shows" -> shows = words.rest();
      default -> {
        words.end();
        sections.computeIfAbsent(head, _ -> new ArrayList<>());
      }
    }
    return head;
  }

  /** Something that is read from words. */
  private interface Reader<T> {
    T read();
  }

  private <T> Optional<T> reading(Words words, Reader<T> reader) {
    try {
      return Optional.of(reader.read());
    } catch (Misread misread) {
      problem(misread);
    } catch (IllegalArgumentException refused) {
      problem(words.misread(String.valueOf(refused.getMessage())));
    }
    return Optional.empty();
  }

  private void problem(Misread misread) {
    problems.add(misread.problem());
  }

  private List<Words> section(String head) {
    return sections.getOrDefault(head, List.of());
  }

  // ---- the network, as it is drawn: each link a line of dashes, and who is on it

  private Optional<Topology> topology() {
    List<String> links = new ArrayList<>();
    Map<String, List<String>> hosts = new LinkedHashMap<>();
    for (Words words : section("network")) {
      reading(words, () -> drawn(words, links, hosts));
    }
    List<HostPlan> plans = new ArrayList<>();
    Words last = section("network").isEmpty() ? new Words(1, "") : section("network").getLast();
    return problems.isEmpty()
        ? reading(
            last,
            () -> {
              hosts.forEach((host, on) -> plans.add(new HostPlan(host, kind(host), on)));
              return new Topology(links, plans);
            })
        : Optional.empty();
  }

  private static String drawn(Words words, List<String> links, Map<String, List<String>> hosts) {
    String link = words.next("the name of a link");
    links.add(link);
    String line = words.next("the link, a line of dashes");
    if (!line.matches("-+")) {
      throw words.misreadLast("'" + line + "' is no link, expected a line of dashes as in 'home ---- core, ha, mn'");
    }
    do {
      hosts.computeIfAbsent(words.next("the name of a host"), _ -> new ArrayList<>()).add(link);
    } while (words.take(","));
    words.end();
    return link;
  }

  /** What a machine is, by its name. */
  private static Kind kind(String host) {
    if (host.startsWith("mn")) {
      return Kind.MOBILE_NODE;
    }
    if (host.startsWith("ha")) {
      return Kind.HOME_AGENT;
    }
    boolean router = host.startsWith("core") || host.startsWith("access") || host.startsWith("router");
    return router ? Kind.ROUTER : Kind.PLAIN;
  }

  // ---- everything else, which names what is in the network

  private Optional<Scenario> scenario(Topology topology) {
    SettingsGrammar settings = new SettingsGrammar(topology);
    section("settings").forEach(words -> reading(words, () -> {
      settings.read(words);
      return words;
    }));
    List<Flow> flows = flows(topology);
    Steps steps = new Steps(new StepGrammar(topology, settings.settings()));
    section("steps").forEach(words -> reading(words, () -> steps.read(words)));
    ExpectationGrammar grammar = new ExpectationGrammar(topology);
    List<Expectation> expectations = new ArrayList<>();
    section("expect").forEach(words -> reading(words, () -> grammar.read(words)).ifPresent(expectations::add));
    if (steps.end.equals(Time.NEVER)) {
      problems.add(new ScenarioProblem(1, 1, "the scenario has no end, expected a step as 'at 60s end'"));
      return Optional.empty();
    }
    Plan plan =
        new Plan(
            settings.seed(),
            topology,
            settings.settings(),
            settings.extremes(),
            flows,
            settings.faults(),
            steps.steps,
            Time.earlier(steps.calm, steps.end),
            steps.end);
    return Optional.of(new Scenario(name, shows, plan, expectations));
  }

  private List<Flow> flows(Topology topology) {
    List<String> hosts = topology.hosts().stream().map(HostPlan::name).toList();
    List<Flow> flows = new ArrayList<>();
    for (Words words : section("flows")) {
      reading(words, () -> flow(words, hosts)).ifPresent(flows::add);
    }
    return flows;
  }

  private static Flow flow(Words words, List<String> hosts) {
    String from = words.oneOf("host", hosts);
    words.require("->");
    String to = words.oneOf("host", hosts);
    words.require("every");
    Duration interval = words.duration();
    if (interval.isZero()) {
      throw words.misreadLast("the interval of a flow is more than zero");
    }
    words.end();
    return new Flow(from, to, interval);
  }

  /** The steps of a plan, and the two moments among them. */
  private static final class Steps {
    private final StepGrammar grammar;
    private final List<Step> steps = new ArrayList<>();
    private Time calm = Time.NEVER;
    private Time end = Time.NEVER;

    Steps(StepGrammar grammar) {
      this.grammar = grammar;
    }

    Words read(Words words) {
      Optional<Time> moment = words.momentOf("calm");
      if (moment.isPresent()) {
        calm = moment.get();
        return words;
      }
      moment = words.momentOf("end");
      if (moment.isPresent()) {
        end = moment.get();
        return words;
      }
      steps.add(grammar.read(words));
      return words;
    }
  }
}
